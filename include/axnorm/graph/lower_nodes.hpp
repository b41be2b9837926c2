// Lowering, step 4: every entry that a result needs becomes a node, operands first. No algebra but what the
// representation is: quotients and roots are powers, differences of a value and a statistic are centred.
#pragma once

#include <axnorm/axis/sequence.hpp>
#include <axnorm/graph/differentiate.hpp>
#include <axnorm/graph/lower_reduce.hpp>

namespace axnorm::graph {

/// Builds the nodes of elementwise entries.
struct elementwise {
  lowering& s;

  constexpr graph& g() const { return s.result.g; }
  constexpr int at(int entry) const { return s.node[static_cast<std::size_t>(entry)]; }
  constexpr bool is_constant(int node) const { return g()[node].kind == op::constant; }
  constexpr double value(int node) const { return g()[node].value; }

  constexpr int add(int a, double sign, int b) const {
    double offset = 0;
    sequence<term> terms;
    if (is_constant(a))
      offset += value(a);
    else
      terms.push_back(times(1, a));
    if (is_constant(b))
      offset += sign * value(b);
    else
      terms.push_back(times(sign, b));
    return terms.empty() ? g().constant(offset) : g().sum(offset, terms);
  }
  constexpr int subtract(int a, int b) const {
    const axis_mask x = g()[a].axes, y = g()[b].axes;
    if (x != y && (x | y) == x && !is_constant(b)) return g().binary(op::centred, a, b);
    return add(a, -1, b);
  }
  constexpr int multiply(int a, int b) const {
    double coefficient = 1;
    sequence<term> factors;
    for (const int v : {a, b})
      if (is_constant(v))
        coefficient *= value(v);
      else
        factors.push_back(factor(v));
    return factors.empty() ? g().constant(coefficient) : g().product(coefficient, factors);
  }
  constexpr int divide(int a, int b) const {
    if (is_constant(b) && value(b) != 0) return multiply(a, g().constant(1 / value(b)));
    if (is_constant(a)) return g().product(value(a), {factor(b, -2)});
    return g().product(1, {factor(a), factor(b, -2)});
  }
  constexpr int raised(int a, int half_power) const { return g().product(1, {factor(a, half_power)}); }
  constexpr int power(int a, int b) const {
    if (is_constant(b)) {
      const double halves = 2 * value(b);
      const int n = halves >= -8 && halves <= 8 ? static_cast<int>(halves) : 0;
      if (n != 0 && static_cast<double>(n) == halves) return raised(a, n);
    }
    return g().binary(op::power, a, b);
  }

  constexpr int gelu(int x) const {
    const int inner = g().unary(op::error_function, multiply(x, g().constant(0.70710678118654752440)));
    return multiply(multiply(x, g().constant(0.5)), add(inner, 1, g().constant(1)));
  }
  constexpr int gelu_tanh(int x) const {
    const int cubed = multiply(raised(x, 6), g().constant(0.044715));
    const int inner = multiply(add(x, 1, cubed), g().constant(0.79788456080286535588));
    return multiply(multiply(x, g().constant(0.5)), add(g().unary(op::hyperbolic_tangent, inner), 1, g().constant(1)));
  }
  constexpr int cast(int a, expr::rounding to) const {
    switch (to) {
    case expr::rounding::to_float16:
      return g().unary(op::round_half, a);
    case expr::rounding::to_bfloat16:
      return g().unary(op::round_bfloat, a);
    case expr::rounding::to_float32:
      return g().unary(op::round_float, a);
    case expr::rounding::to_bool:
      return g().unary(op::is_nonzero, a);
    default:
      return a;
    }
  }

  constexpr int window(int entry) const {
    const expr::entry& e = s.formula[entry];
    if (e.index == no_window)
      s.why() << "a window goes 0 to " << without_end - 1 << " positions to each side, or without_end";
    else if (e.index < 1)
      s.why() << "a window has at least 1 position, but " << e.index << " are given";
    for (int f = 0; f < s.family_count(); ++f)
      for (int level = 0; level < 8; ++level)
        if (s.reduces(entry, f) >> level & 1)
          return g().window_sum(part_of(s, f, s.has(entry, f).copy, level), e.index, at(e.a));
    return at(e.a);
  }

