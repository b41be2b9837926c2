// The derivative of each operation, as graphs: what an operand's gradient receives from a node whose own gradient is
// known. Used by differentiate only. Knows no order of nodes and no outputs.
#pragma once

#include <axnorm/graph/graph.hpp>

#include <numbers>

namespace axnorm::graph {

/// Makes the derivatives. Nodes are made without rules of algebra: simplify comes after.
class derivatives {
public:
  constexpr explicit derivatives(graph& made) : g_(made) {}

  /// Calls receive(operand, contribution, axes) for each operand of node i that a gradient passes to: its gradient is
  /// the sum of all contributions, each summed over those of `axes` that the operand lacks. `d`: the gradient of i.
  template<class Receive>
  constexpr void of(int i, int d, Receive receive) {
    const node n = g_[i];
    switch (n.kind) {
    case op::product:
      return of_product(n, d, receive);
    case op::sum:
      for (int k = 0; k < n.count; ++k) {
        const term t = g_.term_of(n, k);
        receive(t.node, scaled(t.coefficient, d), n.axes);
      }
      return;
    case op::centred:
      receive(n.a, d, n.axes);
      return receive(n.b, scaled(-1, d), n.axes);
    case op::reduce_sum:
      return receive(n.a, d, n.axes | n.over);
    case op::moment2:
      return of_moment(n, d, receive);
    case op::reduce_max:
    case op::reduce_min: { // elements that are equally large share
      const int those = g_.binary(op::equal, n.a, i);
      return receive(n.a, product({d, those, power(sum_over(n.over, those), -2)}), n.axes | n.over);
    }
    case op::window_sum:
      return receive(n.a, mirrored_window(n, d), n.axes);
    case op::maximum:
      return of_extreme(n, d, n.b, n.a, receive);
    case op::minimum:
      return of_extreme(n, d, n.a, n.b, receive);
    case op::power:
      return of_power(n, i, d, receive);
    case op::select:
      receive(n.b, g_.select(n.a, d, g_.constant(0)), n.axes);
      return receive(n.c, g_.select(n.a, g_.constant(0), d), n.axes);
    case op::round_half:
    case op::round_bfloat:
    case op::round_float: // as if nothing were rounded
      return receive(n.a, d, n.axes);
    case op::own_gradient:
      for (int p = n.c; p >= 0; p = g_[p].c) {
        const int contribution = with_arrived(g_[p].b, n.b, d);
        receive(g_[p].a, contribution, g_[contribution].axes);
      }
      return;
    default:
      if (const int slope = slope_of(n, i); slope >= 0) receive(n.a, product({d, slope}), n.axes);
    }
  }

  /// The sum over `over`; along an axis that the value lacks it is multiplied by the extent.
  constexpr int sum_over(axis_mask over, int value) {
    const axis_mask has = over & g_[value].axes;
    int r = has != 0 ? g_.reduce(op::reduce_sum, has, value) : value;
    if (has == over) return r;
    sequence<term> factors{factor(r)};
    for (int p = 0; over >> p != 0; ++p)
      if (((over & ~has) >> p & 1) != 0) factors.push_back(factor(g_.extent(p)));
    return g_.product(1, factors);
  }

