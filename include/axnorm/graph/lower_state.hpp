// What lowering is given and what it keeps while it works: the call's bindings as values, and per entry of the formula
// who it is and what it varies over. Shared by the steps of lowering; each step is a file of its own.
#pragma once

#include <axnorm/axis/axis.hpp>
#include <axnorm/axis/sentence.hpp>
#include <axnorm/axis/sequence.hpp>
#include <axnorm/expr/frozen.hpp>
#include <axnorm/graph/graph.hpp>

#include <cstdint>
#include <string_view>

namespace axnorm::graph {

/// A tensor or number that a call gives, or a tensor that takes a result.
struct binding {
  std::string_view name{};  ///< empty: given by position
  int first = 0, count = 0; ///< its axes in the order of memory: a range of `bindings::dims`
  numbers type = numbers::floating;
  bool wide = false;     ///< holds doubles
  bool number = false;   ///< a plain number, not a tensor
  bool constant = false; ///< cannot be written to
  bool upstream = false; ///< not a result itself but what arrives at it, its gradient
};

/// Everything a call says about types: extents are -1 where only the values know them.
struct bindings {
  sequence_view<const binding> operands{};
  sequence_view<const binding> results{}; ///< what `into(...)` names, empty without it
  sequence_view<const axis_extent> dims{};
  sequence_view<const axis_extent> extents{}; ///< what `dim<G>(32)` says
  bool track = false;                         ///< tracked values are results too, after the formula's own
  bool shape_only = false;                    ///< nothing will be computed: parameters need no values
};

/// Where an operand of the graph finds its memory, or an output: a binding, one slice of it, or slices that another
/// binding chooses.
struct operand_source {
  int binding = -1;
  int picked_dim = -1; ///< the dimension that a picked element fixes, -1: the whole
  int index = 0;       ///< the position along it
  int by = -1;         ///< of an operand: the binding that holds the position along `picked_dim`, for each of its own
                       ///< positions; of an output, the operand whose gradient it is
  friend constexpr bool operator==(const operand_source&, const operand_source&) = default;
};

/// The result of lowering: a graph, or why there is none.
struct lowered {
  graph g{};
  sequence<operand_source> sources{}; ///< by operand
  sentence why{};
};

/// A variable of the formula that memory stands behind.
struct instance {
  int entry = -1;
  operand_source source{};
  int first = 0,
      count = 0; ///< its axes: a range of `lowering::dims` (without a picked one; gathered: the label's first)
};

/// One level of an axis: a grouping's groups, or, innermost, the positions inside a group. An axis without groups has
/// one.
struct level {
  axis_value axis{}; ///< the axis that names the groups; of positions: the grouped axis
  std::int64_t count = dynamic_extent;
};

/// An axis with the levels that all groupings of it ask for, outermost first.
struct family {
  axis_value axis{};
  sequence<level> levels{};
};

using level_mask = std::uint8_t; ///< bit k: level k of a family

/// What an axis is called by: a whole family, or, for a group axis, some of its levels.
struct axis_name {
  axis_value axis{};
  int family = -1;
  level_mask levels = 0;
};

/// What a value has of one family: which levels, and which copy of the axis (inputs that never meet have their own).
struct presence {
  int copy = -1;
  level_mask levels = 0;
};

struct lowering {
  expr::listing_view formula;
  const bindings& given;
  lowered& result;

  sequence<char> used{};       ///< by entry: whether a result needs it
  sequence<int> instance_of{}; ///< by entry: index into `instances`, or -1
  sequence<instance> instances{};
  sequence<axis_extent> dims{};
  sequence<family> families{};
  sequence<axis_name> axis_names{};
  sequence<presence> present{};   ///< entry by family
  sequence<level_mask> reduced{}; ///< entry by family: what a reduction or window runs over
  sequence<int> copies{};         ///< union-find over copies of axes
  sequence<int> part{};           ///< copy by level: the graph's part, or -1
  sequence<int> node{};           ///< by entry
  sequence<char> boolean{};       ///< by entry: whether values are 0 or 1, a mask