  /// The position along an axis: how many positions lie before it, counted by a window of ones; of an axis in groups,
  /// from the groups and the positions inside them.
  constexpr int position(int entry) const {
    int all = -1;
    for (int f = 0; f < s.family_count(); ++f)
      for (int level = 0; level < 8; ++level) {
        if (!(s.reduces(entry, f) >> level & 1)) continue;
        const int part = part_of(s, f, s.has(entry, f).copy, level);
        const int counted = g().window_sum(part, window_between(without_end, 0), g().constant(1));
        const int along = g().sum(-1, {times(1, counted)});
        all = all < 0 ? along : g().sum(0, {times(1, multiply(all, g().extent(part))), times(1, along)});
      }
    return all;
  }

  /// What a variable receives of the gradient 1 at each element of a value, over all axes of the variable. Of one that
  /// is not bound, a constant stands for it in the graph: its derivative is a single 0.
  constexpr int derivative(const expr::entry& e) const {
    const expr::entry& x = s.formula[e.b];
    const int which = s.instance_of[static_cast<std::size_t>(e.b)];
    if (!expr::is_variable(x.kind)) {
      s.why() << "derivative(value, variable) takes a variable to differentiate by, but was given an expression";
      return at(e.b);
    }
    if (which < 0) return g().constant(0);
    if (g().operands[static_cast<std::size_t>(which)].type != numbers::floating) {
      write_variable(s.why(), s.formula, x);
      s.why() << " holds no real numbers, so nothing can be differentiated by it";
    }
    const operand_source& source = s.instances[static_cast<std::size_t>(which)].source;
    for (const instance& other : s.instances)
      if (s.fine() && other.source.binding == source.binding &&
          (other.source.picked_dim < 0) != (source.picked_dim < 0)) {
        write_variable(s.why(), s.formula, x);
        s.why() << " is used as a whole and by elements, so nothing can be differentiated by it";
      }
    if (!s.fine()) return at(e.b);
    const int d = derivative_of(g(), at(e.a), at(e.b));
    if ((g()[at(e.b)].axes & ~g()[d].axes) == 0) return d;
    // It varies over less than the variable: a choice between equals has the axes, and not the variable's NaN.
    return g().select(g().binary(op::equal, at(e.b), at(e.b)), d, d);
  }

