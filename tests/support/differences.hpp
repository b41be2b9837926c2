// Central differences, to compare gradients of double with. Knows no formula.
#pragma once

#include "support/catch.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace axnorm::check {

/// Σ a b over two tensors of one shape: of a result and what arrives at it, the value whose gradients are asked for.
inline double inner(const auto& a, const auto& b) {
  double sum = 0;
  for (std::int64_t i = 0; i < a.size(); ++i)
    sum += static_cast<double>(a.data()[i]) * static_cast<double>(b.data()[i]);
  return sum;
}

/// The central difference of value() at a place that it depends on.
template<class E>
double central_difference(E& place, auto value, double h = 1e-6) {
  const E kept = place;
  place = static_cast<E>(kept + h);
  const double above = value();
  place = static_cast<E>(kept - h);
  const double below = value();
  place = kept;
  return (above - below) / (2 * h);
}

/// The gradient beside central differences of value() at each element.
inline void compare_with_differences(auto& at, const auto& gradient, auto value) {
  for (std::int64_t i = 0; i < at.size(); ++i)
    CHECK(gradient.data()[i] == Approx(central_difference(at.data()[i], value)).epsilon(1e-6).margin(1e-7));
}

} // namespace axnorm::check