  constexpr sentence& why() const { return result.why; }
  constexpr bool fine() const { return result.why.empty(); }

  constexpr sequence_view<const axis_extent> dims_of(const instance& i) const {
    return {dims.data() + i.first, static_cast<std::size_t>(i.count)};
  }
  constexpr sequence_view<const axis_extent> dims_of(const binding& b) const {
    return given.dims.subspan(static_cast<std::size_t>(b.first), static_cast<std::size_t>(b.count));
  }
  constexpr std::string_view name_of(const instance& i) const { return formula.name(formula[i.entry]); }
  constexpr int family_count() const { return static_cast<int>(families.size()); }
  constexpr presence& has(int entry, int family) { return present[index(entry, family)]; }
  constexpr level_mask& reduces(int entry, int family) { return reduced[index(entry, family)]; }
  constexpr const axis_name* find(const axis_value& axis) const {
    for (const axis_name& n : axis_names)
      if (n.axis == axis) return &n;
    return nullptr;
  }
  constexpr level_mask all_levels(int f) const {
    return static_cast<level_mask>((1u << families[static_cast<std::size_t>(f)].levels.size()) - 1u);
  }
  constexpr int root(int copy) {
    while (copies[static_cast<std::size_t>(copy)] != copy)
      copy = copies[static_cast<std::size_t>(copy)];
    return copy;
  }

private:
  constexpr std::size_t index(int entry, int family) const {
    return static_cast<std::size_t>(entry * family_count() + family);
  }
};

constexpr bool holds(sequence_view<const axis_extent> list, const axis_value& axis) {
  for (const axis_extent& x : list)
    if (x.axis == axis) return true;
  return false;
}
constexpr bool same_axes(sequence_view<const axis_extent> a, sequence_view<const axis_extent> b) {
  if (a.size() != b.size()) return false;
  for (const axis_extent& x : a)
    if (!holds(b, x.axis)) return false;
  return true;
}
/// Whether a variable belongs to the norm.
constexpr bool is_owned(expr::term kind) { return kind == expr::term::parameter || kind == expr::term::buffer; }
/// `input x`, `parameter weight`, `scalar eps`; a named intermediate: `value mean`.
constexpr void write_variable(sentence& s, const expr::listing_view& formula, const expr::entry& e) {
  switch (e.kind) {
  case expr::term::input:
    s << "input ";
    break;
  case expr::term::parameter:
    s << "parameter ";
    break;
  case expr::term::scalar:
    s << "scalar ";
    break;
  case expr::term::buffer:
    s << "buffer ";
    break;
  default:
    s << "value ";
    break;
  }
  s << formula.name(e);
}
/// `Group<C, G>`, `Groups<C, 32>`: a grouped axis as it is written.
constexpr void write_grouped(sentence& s, const expr::listing_view& formula, const expr::set_member& m) {
  const auto path = formula.path(m);
  for (std::size_t i = path.size(); i > 0; --i)
    s << (path[i - 1].axis.key ? "Group<" : "Groups<");
  s << m.axis.label;
  for (const expr::grouping& g : path) {
    s << ", ";
    if (g.axis.key)
      s << g.axis.label;
    else
      s << g.count;
    s << ">";
  }
}
/// `Over<Group<C, G>, H, W>`: a reduction set as it is written.
constexpr void write_set(sentence& s, const expr::listing_view& formula, const expr::entry& e) {
  if (e.kind == expr::term::window_sum || e.kind == expr::term::position) {
    s << (e.kind == expr::term::position ? "position<" : "window_sum<") << formula.set(e)[0].axis.label << ">";
    return;
  }
  s << "Over<";
  bool first = true, excluding = false;
  for (const expr::set_member& m : formula.set(e)) {
    if (!m.left_out && excluding) s << '>';
    if (!first) s << ", ";
    if (m.left_out && !excluding) s << "AllBut<";
    excluding = m.left_out;
    write_grouped(s, formula, m);
    first = false;
  }
  s << (excluding ? ">>" : ">");
}

} // namespace axnorm::graph