  constexpr int build(int entry) const {
    using kind = expr::term;
    const expr::entry& e = s.formula[entry];
    const int a = e.a >= 0 ? at(e.a) : -1, b = e.b >= 0 ? at(e.b) : -1, c = e.c >= 0 ? at(e.c) : -1;
    switch (e.kind) {
    case kind::constant:
    case kind::parameter:
    case kind::buffer:
      return g().constant(e.value);
    case kind::let:
      return a;
    case kind::add:
      return add(a, 1, b);
    case kind::subtract:
      return subtract(a, b);
    case kind::multiply:
      return multiply(a, b);
    case kind::divide:
      return divide(a, b);
    case kind::power:
      return power(a, b);
    case kind::negate:
      return multiply(g().constant(-1), a);
    case kind::minimum:
      return g().binary(op::minimum, a, b);
    case kind::maximum:
      return g().binary(op::maximum, a, b);
    case kind::less:
      return g().binary(op::less, a, b);
    case kind::less_equal:
      return g().binary(op::less_equal, a, b);
    case kind::equal:
      return g().binary(op::equal, a, b);
    case kind::not_equal:
      return g().binary(op::not_equal, a, b);
    case kind::logical_and:
      return g().binary(op::logical_and, a, b);
    case kind::logical_or:
      return g().binary(op::logical_or, a, b);
    case kind::logical_not:
      return g().unary(op::logical_not, a);
    case kind::where:
      return g().select(a, b, c);
    case kind::absolute:
      return g().unary(op::absolute, a);
    case kind::square:
      return raised(a, 4);
    case kind::square_root:
      return raised(a, 1);
    case kind::reciprocal_root:
      return raised(a, -1);
    case kind::exponential:
      return g().unary(op::exponential, a);
    case kind::logarithm:
      return g().unary(op::logarithm, a);
    case kind::hyperbolic_tangent:
      return g().unary(op::hyperbolic_tangent, a);
    case kind::sigmoid:
      return g().unary(op::logistic, a);
    case kind::error_function:
      return g().unary(op::error_function, a);
    case kind::gelu:
      return gelu(a);
    case kind::gelu_tanh:
      return gelu_tanh(a);
    case kind::silu:
      return multiply(a, g().unary(op::logistic, a));
    case kind::relu:
      return g().select(g().binary(op::less_equal, a, g().constant(0)), g().constant(0), a);
    case kind::clamp:
      return bounded(op::minimum, bounded(op::maximum, a, b), c);
    case kind::softplus:
      return g().unary(op::softplus, a);
    case kind::cast:
      return cast(a, e.to);
    case kind::stop_gradient:
      return g().unary(op::stop_gradient, a);
    case kind::window_sum:
      return window(entry);
    case kind::position:
      return position(entry);
    case kind::derivative:
      return derivative(e);
    case kind::arriving: // several may stand for gradients over the same axes
      return g().make({.kind = op::arriving, .axes = axes_of(s, entry), .value = static_cast<double>(entry)});
    case kind::passing:
      return g().make({.kind = op::passing, .a = a, .b = b, .c = c});
    case kind::with_gradient:
      return g().make({.kind = op::own_gradient, .axes = axes_of(s, entry), .a = a, .b = b, .c = c});
    default:
      return lower_reduction(s, entry);
    }
  }

  /// The larger (or smaller) of x and a bound. At a bound that is a number the gradient passes to x whole, as in
  /// PyTorch, and not by half, as at ties of two values.
  constexpr int bounded(op kind, int x, int bound) const {
    if (g()[bound].kind != op::constant) return g().binary(kind, x, bound);
    const int beyond = kind == op::maximum ? g().binary(op::less, x, bound) : g().binary(op::less, bound, x);
    return g().select(beyond, bound, x);
  }

  /// Whether the values of an entry are 0 or 1 and mean no and yes.
  constexpr bool is_boolean(int entry) const {
    using kind = expr::term;
    const expr::entry& e = s.formula[entry];
    auto boolean = [&](int i) { return s.boolean[static_cast<std::size_t>(i)] != 0; };
    switch (e.kind) {
    case kind::less:
    case kind::less_equal:
    case kind::equal:
    case kind::not_equal:
    case kind::logical_and:
    case kind::logical_or:
    case kind::logical_not:
    case kind::any:
    case kind::all:
      return true;
    case kind::let:
    case kind::stop_gradient:
    case kind::with_gradient:
      return boolean(e.a);
    case kind::where:
      return boolean(e.b) && boolean(e.c);
    case kind::cast:
      return e.to == expr::rounding::to_bool;
    default:
      return false;
    }
  }
};

/// Step 4 as a whole.
constexpr void build_nodes(lowering& s) {
  const auto n = static_cast<std::size_t>(s.formula.size());
  s.node.assign(n, -1);
  s.boolean.assign(n, 0);
  const elementwise build{s};
  for (int i = 0; i < s.formula.size() && s.fine(); ++i) {
    const auto k = static_cast<std::size_t>(i);
    if (!s.used[k]) continue;
    const int which = s.instance_of[k];
    s.node[k] = which >= 0 ? s.result.g.variable(which) : build.build(i);
    s.boolean[k] = which >= 0 ? s.result.g.operands[static_cast<std::size_t>(which)].type == numbers::boolean
                              : build.is_boolean(i);
    if (s.formula[i].kind == expr::term::let) s.result.g.names.push_back({s.formula.name(s.formula[i]), s.node[k]});
  }
}

} // namespace axnorm::graph
