// Lowering, step 4a: statistics in the graph's few reductions. A mean is a sum over a count, a variance the second
// moment over it; masks select, weights multiply; an axis that the operand lacks counts by its extent.
#pragma once

#include <axnorm/axis/sequence.hpp>
#include <axnorm/graph/lower_axes.hpp>

#include <limits>

namespace axnorm::graph {

/// What a reduction of one entry runs over.
struct reduction_axes {
  axis_mask over = 0;    ///< parts that the operand or the weight varies over
  axis_mask missing = 0; ///< parts that neither does: each counts by its extent
  double repeats = 1;    ///< extents of axes that only unbound parameters have
};

constexpr reduction_axes axes_of_reduction(lowering& s, int entry) {
  const expr::entry& e = s.formula[entry];
  reduction_axes r;
  for (int f = 0; f < s.family_count(); ++f) {
    level_mask operand = s.has(e.a, f).levels;
    if (e.b >= 0) operand = static_cast<level_mask>(operand | s.has(e.b, f).levels);
    for (int level = 0; level < 8; ++level) {
      if (!(s.reduces(entry, f) >> level & 1)) continue;
      if (operand >> level & 1)
        r.over |= axis_mask{1} << part_of(s, f, s.has(entry, f).copy, level);
      else
        r.missing |= axis_mask{1} << part_of(s, f, home_of(s, f, level), level);
    }
  }
  for (const expr::set_member& m : s.formula.set(e)) {
    const axis_name* name = s.find(m.axis);
    const bool somewhere = name && (name->levels & levels_anywhere(s, name->family));
    if (!m.left_out && !somewhere) r.repeats *= static_cast<double>(declared_extent(s, m.axis));
  }
  return r;
}

/// Builds the statistic of one entry. `u` and `w` are its operand and its mask or weight, as nodes.
struct statistic {
  lowering& s;
  int entry;
  int u, w;
  bool mask; ///< w is 0 or 1
  reduction_axes axes;

  constexpr graph& g() const { return s.result.g; }
  constexpr axis_mask varies(int node) const { return g()[node].axes; }

  /// Appends extents of `parts`, each to the power half_power / 2.
  constexpr void add_extents(sequence<term>& factors, axis_mask parts, int half_power) const {
    for (int p = 0; parts >> p; ++p)
      if (parts >> p & 1) factors.push_back(factor(g().extent(p), half_power));
  }
  constexpr int scaled(double coefficient, sequence<term> factors) const {
    if (coefficient == 1 && factors.size() == 1 && factors[0].half_power == 2) return factors[0].node;
    return g().product(coefficient, factors);
  }
  /// Σ over the axes of v, times the extents of `repeated`: axes of the set that v lacks.
  constexpr int total(int v, axis_mask repeated, double repeats) const {
    const axis_mask over = axes.over & varies(v);
    sequence<term> factors{factor(over ? g().reduce(op::reduce_sum, over, v) : v)};
    add_extents(factors, repeated | (axes.over & ~over), 2);
    return scaled(repeats, factors);
  }
  /// w v, where a mask hides even NaN.
  constexpr int weighted(int v) const {
    if (w < 0) return v;
    if (mask) return g().select(w, v, g().constant(0));
    return g().product(1, {factor(w), factor(v)});
  }
  constexpr int sum_of(int v) const { return total(weighted(v), axes.missing, axes.repeats); }
  constexpr int weight_total() const { return total(w, 0, 1); }

  constexpr int mean() const {
    if (w < 0) {
      const axis_mask over = axes.over & varies(u);
      if (!over) return u;
      sequence<term> factors{factor(g().reduce(op::reduce_sum, over, u))};
      add_extents(factors, over, -2);
      return g().product(1, factors);
    }
    const int all = g().unary(op::reciprocal_or_zero, weight_total());
    return g().product(1, {factor(total(weighted(u), 0, 1)), factor(all)});
  }

