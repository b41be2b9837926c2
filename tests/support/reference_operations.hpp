// What each operation of a node means for single numbers, in double. Used by the reference evaluator; knows neither
// axes nor reductions.
#pragma once

#include <axnorm/graph/node.hpp>

#include <cmath>
#include <cstdlib>
#include <limits>

namespace axnorm::reference {

/// base^(half_power / 2)
inline double raised(double base, int half_power) {
  if (half_power == 2) return base;
  const int size = std::abs(half_power);
  double r = 1;
  if (size / 2 <= 8)
    for (int i = 0; i < size / 2; ++i)
      r *= base;
  else
    r = std::pow(base, size / 2);
  if (size % 2 != 0) r *= std::sqrt(base);
  return half_power < 0 ? 1 / r : r;
}

/// v rounded to `digits` binary digits (the hidden one included) with exponents from `lowest` to `highest`, ties to
/// even.
inline double rounded(double v, int digits, int lowest, int highest) {
  if (v == 0 || !std::isfinite(v)) return v;
  int exponent = 0;
  std::frexp(v, &exponent); // v = f * 2^exponent, 1/2 <= |f| < 1
  const int unit = std::max(exponent - 1, lowest) - (digits - 1);
  const double r = std::ldexp(std::nearbyint(std::ldexp(v, -unit)), unit);
  return std::fabs(r) >= std::ldexp(1.0, highest + 1) ? std::copysign(std::numeric_limits<double>::infinity(), v) : r;
}

inline double largest(double a, double b) { return std::isnan(a) || std::isnan(b) ? std::nan("") : a < b ? b : a; }
inline double smallest(double a, double b) { return std::isnan(a) || std::isnan(b) ? std::nan("") : b < a ? b : a; }

/// An operation of one or two operands.
inline double applied(graph::op kind, double a, double b) {
  using graph::op;
  auto truth = [](bool t) { return t ? 1.0 : 0.0; };
  switch (kind) {
  case op::centred:
    return a - b;
  case op::absolute:
    return std::fabs(a);
  case op::exponential:
    return std::exp(a);
  case op::logarithm:
    return std::log(a);
  case op::hyperbolic_tangent:
    return std::tanh(a);
  case op::logistic:
    return 1 / (1 + std::exp(-a));
  case op::error_function:
    return std::erf(a);
  case op::softplus:
    return std::isnan(a) ? a : std::log1p(std::exp(-std::fabs(a))) + std::fmax(a, 0.0);
  case op::reciprocal_or_zero:
    return a == 0 ? 0 : 1 / a;
  case op::logical_not:
    return truth(a == 0);
  case op::is_nonzero:
    return truth(a != 0);
  case op::round_half:
    return rounded(a, 11, -14, 15);
  case op::round_bfloat:
    return rounded(a, 8, -126, 127);
  case op::round_float:
    return rounded(a, 24, -126, 127);
  case op::stop_gradient:
  case op::own_gradient:
    return a;
  case op::power:
    return std::pow(a, b);
  case op::maximum:
    return largest(a, b);
  case op::minimum:
    return smallest(a, b);
  case op::less:
    return truth(a < b);
  case op::less_equal:
    return truth(a <= b);
  case op::equal:
    return truth(a == b);
  case op::not_equal:
    return truth(a != b);
  case op::logical_and:
    return truth(a != 0 && b != 0);
  case op::logical_or:
    return truth(a != 0 || b != 0);
  default:
    std::abort();
  }
}

} // namespace axnorm::reference
