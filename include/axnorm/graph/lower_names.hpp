// Lowering, step 1: which entries the results need, and which binding each variable of them has. Names are checked
// here: unknown, unbound, bound twice, declared twice, bound with other axes than declared.
#pragma once

#include <axnorm/axis/nearest_name.hpp>
#include <axnorm/axis/sequence.hpp>
#include <axnorm/graph/check.hpp>
#include <axnorm/graph/lower_state.hpp>

namespace axnorm::graph {

/// The binding of a name, or -1.
constexpr int binding_named(const bindings& given, std::string_view name) {
  for (std::size_t i = 0; i < given.operands.size(); ++i)
    if (!given.operands[i].name.empty() && given.operands[i].name == name) return static_cast<int>(i);
  return -1;
}

constexpr bool is_named(expr::term kind) { return expr::is_variable(kind) || kind == expr::term::let; }

/// Adds the name that is nearest to `wrong`, if one is near.
constexpr void suggest_name(lowering& s, std::string_view wrong) {
  nearest_name nearest{wrong};
  for (const expr::entry& e : s.formula.entries)
    if (is_named(e.kind)) nearest.consider(s.formula.name(e));
  s.why() << nearest;
}

/// Marks what the results need. A named intermediate that a tensor is bound to needs nothing more.
constexpr void find_used(lowering& s) {
  const int n = s.formula.size();
  s.used.assign(static_cast<std::size_t>(n), 0);
  for (const int r : s.formula.roots)
    s.used[static_cast<std::size_t>(r)] = 1;
  if (s.given.track)
    for (const expr::tracking& t : s.formula.tracked)
      s.used[static_cast<std::size_t>(t.observed)] = 1;
  for (int i = n - 1; i >= 0; --i) {
    if (!s.used[static_cast<std::size_t>(i)]) continue;
    const expr::entry& e = s.formula[i];
    if (e.kind == expr::term::wrong) {
      s.why() = *e.why;
      return;
    }
    if (e.kind == expr::term::let && binding_named(s.given, s.formula.name(e)) >= 0) continue;
    for (const int operand : {e.a, e.b, e.c})
      if (operand >= 0) s.used[static_cast<std::size_t>(operand)] = 1;
  }
}

constexpr void check_binding_names(lowering& s) {
  const auto& list = s.given.operands;
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (list[i].name.empty()) continue;
    bool known = false;
    for (const expr::entry& e : s.formula.entries)
      known = known || (is_named(e.kind) && s.formula.name(e) == list[i].name);
    if (!known) {
      s.why() << "the formula has no variable named " << list[i].name;
      suggest_name(s, list[i].name);
      return;
    }
    for (std::size_t j = 0; j < i; ++j)
      if (list[j].name == list[i].name) {
        s.why() << list[i].name << " is bound twice";
        return;
      }
  }
}

/// The names of the inputs that the results need, each once, in order of appearance.
constexpr sequence<int> inputs_of(const lowering& s) {
  sequence<int> list;
  for (int i = 0; i < s.formula.size(); ++i) {
    if (!s.used[static_cast<std::size_t>(i)] || s.formula[i].kind != expr::term::input) continue;
    bool known = false;
    for (const int j : list)
      known = known || s.formula[j].name == s.formula[i].name;
    if (!known) list.push_back(i);
  }
  return list;
}

/// The binding given by position, and the input it stands for; {-1, -1} if there is none.
struct positional {
  int binding = -1, entry = -1;
};
constexpr positional find_positional(lowering& s) {
  positional p;
  int count = 0;
  for (std::size_t i = 0; i < s.given.operands.size(); ++i)
    if (s.given.operands[i].name.empty()) p.binding = static_cast<int>(i), ++count;
  if (count == 0) return p;
  const sequence<int> inputs = inputs_of(s);
  int open = 0;
  for (const int i : inputs)
    if (binding_named(s.given, s.formula.name(s.formula[i])) < 0) p.entry = i, ++open;
  if (count == 1 && open == 1) return p;
  if (inputs.empty())
    s.why() << "the formula has no input, but a tensor is given by position";
  else if (open == 0)
    s.why() << "every input is bound by name, but a tensor is given by position too";
  else if (inputs.size() == 1) {
    s.why()
        << "only input " << s.formula.name(s.formula[inputs[0]]) << " is bound by position, but " << count
        << " values are given so; write into(...) for a result, dim<G>(...) for an extent, arg<...> = ... for others";
  } else {
    s.why() << "only a single input is bound by position, but the formula has inputs ";
    for (std::size_t i = 0; i < inputs.size(); ++i)
      s.why() << (i == 0 ? "" : i + 1 == inputs.size() ? " and " : ", ") << s.formula.name(s.formula[inputs[i]]);
    s.why() << ": bind them by name";
  }
  return p;
}

