// Rules of elementary functions: constants fold where the result is exact on every machine, equal operands and operands
// that are known to be truths vanish. Part of `algebra`.
#pragma once

#include <axnorm/graph/algebra.hpp>

namespace axnorm::graph {

/// Function values that are exact: whatever is rounded is left to the machine that runs the graph.
constexpr bool fold(op kind, double a, double b, double& result) {
  const bool unordered = a != a || b != b;
  switch (kind) {
  case op::absolute:
    result = magnitude(a);
    return a == a;
  case op::exponential:
    result = 1;
    return a == 0;
  case op::logarithm:
    result = 0;
    return a == 1;
  case op::hyperbolic_tangent:
  case op::error_function:
    result = 0;
    return a == 0;
  case op::logistic:
    result = 0.5;
    return a == 0;
  case op::reciprocal_or_zero:
    result = a == 0 ? 0 : 1 / a;
    return a == a;
  case op::logical_not:
    result = a == 0;
    return true;
  case op::is_nonzero:
    result = a != 0;
    return true;
  case op::stop_gradient:
    result = a;
    return true;
  case op::maximum:
    result = unordered ? a + b : a < b ? b : a;
    return true;
  case op::minimum:
    result = unordered ? a + b : b < a ? b : a;
    return true;
  case op::less:
    result = a < b;
    return true;
  case op::less_equal:
    result = a <= b;
    return true;
  case op::equal:
    result = a == b;
    return true;
  case op::not_equal:
    result = a != b;
    return true;
  case op::logical_and:
    result = a != 0 && b != 0;
    return true;
  case op::logical_or:
    result = a != 0 || b != 0;
    return true;
  default:
    return false;
  }
}

constexpr bool is_commutative(op kind) {
  return kind == op::maximum || kind == op::minimum || kind == op::equal || kind == op::not_equal ||
         kind == op::logical_and || kind == op::logical_or;
}

constexpr int algebra::function(op kind, int a, int b) {
  const node x = look(a), y = b >= 0 ? look(b) : node{};
  double known = 0;
  if (x.kind == op::constant && (b < 0 || y.kind == op::constant) && fold(kind, x.value, y.value, known))
    return note(g.constant(known));
  switch (kind) {
  case op::absolute:
    if (is_nonnegative(a) && !is_frozen(a)) return a;
    if (x.kind == op::product && x.value != 1) {
      monomial m = factors_of(a);
      const double c = magnitude(m.coefficient);
      m.coefficient = 1;
      return scaled(c, function(op::absolute, make_product(m)));
    }
    break;
  case op::is_nonzero:
    if (is_mask(a)) return a;
    break;
  case op::stop_gradient:
  case op::round_half:
  case op::round_bfloat:
  case op::round_float:
    if (x.kind == kind || is_mask(a)) return a;
    break;
  case op::power: // a small multiple of 1/2 is a product
    if (y.kind == op::constant && magnitude(y.value) <= 16 &&
        2 * y.value == static_cast<double>(static_cast<int>(2 * y.value)))
      return power(a, static_cast<int>(2 * y.value));
    break;
  case op::maximum:
  case op::minimum:
    if (a == b) return a;
    break;
  case op::less:
    if (a == b) return note(g.constant(0));
    break;
  default:
    break;
  }
  if (is_commutative(kind) && a > b) return note(g.binary(kind, b, a));
  return note(b < 0 ? g.unary(kind, a) : g.binary(kind, a, b));
}

constexpr int algebra::select(int condition, int yes, int no) {
  if (yes == no) return yes;
  if (const node c = look(condition); c.kind == op::constant) return c.value != 0 ? yes : no;
  return note(g.select(condition, yes, no));
}

} // namespace axnorm::graph