  /// Node `value` where `d` has arrived in the place of node `arriving`.
  constexpr int with_arrived(int value, int arriving, int d) {
    if (value < arriving) return value;
    sequence<int> now(static_cast<std::size_t>(value - arriving + 1), -1); // of the nodes from `arriving` that differ
    now[0] = spread(d, g_[arriving].axes);
    const auto at = [&](int j) {
      const int other = j < arriving ? -1 : now[static_cast<std::size_t>(j - arriving)];
      return other < 0 ? j : other;
    };
    for (int i = arriving + 1; i <= value; ++i) {
      bool differs = false;
      each_operand(g_, g_[i], [&](int j) { differs = differs || at(j) != j; });
      if (!differs) continue;
      node n = g_[i];
      sequence<term> list;
      for (int k = 0; k < n.count; ++k) {
        list.push_back(g_.term_of(n, k));
        list[static_cast<std::size_t>(k)].node = at(g_.term_of(n, k).node);
      }
      if (n.a >= 0) n.a = at(n.a);
      if (n.b >= 0) n.b = at(n.b);
      if (n.c >= 0 && reads_three(n.kind)) n.c = at(n.c);
      now[static_cast<std::size_t>(i - arriving)] = g_.make(n, list.data());
    }
    return at(value);
  }

private:
  /// A node with the value of d that varies over `axes`, as reductions need it: a choice between equals, by something
  /// that has the axes. (Simplify drops the choice, and counts what reductions then lack.)
  constexpr int spread(int d, axis_mask axes) {
    for (std::size_t k = 0; k < g_.operands.size(); ++k) {
      const axis_mask has = g_.operands[k].axes;
      if ((has & axes & ~g_[d].axes) == 0) continue;
      const int v = g_.variable(static_cast<int>(k));
      d = g_.select((has & ~axes) != 0 ? g_.reduce(op::reduce_sum, has & ~axes, v) : v, d, d);
    }
    return d;
  }
  constexpr int scaled(double by, int a) { return by == 1 ? a : g_.product(by, {factor(a)}); }
  constexpr int power(int a, int half) { return g_.product(1, {factor(a, half)}); }
  constexpr int difference(int a, int statistic) {
    const axis_mask x = g_[a].axes, y = g_[statistic].axes;
    if (x != y && (y & ~x) == 0) return g_.binary(op::centred, a, statistic);
    return g_.sum(0, {times(1, a), times(-1, statistic)});
  }
  constexpr int product(std::initializer_list<int> factors) {
    sequence<term> list;
    for (const int f : factors)
      list.push_back(factor(f));
    return g_.product(1, list);
  }

  /// w v, the way lowering writes it: where a mask is 0 even a NaN counts for nothing.
  constexpr int weighted(int w, int v) { return is_mask(g_, w) ? g_.select(w, v, g_.constant(0)) : product({w, v}); }

  /// Whether node i is a reduction, but for factors that are counts or sums of weights.
  constexpr bool is_statistic(int i) const {
    const node& n = g_[i];
    if (n.kind != op::product) return n.kind == op::reduce_sum || n.kind == op::moment2;
    bool statistic = n.count > 0;
    for (int k = 0; k < n.count; ++k) {
      const int f = g_.term_of(n, k).node;
      statistic = statistic && (is_count(f) || is_statistic(f));
    }
    return statistic;
  }
  constexpr bool is_count(int i) const {
    const node& n = g_[i];
    if (n.kind == op::extent || n.kind == op::constant) return true;
    if (n.kind == op::reciprocal_or_zero) return g_[n.a].kind == op::reduce_sum || is_count(n.a);
    bool count = n.kind == op::sum || n.kind == op::product;
    for (int k = 0; k < n.count; ++k)
      count = count && is_count(g_.term_of(n, k).node);
    return count;
  }

  /// c Π b^(h/2): each factor by its position, since one may be there twice. The root of a statistic has the slope 0
  /// where that is 0, as PyTorch's norm and std have: it is 0 where all values are equal, at its least, and an infinite
  /// slope there times the values' deviations, all 0, would be NaN.
  template<class Receive>
  constexpr void of_product(const node& n, int d, Receive receive) {
    for (int k = 0; k < n.count; ++k) {
      sequence<term> list{factor(d)};
      for (int j = 0; j < n.count; ++j) {
        term t = g_.term_of(n, j);
        if (j == k && t.half_power == 1 && is_statistic(t.node))
          t = factor(g_.unary(op::reciprocal_or_zero, power(t.node, 1)));
        else if (j == k)
          t.half_power -= 2;
        if (t.half_power != 0) list.push_back(t);
      }
      const term t = g_.term_of(n, k);
      receive(t.node, g_.product(n.value * (t.half_power / 2.0), list), n.axes);
    }
  }

