// A node of the graph: the operations there are, and what each means. Used by every pass; knows no rule of algebra and
// nothing of how a node is computed.
#pragma once

#include <axnorm/axis/window.hpp>

#include <bit>
#include <cstdint>

namespace axnorm::graph {

/// A set of axis parts: bit i is part i of the graph.
using axis_mask = std::uint32_t;

/// The operations. Broadcasting is implicit: a node varies over the union of its operands' axes.
enum class op : std::uint8_t {
  // leaves
  constant, ///< value
  extent,   ///< the extent of part `a`
  variable, ///< operand `a`
  // arithmetic: quotients, roots and squares are powers, differences are sums
  product, ///< value * product of node^(half_power/2)
  sum,     ///< value + sum of coefficient * node
  centred, ///< a - b where b, a statistic, has fewer axes than a; kept apart since it carries the accuracy of every
           ///< norm
  // reductions over `over`
  reduce_sum, ///< sum of a
  moment2,    ///< sum of w (a - mean_w(a))^2, w = 1 or node b
  reduce_max, ///< largest a; -infinity of nothing, NaN if any is
  reduce_min, ///< smallest a; +infinity of nothing, NaN if any is
  window_sum, ///< sum of a over neighbours along the one axis in `over`, outside counts 0; c says which (see
              ///< axis/window.hpp)
  // functions of one operand
  absolute,
  exponential,
  logarithm,
  hyperbolic_tangent,
  logistic,
  error_function,
  softplus,
  reciprocal_or_zero, ///< 1/a, and 0 where a is 0 (the weight of an empty mask)
  logical_not,        ///< 1 where a is 0, else 0
  is_nonzero,         ///< 1 where a is not 0 (NaN included), else 0
  round_half,
  round_bfloat,
  round_float,   ///< a rounded to that type's values (`cast`)
  stop_gradient, ///< a; no gradient passes
  // functions of two operands; comparisons give 1 or 0
  power,   ///< a^b
  maximum, ///< NaN if either is
  minimum,
  less,
  less_equal,
  equal,
  not_equal,
  logical_and,
  logical_or,
  // of three
  select, ///< b where a is not 0, else c; what is not chosen does not matter, even NaN
  // a gradient of the user's own; differentiate reads these, and simplify drops them when it has
  own_gradient, ///< a; its gradient, which is what `b` stands for, goes to the list `c` and nowhere else
  passing,      ///< one of the list: operand a receives b; c is the next, -1 none. It has no value
  arriving,     ///< the gradient of one own_gradient, a leaf; value tells them apart
};

/// A factor node^(half_power/2) of a product, or a term coefficient * node of a sum.
struct term {
  int node = -1;
  int half_power = 0;
  double coefficient = 0;
  friend constexpr bool operator==(const term& x, const term& y) {
    return x.node == y.node && x.half_power == y.half_power &&
           std::bit_cast<std::uint64_t>(x.coefficient) == std::bit_cast<std::uint64_t>(y.coefficient);
  }
};

/// A factor of a product: node^(half_power/2).
constexpr term factor(int node, int half_power = 2) {
  return {.node = node, .half_power = half_power, .coefficient = 0};
}
/// A term of a sum: coefficient * node.
constexpr term times(double coefficient, int node) {
  return {.node = node, .half_power = 0, .coefficient = coefficient};
}

struct node {
  op kind = op::constant;
  axis_mask axes = 0; ///< what the value varies over
  axis_mask over = 0; ///< what a reduction or window runs over
  int a = -1, b = -1, c = -1;
  int first = 0, count = 0; ///< its terms
  double value = 0;
};

constexpr std::uint64_t bits_of(double v) { return std::bit_cast<std::uint64_t>(v); }

/// Whether c is an operand, too.
constexpr bool reads_three(op kind) { return kind == op::select || kind == op::own_gradient || kind == op::passing; }

constexpr bool is_reduction(op kind) {
  return kind == op::reduce_sum || kind == op::moment2 || kind == op::reduce_max || kind == op::reduce_min;
}

/// Calls f(operand) for each node that `n` reads.
template<class Graph, class F>
constexpr void each_operand(const Graph& g, const node& n, F f) {
  if (n.kind == op::variable || n.kind == op::extent || n.kind == op::constant) return;
  if (n.kind == op::product || n.kind == op::sum) {
    for (int i = 0; i < n.count; ++i)
      f(g.term_of(n, i).node);
    return;
  }
  if (n.a >= 0) f(n.a);
  if (n.b >= 0) f(n.b);
  if (n.c >= 0 && reads_three(n.kind)) f(n.c);
}

} // namespace axnorm::graph
