// Lowering, step 5: the results, with their axes in the order of their memory: that of `into(...)`, or else that of the
// first of the inputs that have most of them. Axes that a result should have, or has and cannot name, are reported
// here.
#pragma once

#include <axnorm/axis/sequence.hpp>
#include <axnorm/graph/late.hpp>
#include <axnorm/graph/lower_axes.hpp>

namespace axnorm::graph {

/// The axes of a value in the order of the operands, inputs with most of them first; a group axis only where the value
/// lacks the whole. What is left over in `rest` has no name: unnamed groups, or positions inside groups.
constexpr sequence<axis_extent> named_axes(lowering& s, int entry, bool& rest) {
  sequence<axis_extent> axes;
  sequence<level_mask> left(s.families.size(), 0);
  for (int f = 0; f < s.family_count(); ++f)
    left[static_cast<std::size_t>(f)] = s.has(entry, f).levels;
  auto take = [&](const axis_value& axis) {
    const axis_name& name = *s.find(axis);
    level_mask& have = left[static_cast<std::size_t>(name.family)];
    if ((have & name.levels) != name.levels) return;
    axes.push_back({axis, dynamic_extent});
    have = static_cast<level_mask>(have & ~name.levels);
  };
  auto take_all = [&](const instance& i) {
    for (const axis_extent& d : s.dims_of(i)) {
      const axis_name& name = *s.find(d.axis);
      const axis_value whole = s.families[static_cast<std::size_t>(name.family)].axis;
      const std::size_t before = axes.size();
      take(whole);
      if (axes.size() != before) continue;
      for (const axis_name& n : s.axis_names)
        if (n.family == name.family) take(n.axis);
    }
  };
  // A mask or a residual that stands first in the formula must not turn the axes of the image behind it.
  auto shared = [&](const instance& i) {
    int r = 0;
    for (const axis_extent& d : s.dims_of(i))
      if (left[static_cast<std::size_t>(s.find(d.axis)->family)] != 0) ++r;
    return r;
  };
  const instance* most = nullptr;
  for (const instance& i : s.instances)
    if (s.formula[i.entry].kind == expr::term::input && (most == nullptr || shared(i) > shared(*most))) most = &i;
  if (most != nullptr) take_all(*most);
  for (const bool inputs : {true, false})
    for (const instance& i : s.instances)
      if ((s.formula[i.entry].kind == expr::term::input) == inputs) take_all(i);
  rest = false;
  for (const level_mask m : left)
    rest = rest || m != 0;
  return axes;
}

constexpr void write_result(lowering& s, int root, std::size_t number) {
  s.why() << "result ";
  const expr::entry& e = s.formula[root];
  if (e.kind == expr::term::let)
    s.why() << s.formula.name(e);
  else
    s.why() << number + 1;
}

/// Adds the result `root` with its axes in the given order.
constexpr void add_output(lowering& s, int root, sequence_view<const axis_extent> axes) {
  graph& g = s.result.g;
  output o;
  o.node = s.node[static_cast<std::size_t>(root)];
  o.axes = axes_of(s, root);
  if (s.formula[root].kind == expr::term::let) o.name = s.formula.name(s.formula[root]);
  o.first_chain = static_cast<int>(g.chains.size());
  o.chains = static_cast<int>(axes.size());
  for (const axis_extent& a : axes)
    add_chain(s, root, a.axis);
  g.outputs.push_back(o);
}

/// Whether the given axes are all that the value varies over, each once.
constexpr bool covers(lowering& s, int root, sequence_view<const axis_extent> axes) {
  sequence<level_mask> left(s.families.size(), 0);
  for (int f = 0; f < s.family_count(); ++f)
    left[static_cast<std::size_t>(f)] = s.has(root, f).levels;
  for (const axis_extent& a : axes) {
    const axis_name* name = s.find(a.axis);
    if (!name) return false;
    level_mask& have = left[static_cast<std::size_t>(name->family)];
    if ((have & name->levels) != name->levels) return false;
    have = static_cast<level_mask>(have & ~name->levels);
  }
  for (const level_mask m : left)
    if (m) return false;
  return true;
}

/// Step 5 as a whole.
constexpr void add_results(lowering& s) {
  const auto roots = s.formula.roots;
  const auto given = s.given.results;
  if (!given.empty() && given.size() != roots.size()) {
    s.why() << "the formula has " << roots.size() << (roots.size() == 1 ? " result" : " results")
            << (given[0].upstream ? ", but upstream(...) takes " : ", but into(...) takes ") << given.size();
    return;
  }
  for (std::size_t k = 0; k < roots.size() && s.fine(); ++k) {
    bool rest = false;
    const sequence<axis_extent> natural = named_axes(s, roots[k], rest);
    if (!given.empty()) {
      const auto axes = s.dims_of(given[k]);
      if (given[k].constant) {
        write_result(s, roots[k], k);
        s.why() << " cannot be written into a tensor of constant elements";
      } else if (covers(s, roots[k], axes))
        add_output(s, roots[k], axes);
      else {
        write_result(s, roots[k], k);
        s.why() << " has axes " << natural
                << (given[k].upstream ? ", but its upstream gradient has axes "
                                      : ", but is to be written into a tensor with axes ")
                << axes;
      }
    } else if (rest) {
      write_result(s, roots[k], k);
      s.why() << " varies over groups that have no axis name, or over positions inside groups; name the groups: "
                 "Group<C, G>";
    } else
      add_output(s, roots[k], natural);
  }
}

/// A buffer takes one value: the listing holds a name twice only where something about it differs.
constexpr void check_tracked_once(lowering& s, const expr::tracking& t) {
  for (const expr::tracking& before : s.formula.tracked) {
    if (&before == &t) return;
    if (s.formula.name(before) != s.formula.name(t)) continue;
    if (before.observed != t.observed)
      s.why() << "two different values are tracked as " << s.formula.name(t) << "; give one of them a scope";
    else if (!(before.axes == t.axes))
      s.why() << s.formula.name(t) << " is tracked on axes " << s.formula.declared(before) << " and again on axes "
              << s.formula.declared(t);
    else
      s.why() << s.formula.name(t) << " is tracked twice, with different policies";
    return;
  }
}

/// What reads a tracked value's buffer must declare it as it is: in evaluation, where the value is its buffer, nothing
/// may be left of that to compare with.
constexpr void check_tracked_declaration(lowering& s, const expr::tracking& t) {
  for (const expr::entry& e : s.formula.entries) {
    if (!is_owned(e.kind) || !(e.name == t.name)) continue;
    if (e.kind == expr::term::buffer && e.axes == t.axes && bits_of(e.value) == bits_of(t.initial)) continue;
    write_variable(s.why(), s.formula, e);
    if (e.kind != expr::term::buffer)
      s.why() << " and a tracked value have the same name";
    else if (!(e.axes == t.axes))
      s.why() << " is declared with axes " << s.formula.declared(e) << ", but is tracked on axes "
              << s.formula.declared(t);
    else
      s.why() << " is declared with another initial value than where it is tracked";
    return;
  }
}

/// What is tracked on the way back cannot await what arrives where a value has two gradients.
constexpr void check_arriving_once(lowering& s, const expr::tracking& t) {
  const sequence<char> read = what_it_reads(s.formula, t.observed);
  sequence<int> given(s.formula.entries.size(), 0);
  for (std::size_t i = 0; i < s.formula.entries.size(); ++i) {
    const expr::entry& e = s.formula.entries[i];
    if (e.kind != expr::term::with_gradient || s.used[i] == 0) continue;
    const auto arriving = static_cast<std::size_t>(e.b);
    if (read[arriving] == 0 || ++given[arriving] < 2) continue;
    s.why() << s.formula.name(t)
            << " is tracked from the gradient of a value that is given another gradient elsewhere in the formula; give "
               "one of them a scope";
    return;
  }
}

/// The values that are tracked, as results for the library alone: statistics in double.
constexpr void add_tracked(lowering& s) {
  if (!s.given.track) return;
  for (const expr::tracking& t : s.formula.tracked) {
    check_tracked_once(s, t);
    if (s.fine()) check_tracked_declaration(s, t);
    if (!s.fine()) return;
    const auto axes = s.formula.declared(t);
    if (!covers(s, t.observed, axes)) {
      bool rest = false;
      s.why() << s.formula.name(t) << " is tracked on axes " << axes << ", but its value has axes "
              << named_axes(s, t.observed, rest);
      return;
    }
    add_output(s, t.observed, axes);
    output& o = s.result.g.outputs[s.result.g.outputs.size() - 1];
    o.name = s.formula.name(t);
    o.saved = true;
    o.late = is_late(s.formula, t);
    if (o.late) check_arriving_once(s, t);
  }
}

} // namespace axnorm::graph