  /// Σ w (a - mean)^2, whose mean is a minimum of it: it contributes nothing.
  template<class Receive>
  constexpr void of_moment(const node& n, int d, Receive receive) {
    const int weight = n.b;
    int mean = -1;
    if (weight < 0) {
      sequence<term> factors{factor(sum_over(n.over, n.a))};
      for (int p = 0; n.over >> p != 0; ++p)
        if ((n.over >> p & 1) != 0) factors.push_back(factor(g_.extent(p), -2));
      mean = g_.product(1, factors);
    } else {
      mean = product(
          {sum_over(n.over, weighted(weight, n.a)), g_.unary(op::reciprocal_or_zero, sum_over(n.over, weight))});
    }
    const axis_mask all = n.axes | n.over;
    const int deviation = difference(n.a, mean), slope = g_.product(2, {factor(d), factor(deviation)});
    receive(n.a, weight < 0 ? slope : weighted(weight, slope), all);
    if (weight >= 0) receive(weight, g_.product(1, {factor(d), factor(deviation, 4)}), all);
  }

  /// The larger (or smaller) of two gets the gradient, each half of it where they are equal: a where `small` < `large`,
  /// b where it is the other way round.
  template<class Receive>
  constexpr void of_extreme(const node& n, int d, int small, int large, Receive receive) {
    const int half = g_.product(0.5, {factor(g_.binary(op::equal, n.a, n.b))});
    auto share = [&](int below, int above) {
      return product({d, g_.sum(0, {times(1, g_.binary(op::less, below, above)), times(1, half)})});
    };
    receive(n.a, share(small, large), n.axes);
    receive(n.b, share(large, small), n.axes);
  }

  /// a^b, as in PyTorch: a gets nothing where b is 0, though a^(b-1) may be infinite; b none where a is 0 and b is not
  /// negative, though log(0) is.
  template<class Receive>
  constexpr void of_power(const node& n, int i, int d, Receive receive) {
    const int zero = g_.constant(0);
    const int less_one = g_.binary(op::power, n.a, g_.sum(-1, {times(1, n.b)}));
    receive(n.a, g_.select(g_.binary(op::equal, n.b, zero), zero, product({d, n.b, less_one})), n.axes);
    const int at_zero =
        g_.binary(op::logical_and, g_.binary(op::equal, n.a, zero), g_.binary(op::less_equal, zero, n.b));
    receive(n.b, product({d, g_.select(at_zero, zero, product({i, g_.unary(op::logarithm, n.a)}))}), n.axes);
  }

  /// A window reaches back as far as its adjoint reaches forward; they differ if the size is even.
  constexpr int mirrored_window(const node& n, int d) {
    node m = n;
    m.a = d;
    m.axes = g_[d].axes | n.over;
    m.c = mirror_image(n.c);
    return g_.make(m);
  }

  /// The derivative of a function of one operand, -1 if it is 0 everywhere that it is one. `i`: its value.
  constexpr int slope_of(const node& n, int i) {
    switch (n.kind) {
    case op::absolute: {
      const int zero = g_.constant(0);
      return g_.sum(0, {times(1, g_.binary(op::less, zero, n.a)), times(-1, g_.binary(op::less, n.a, zero))});
    }
    case op::exponential:
      return i;
    case op::logarithm:
      return power(n.a, -2);
    case op::hyperbolic_tangent:
      return g_.sum(1, {times(-1, power(i, 4))});
    case op::logistic:
      return product({i, g_.sum(1, {times(-1, i)})});
    case op::error_function:
      return g_.product(2 * std::numbers::inv_sqrtpi,
                        {factor(g_.unary(op::exponential, g_.product(-1, {factor(n.a, 4)})))});
    case op::softplus:
      return g_.unary(op::logistic, n.a);
    case op::reciprocal_or_zero:
      return g_.product(-1, {factor(i, 4)});
    default:
      return -1;
    }
  }

  graph& g_;
};

} // namespace axnorm::graph
