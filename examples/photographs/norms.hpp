// Every norm of this example as a formula over named axes. These lines are all that axnorm is told.
// Used by the files that evaluate them, *_norm.cpp and *_norms.cpp.
// Must not know of files, sheets or timing.
#pragma once

#include "image.hpp"
#include <axnorm/axnorm.hpp>

namespace photographs {

using namespace axnorm;
using namespace axnorm::axes;

// Of feature maps {N, C, H, W}: the same norm over five sets of axes, the last being three sets mixed.
using BN = Norm<Over<N, H, W>>;
using LN = Norm<Over<C, H, W>>;
using IN = Norm<Over<H, W>>;
using GN = Norm<Over<Group<C, G>, H, W>>;
using SN = SwitchableNorm<Over<H, W>, Over<C, H, W>, Over<N, H, W>>;

// Of photographs {Colour, H, W}: formulas that no library has to have heard of.
inline constexpr auto x = input<"x">;
inline constexpr auto style = input<"style">;

/// Each colour with mean 0 and deviation 1.
struct Contrast {
  static constexpr auto formula = (x - mean<Over<H, W>>(x)) * rsqrt(var<Over<H, W>>(x) + 1e-5);
};

/// Each colour with the mean and deviation that it has in another picture, whatever that one's size (AdaIN).
struct ColoursOf {
  static constexpr auto formula = Contrast::formula * sqrt(var<Over<H, W>>(style) + 1e-5) + mean<Over<H, W>>(style);
};

inline constexpr auto grey = mean<Over<Colour>>(x);
/// 1 wherever there is a pixel: what lies outside of the picture counts 0 in a window, and should not count as black.
inline constexpr auto inside = grey == grey;

/// The mean over a square of 61 x 61 pixels around each, or as much of it as is inside.
template<class E>
constexpr auto local(const E& e) {
  constexpr int side = 61;
  constexpr auto sum_around = [](const auto& of) { return window_sum<H>(window_sum<W>(of, side), side); };
  return sum_around(e) / sum_around(inside);
}
inline constexpr auto local_mean = local(grey);

/// What is brighter or darker than its surroundings, in units of how much brightness varies there. Divisive
/// normalization with a floor of a tenth of full brightness, which keeps noise in plain skies small.
struct LocalContrast {
  static constexpr auto formula = (x - local_mean) / (sqrt(local(square(grey - local_mean))) + 0.1);
};

} // namespace photographs
