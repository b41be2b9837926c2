// Lowering, step 3: which axes each value varies over, which inputs share an axis, and from that the graph's
// indivisible parts and the chains of its operands. Reductions are checked here against the axes there are.
#pragma once

#include <axnorm/axis/nearest_name.hpp>
#include <axnorm/axis/sequence.hpp>
#include <axnorm/graph/lower_groups.hpp>
#include <axnorm/graph/lower_state.hpp>

#include <array>

namespace axnorm::graph {

/// Values of two entries meet element by element: the copies of their common axes are one.
constexpr void join(lowering& s, int entry, int other) {
  for (int f = 0; f < s.family_count(); ++f) {
    const presence p = s.has(other, f);
    if (p.levels == 0) continue;
    presence& mine = s.has(entry, f);
    if (mine.copy < 0)
      mine.copy = p.copy;
    else
      s.copies[static_cast<std::size_t>(s.root(p.copy))] = s.root(mine.copy);
    mine.levels = static_cast<level_mask>(mine.levels | p.levels);
  }
}

/// The same of two values that meet without making a third: one is the gradient of the other.
constexpr void meet(lowering& s, int entry, int other) {
  for (int f = 0; f < s.family_count(); ++f) {
    const presence p = s.has(entry, f), q = s.has(other, f);
    if (p.levels != 0 && q.levels != 0) s.copies[static_cast<std::size_t>(s.root(q.copy))] = s.root(p.copy);
  }
}

constexpr void place_instance(lowering& s, int entry, const instance& i) {
  for (const axis_extent& d : s.dims_of(i)) {
    const axis_name& name = *s.find(d.axis);
    presence& p = s.has(entry, name.family);
    if (p.levels & name.levels) {
      write_variable(s.why(), s.formula, s.formula[entry]);
      s.why() << " has axes ";
      s.why() << s.dims_of(i);
      s.why() << ", but axis " << d.axis.label << " is part of another of them";
      return;
    }
    if (p.copy < 0) {
      p.copy = static_cast<int>(s.copies.size());
      s.copies.push_back(p.copy);
    }
    p.levels = static_cast<level_mask>(p.levels | name.levels);
  }
}

/// The levels of a family that some operand has.
constexpr level_mask levels_anywhere(lowering& s, int f) {
  level_mask all = 0;
  for (const instance& i : s.instances)
    all = static_cast<level_mask>(all | s.has(i.entry, f).levels);
  return all;
}

/// `, but input x has axes {N, C}`; a name among them that is near the wanted axis is suggested.
constexpr void write_axes_there_are(lowering& s, const axis_value& axis) {
  sequence<axis_extent> axes;
  int count = 0;
  const instance* input = nullptr;
  for (const bool inputs_only : {true, false}) {
    if (count > 0) break;
    for (const instance& i : s.instances) {
      if (inputs_only && s.formula[i.entry].kind != expr::term::input) continue;
      input = &i;
      ++count;
      for (const axis_extent& d : s.dims_of(i))
        if (!holds(axes, d.axis)) axes.push_back(d);
    }
  }
  if (count == 0) {
    s.why() << ", but the formula has no input";
    return;
  }
  s.why() << ", but ";
  if (count == 1)
    write_variable(s.why(), s.formula, s.formula[input->entry]);
  else
    s.why() << "the inputs together";
  s.why() << (count == 1 ? " has axes " : " have axes ");
  s.why() << axes;
  s.why().axis << axis.label;
  nearest_name nearest{axis.label};
  for (const axis_extent& d : axes)
    nearest.consider(d.axis.label);
  s.why() << nearest;
  // A number of groups that is given for an axis of its own.
  bool channels = false, groups = false;
  for (const axis_extent& d : axes)
    channels = channels || d.axis.label == "C";
  for (const axis_extent& d : s.given.extents)
    groups = groups || d.axis == axis;
  if (nearest.best.empty() && channels && groups) s.why() << "; did you mean Group<C, " << axis.label << ">?";
}

constexpr void no_such_axis(lowering& s, const expr::entry& e, const axis_value& axis) {
  write_set(s.why(), s.formula, e);
  s.why() << (e.kind == expr::term::position     ? " is along axis "
              : e.kind == expr::term::window_sum ? " runs along axis "
                                                 : " reduces axis ")
          << axis.label;
  write_axes_there_are(s, axis);
}

/// The extent of an axis that only unbound parameters have, or -1.
constexpr std::int64_t declared_extent(const lowering& s, const axis_value& axis) {
  for (int i = 0; i < s.formula.size(); ++i) {
    const expr::entry& e = s.formula[i];
    if (!s.used[static_cast<std::size_t>(i)] || !is_owned(e.kind)) continue;
    for (const axis_extent& d : s.formula.declared(e))
      if (d.axis == axis && d.extent >= 0) return d.extent;
  }
  return dynamic_extent;
}

/// Resolves the set of a reduction or window to levels of families, in `reduced`.
constexpr void resolve_set(lowering& s, int entry) {
  const expr::entry& e = s.formula[entry];
  const auto set = s.formula.set(e);
  if (e.everything_but) {
    for (const instance& i : s.instances)
      if (s.formula[i.entry].kind == expr::term::input)
        for (int f = 0; f < s.family_count(); ++f)
          s.reduces(entry, f) = static_cast<level_mask>(s.reduces(entry, f) | s.has(i.entry, f).levels);
    for (const expr::set_member& m : set) {
      const axis_name* name = s.find(m.axis);
      if (m.left_out && name)
        s.reduces(entry, name->family) = static_cast<level_mask>(s.reduces(entry, name->family) & ~name->levels);
      else if (m.left_out)
        return no_such_axis(s, e, m.axis);
    }
  }
  for (std::size_t k = 0; k < set.size(); ++k) {
    const expr::set_member& m = set[k];
    for (std::size_t j = 0; j < k; ++j)
      if (set[j].axis == m.axis && set[j].left_out == m.left_out && set[j].groupings == m.groupings) {
        write_set(s.why(), s.formula, e);
        s.why() << " names axis " << m.axis.label << " twice";
        s.why().axis << m.axis.label;
        return;
      }
    if (m.left_out) continue;
    const axis_name* name = s.find(m.axis);
    const level_mask levels = name ? levels_of(s, m, *name) : level_mask{};
    if (!name || (levels & ~levels_anywhere(s, name->family))) {
      if (m.groupings == 0 && declared_extent(s, m.axis) >= 0) continue;
      return no_such_axis(s, e, m.axis);
    }
    s.reduces(entry, name->family) = static_cast<level_mask>(s.reduces(entry, name->family) | levels);
  }
}

constexpr void place_window(lowering& s, int entry) {
  const expr::entry& e = s.formula[entry];
  const axis_value& axis = s.formula.set(e)[0].axis;
  const axis_name& name = *s.find(axis);
  if ((name.levels & (name.levels - 1)) != 0) {
    s.why() << "window_sum<" << axis.label << "> runs along axis " << axis.label
            << ", which is split into groups elsewhere in the formula";
    return;
  }
  if (s.has(e.a, name.family).levels & name.levels) return;
  s.why() << "window_sum<" << axis.label << "> runs along axis " << axis.label
          << ", but its operand does not vary along it";
}

/// The copy of a level that stands for it where an operand lacks it: the first input's that has it, else any operand's.
constexpr int home_of(lowering& s, int f, int level) {
  for (const bool inputs_only : {true, false})
    for (const instance& i : s.instances) {
      if (inputs_only && s.formula[i.entry].kind != expr::term::input) continue;
      if (s.has(i.entry, f).levels >> level & 1) return s.has(i.entry, f).copy;
    }
  return -1;
}

/// A position varies over its axis, as the first input has it.
constexpr void place_position(lowering& s, int entry) {
  resolve_set(s, entry);
  for (int f = 0; f < s.family_count() && s.fine(); ++f)
    for (int level = 0; level < 8; ++level)
      if (s.reduces(entry, f) >> level & 1) {
        s.has(entry, f).copy = home_of(s, f, level);
        s.has(entry, f).levels = s.reduces(entry, f);
      }
}

/// What every entry varies over.
constexpr void find_presence(lowering& s) {
  const std::size_t cells = static_cast<std::size_t>(s.formula.size() * s.family_count());
  s.present.assign(cells, {});
  s.reduced.assign(cells, 0);
  for (int i = 0; i < s.formula.size() && s.fine(); ++i) {
    const int which = s.instance_of[static_cast<std::size_t>(i)];
    if (which < 0) continue;
    const instance& operand = s.instances[static_cast<std::size_t>(which)];
    if (operand.entry == i) {
      place_instance(s, i, operand);
      if (operand.source.by >= 0) join(s, i, s.formula[i].b); // the label's axes are its own
    } else
      join(s, i, operand.entry);
  }
  for (int i = 0; i < s.formula.size() && s.fine(); ++i) {
    const expr::entry& e = s.formula[i];
    if (!s.used[static_cast<std::size_t>(i)] || s.instance_of[static_cast<std::size_t>(i)] >= 0) continue;
    if (e.kind == expr::term::position) place_position(s, i);
    if (e.kind == expr::term::passing) {
      meet(s, e.a, e.b);
      continue;
    }
    // (A derivative varies like its variable.)
    for (const int operand : e.kind == expr::term::derivative ? std::array{e.b, -1, -1} : expr::value_operands(e))
      if (operand >= 0) join(s, i, operand);
    if (!expr::is_reduction(e.kind) && e.kind != expr::term::window_sum) continue;
    resolve_set(s, i);
    if (!s.fine()) return;
    if (e.kind == expr::term::window_sum)
      place_window(s, i);
    else
      for (int f = 0; f < s.family_count(); ++f) {
        presence& p = s.has(i, f);
        p.levels = static_cast<level_mask>(p.levels & ~s.reduces(i, f));
      }
  }
}

/// The part of one level of one copy of an axis; made at its first use.
constexpr int part_of(lowering& s, int f, int copy, int level) {
  int& p = s.part[static_cast<std::size_t>(s.root(copy) * 8 + level)];
  if (p >= 0) return p;
  const family& x = s.families[static_cast<std::size_t>(f)];
  const struct level& l = x.levels[static_cast<std::size_t>(level)];
  axis_part made{.axis = l.axis, .extent = l.count, .parent = f};
  if (made.axis.label.empty()) made.axis.label = x.axis.label;
  if (x.levels.size() > 1 && l.axis == x.axis) made.axis.key = nullptr;
  p = static_cast<int>(s.result.g.parts.size());
  s.result.g.parts.push_back(made);
  return p;
}

constexpr axis_mask mask_of(lowering& s, int entry, int f, level_mask levels) {
  axis_mask m = 0;
  for (int level = 0; level < 8; ++level)
    if (levels >> level & 1) m |= axis_mask{1} << part_of(s, f, s.has(entry, f).copy, level);
  return m;
}
/// The parts that a value varies over.
constexpr axis_mask axes_of(lowering& s, int entry) {
  axis_mask m = 0;
  for (int f = 0; f < s.family_count(); ++f)
    m |= mask_of(s, entry, f, s.has(entry, f).levels);
  return m;
}

/// Appends the chain of `axis` as entry `entry` has it.
constexpr void add_chain(lowering& s, int entry, const axis_value& axis) {
  graph& g = s.result.g;
  const axis_name& name = *s.find(axis);
  axis_chain chain{.axis = axis, .first = static_cast<int>(g.chain_parts.size())};
  for (int level = 0; level < 8; ++level)
    if (name.levels >> level & 1) {
      g.chain_parts.push_back(part_of(s, name.family, s.has(entry, name.family).copy, level));
      ++chain.count;
    }
  g.chains.push_back(chain);
}

/// Step 3 as a whole: parts, chains and operands of the graph.
constexpr void place_axes(lowering& s) {
  find_presence(s);
  if (!s.fine()) return;
  graph& g = s.result.g;
  s.part.assign(s.copies.size() * 8, -1);
  for (const instance& i : s.instances) {
    const expr::entry& e = s.formula[i.entry];
    operand o{.name = s.formula.name(e),
              .kind = role::input,
              .first_chain = static_cast<int>(g.chains.size()),
              .chains = i.count};
    if (e.kind == expr::term::parameter || e.kind == expr::term::buffer) o.kind = role::parameter;
    if (e.kind == expr::term::scalar || s.given.operands[static_cast<std::size_t>(i.source.binding)].number)
      o.kind = role::scalar;
    o.type = s.given.operands[static_cast<std::size_t>(i.source.binding)].type;
    for (const axis_extent& d : s.dims_of(i))
      add_chain(s, i.entry, d.axis);
    o.axes = axes_of(s, i.entry);
    g.operands.push_back(o);
    s.result.sources.push_back(i.source);
  }
  if (g.parts.size() > 32)
    s.why() << "the formula has " << g.parts.size() << " axes, counting groups; 32 are the most it can have";
}

} // namespace axnorm::graph