/// Variables of one name must be the same variable.
constexpr void check_declarations(lowering& s) {
  for (int i = 0; i < s.formula.size(); ++i) {
    const expr::entry& x = s.formula[i];
    if (!s.used[static_cast<std::size_t>(i)] || !is_named(x.kind)) continue;
    for (int j = 0; j < i; ++j) {
      const expr::entry& y = s.formula[j];
      if (!s.used[static_cast<std::size_t>(j)] || !is_named(y.kind) || !(x.name == y.name)) continue;
      if (x.kind != y.kind) {
        write_variable(s.why(), s.formula, y);
        s.why() << " and ";
        write_variable(s.why(), s.formula, x);
        s.why() << " have the same name";
      } else if (x.kind == expr::term::let) {
        s.why() << "two different values are called " << s.formula.name(x);
      } else if (x.has_axes && y.has_axes && !(x.axes == y.axes)) {
        write_variable(s.why(), s.formula, x);
        s.why() << " is declared with axes ";
        s.why() << s.formula.declared(y);
        s.why() << " and again with axes ";
        s.why() << s.formula.declared(x);
        if (is_owned(x.kind)) s.why() << "; give one of them a scope";
      } else if (x.has_initial != y.has_initial || bits_of(x.value) != bits_of(y.value) || x.generate != y.generate ||
                 x.by_extents != y.by_extents || !(x.sized_by == y.sized_by)) {
        write_variable(s.why(), s.formula, x);
        s.why() << " is declared twice, with different initial values; give one of them a scope";
      } else if (x.low != y.low || x.high != y.high) {
        write_variable(s.why(), s.formula, x);
        s.why() << " is declared twice, within different ranges; give one of them a scope";
      }
      if (!s.fine()) return;
    }
  }
}

/// Whether what is bound has the axes that were declared.
constexpr void check_declared_axes(lowering& s, const expr::entry& e, const binding& b) {
  const auto given = s.dims_of(b);
  if (b.number && is_owned(e.kind) && e.axes.count > 0) {
    write_variable(s.why(), s.formula, e);
    s.why() << " is declared with axes ";
    s.why() << s.formula.declared(e);
    s.why() << ", but is bound to a number";
    return;
  }
  if (!e.has_axes || same_axes(given, s.formula.declared(e))) return; // extents are checked with all others
  write_variable(s.why(), s.formula, e);
  if (e.kind == expr::term::scalar)
    s.why() << " is a single number, but is bound to a tensor with axes ";
  else {
    s.why() << " is declared with axes ";
    s.why() << s.formula.declared(e);
    s.why() << ", but is bound to a tensor with axes ";
  }
  s.why() << given;
}

/// Inputs and scalars must be bound; a parameter need not if its initial value is a constant.
constexpr void check_unbound(lowering& s, const expr::entry& e) {
  if (e.kind == expr::term::let || (is_owned(e.kind) && (e.has_initial || s.given.shape_only))) return;
  write_variable(s.why(), s.formula, e);
  if (e.kind == expr::term::parameter)
    s.why() << " is not bound, and its initial value is not a constant; give it by name";
  else
    s.why() << " is not bound; give it by name";
}

/// The binding of a variable, by its name or by position, or -1.
constexpr int binding_of(const lowering& s, const expr::entry& e, const positional& by_position) {
  const int which = binding_named(s.given, s.formula.name(e));
  const bool is_open = which < 0 && by_position.entry >= 0 && s.formula[by_position.entry].name == e.name;
  return is_open ? by_position.binding : which;
}

/// What an input is bound to that chooses from entry `e`; -1, with why, if it cannot.
constexpr int label_of(lowering& s, const expr::entry& e, sequence_view<const axis_extent> table,
                       const positional& by_position) {
  const expr::entry& label = s.formula[e.b];
  const int which = binding_of(s, label, by_position);
  if (which < 0) {
    check_unbound(s, label);
    return -1;
  }
  const binding& b = s.given.operands[static_cast<std::size_t>(which)];
  const auto begin = [&] {
    s.why() << "gather<" << e.axis.label << "> takes integers, but ";
    write_variable(s.why(), s.formula, label);
  };
  if (b.type != numbers::integer || b.number) {
    begin();
    s.why() << (b.number                     ? " is bound to a single number"
                : b.type == numbers::boolean ? " holds booleans"
                                             : " holds real numbers");
    return -1;
  }
  for (const axis_extent& d : s.dims_of(b))
    if (d.axis == e.axis || holds(table, d.axis)) {
      s.why() << "gather<" << e.axis.label << "> gives ";
      write_variable(s.why(), s.formula, e);
      s.why() << " the axes of ";
      write_variable(s.why(), s.formula, label);
      s.why() << ", but both have axis " << d.axis.label;
      return -1;
    }
  return which;
}

