// A gradient penalty as a formula, and central differences to compare gradients of double with. Used by the tests of
// derivatives in formulas.
#pragma once

#include "support/catch.hpp"
#include <axnorm/expr/expr.hpp>

#include <cstdint>

namespace axnorm::slopes {

using namespace axes;

inline constexpr auto x = input<"x">;
inline constexpr auto v = input<"v">;
inline constexpr auto w = parameter<"w", C>(1);

/// A network of one layer, its gradient's length for each sample, and how far that is from 1.
inline constexpr auto score = sum<Over<C>>(tanh(norm<Over<C>>(x) * w));
inline constexpr auto length = norm2<Over<C>>(derivative(score, x));
inline constexpr auto penalty = square(length - 1);

inline double inner(const auto& a, const auto& b) {
  double sum = 0;
  for (std::int64_t i = 0; i < a.size(); ++i)
    sum += a.data()[i] * b.data()[i];
  return sum;
}

/// Central differences of value() at each element.
inline void compare_with_differences(auto& at, const auto& gradient, auto value) {
  const double h = 1e-6;
  for (std::int64_t i = 0; i < at.size(); ++i) {
    double& place = at.data()[i];
    const double kept = place;
    place = kept + h;
    const double above = value();
    place = kept - h;
    const double below = value();
    place = kept;
    CHECK(gradient.data()[i] == Approx((above - below) / (2 * h)).epsilon(1e-6).margin(1e-7));
  }
}

} // namespace axnorm::slopes
