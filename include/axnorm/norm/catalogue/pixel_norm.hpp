// Pixel normalization. A formula, nothing else.
#pragma once

#include <axnorm/expr/expr.hpp>
#include <axnorm/norm/catalogue/entry.hpp>

namespace axnorm::catalogue {

/// x / √(mean of squares over the channels + 1e-8), at each position (Karras, Aila, Laine, Lehtinen: Progressive
/// Growing of GANs, arXiv 1710.10196, section 4.2). No parameters.
struct PixelNorm {
  static constexpr auto x = input<"x">;
  static constexpr auto formula = x * rsqrt(mean<Over<axes::C>>(square(x)) + 1e-8);
};

using pixel_norm_rows = rows<section::images, entry<"PixelNorm", PixelNorm, image>>;

} // namespace axnorm::catalogue