constexpr void add_instance(lowering& s, int entry, int which, const positional& by_position) {
  const expr::entry& e = s.formula[entry];
  const binding& b = s.given.operands[static_cast<std::size_t>(which)];
  check_declared_axes(s, e, b);
  if (!s.fine()) return;
  instance i{.entry = entry, .source = {.binding = which, .index = e.index}};
  const auto dims = s.dims_of(b);
  for (std::size_t k = 0; k < dims.size(); ++k)
    if (e.picked && dims[k].axis == e.axis) i.source.picked_dim = static_cast<int>(k);
  if (e.picked && i.source.picked_dim < 0) {
    write_variable(s.why(), s.formula, e);
    s.why() << " has no axis " << e.axis.label << (e.b < 0 ? " to pick an element of" : " to gather from")
            << "; its axes are ";
    s.why() << dims;
    return;
  }
  if (e.picked && e.b < 0 && dims[static_cast<std::size_t>(i.source.picked_dim)].extent >= 0 &&
      (e.index < 0 || dims[static_cast<std::size_t>(i.source.picked_dim)].extent <= e.index)) {
    write_pick(s.why(), e.axis, e.index, dims[static_cast<std::size_t>(i.source.picked_dim)].extent,
               [&] { write_variable(s.why(), s.formula, e); });
    return;
  }
  if (e.picked && e.b >= 0) i.source.by = label_of(s, e, dims, by_position);
  if (!s.fine()) return;
  i.first = static_cast<int>(s.dims.size());
  const auto add = [&](const axis_extent& d) { s.dims.push_back(d), ++i.count; };
  if (i.source.by >= 0)
    for (const axis_extent& d : s.dims_of(s.given.operands[static_cast<std::size_t>(i.source.by)]))
      add(d);
  for (std::size_t k = 0; k < dims.size(); ++k)
    if (static_cast<int>(k) != i.source.picked_dim) add(dims[k]);
  // A variable that is declared in several ways, with axes and without, is one operand all the same.
  std::size_t at = 0;
  while (at < s.instances.size() && !(s.instances[at].source == i.source))
    ++at;
  s.instance_of[static_cast<std::size_t>(entry)] = static_cast<int>(at);
  if (at == s.instances.size()) s.instances.push_back(i);
}

/// Floating tensors, results among them, are all double or none is.
constexpr void check_element_types(lowering& s) {
  int wide = -1, narrow = -1;
  const int results = static_cast<int>(s.instances.size());
  auto look = [&](int i, const binding& b) {
    int& first = b.wide ? wide : narrow;
    if (b.type == numbers::floating && !b.number && first < 0) first = i;
  };
  for (int i = 0; i < results; ++i) {
    const instance& x = s.instances[static_cast<std::size_t>(i)];
    look(i, s.given.operands[static_cast<std::size_t>(x.source.binding)]);
  }
  for (std::size_t k = 0; k < s.given.results.size(); ++k)
    look(results + static_cast<int>(k), s.given.results[k]);
  if (wide < 0 || narrow < 0) return;
  auto write = [&](int i) {
    if (i < results)
      write_variable(s.why(), s.formula, s.formula[s.instances[static_cast<std::size_t>(i)].entry]);
    else
      s.why() << (s.given.results[0].upstream ? "the upstream gradient of result " : "result ") << i - results + 1;
  };
  write(wide);
  s.why() << " is double, so all floating tensors must be, but ";
  write(narrow);
  s.why() << " is not";
}

/// Step 1 as a whole.
constexpr void bind_names(lowering& s) {
  s.instance_of.assign(static_cast<std::size_t>(s.formula.size()), -1);
  find_used(s);
  if (s.fine()) check_binding_names(s);
  if (s.fine()) check_declarations(s);
  if (!s.fine()) return;
  const positional by_position = find_positional(s);
  // Inputs first: they give the axes their order, and messages their point of reference.
  for (const bool inputs : {true, false})
    for (int i = 0; i < s.formula.size() && s.fine(); ++i) {
      const expr::entry& e = s.formula[i];
      if (!s.used[static_cast<std::size_t>(i)] || !is_named(e.kind) || (e.kind == expr::term::input) != inputs)
        continue;
      if (const int which = binding_of(s, e, by_position); which >= 0)
        add_instance(s, i, which, by_position);
      else
        check_unbound(s, e);
    }
  if (s.fine()) check_element_types(s);
}

} // namespace axnorm::graph
