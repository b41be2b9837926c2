// A gradient penalty as a formula. Used by the tests of derivatives in formulas.
#pragma once

#include "support/differences.hpp"
#include <axnorm/expr/expr.hpp>

namespace axnorm::slopes {

using namespace axes;

inline constexpr auto x = input<"x">;
inline constexpr auto v = input<"v">;
inline constexpr auto w = parameter<"w", C>(1);

/// A network of one layer, its gradient's length for each sample, and how far that is from 1.
inline constexpr auto score = sum<Over<C>>(tanh(norm<Over<C>>(x) * w));
inline constexpr auto length = norm2<Over<C>>(derivative(score, x));
inline constexpr auto penalty = square(length - 1);

using check::compare_with_differences;
using check::inner;

} // namespace axnorm::slopes