  constexpr int variance(bool unbiased) const {
    const axis_mask mine = axes.over & (varies(u) | (w >= 0 ? varies(w) : 0));
    sequence<term> factors;
    if (!mine) return g().constant(0);
    factors.push_back(factor(g().reduce(op::moment2, mine, u, w)));
    if (w < 0 && !unbiased) {
      add_extents(factors, mine, -2);
      return g().product(1, factors);
    }
    if (w >= 0 && !unbiased) {
      factors.push_back(factor(g().unary(op::reciprocal_or_zero, weight_total())));
      return g().product(1, factors);
    }
    // Divided by the number of values less 1, repeated ones counting; what repeats multiplies the deviations too.
    sequence<term> count;
    if (w >= 0)
      count.push_back(factor(weight_total()));
    else
      add_extents(count, mine, 2);
    add_extents(count, axes.missing, 2);
    add_extents(factors, axes.missing, 2);
    const int n = scaled(axes.repeats, count);
    factors.push_back(factor(g().sum(-1, {times(1, n)}), -2));
    return g().product(axes.repeats, factors);
  }

  /// The largest or smallest value; what a mask hides counts as the value that never wins.
  constexpr int extreme(op kind) const {
    const double never =
        kind == op::reduce_max ? -std::numeric_limits<double>::infinity() : std::numeric_limits<double>::infinity();
    const int v = w < 0 ? u : g().select(w, u, g().constant(never));
    const axis_mask over = axes.over & varies(v);
    return over ? g().reduce(kind, over, v) : v;
  }
  constexpr int nonzero(int v, bool is_boolean) const { return is_boolean ? v : g().unary(op::is_nonzero, v); }
  /// How many values are not 0 (or, for `all`, are 0), each counted where the mask is not 0.
  constexpr int counted(int v) const {
    if (w >= 0) v = g().binary(op::logical_and, nonzero(w, mask), v);
    return total(v, axes.missing, axes.repeats);
  }
};

/// The node of a reduction.
constexpr int lower_reduction(lowering& s, int entry) {
  const expr::entry& e = s.formula[entry];
  statistic x{.s = s,
              .entry = entry,
              .u = s.node[static_cast<std::size_t>(e.a)],
              .w = e.b >= 0 ? s.node[static_cast<std::size_t>(e.b)] : -1,
              .mask = e.b >= 0 && s.boolean[static_cast<std::size_t>(e.b)],
              .axes = axes_of_reduction(s, entry)};
  graph& g = s.result.g;
  const bool boolean = s.boolean[static_cast<std::size_t>(e.a)];
  auto root = [&](int v) { return g.product(1, {factor(v, 1)}); };
  auto squares = [&] { return x.sum_of(g.product(1, {factor(x.u, 4)})); };
  switch (e.kind) {
  case expr::term::total:
    return x.sum_of(x.u);
  case expr::term::mean:
    return x.mean();
  case expr::term::variance:
    return x.variance(e.unbiased);
  case expr::term::deviation:
    return root(x.variance(e.unbiased));
  case expr::term::count:
    return x.counted(x.nonzero(x.u, boolean));
  case expr::term::any:
    return g.unary(op::is_nonzero, x.counted(x.nonzero(x.u, boolean)));
  case expr::term::all:
    return g.unary(op::logical_not, x.counted(g.unary(op::logical_not, x.u)));
  case expr::term::sum_of_squares:
    return squares();
  case expr::term::norm2:
    return root(squares());
  default:
    break;
  }
  const bool largest = e.kind == expr::term::largest;
  if (x.w >= 0 && !x.mask) {
    s.why() << (largest ? "max<" : "min<");
    write_set(s.why(), s.formula, e);
    s.why() << "> takes a bool mask, but its second operand is a number";
  }
  return x.extreme(largest ? op::reduce_max : op::reduce_min);
}

} // namespace axnorm::graph
