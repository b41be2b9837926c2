// Global response normalization. A formula, nothing else.
#pragma once

#include <axnorm/expr/expr.hpp>
#include <axnorm/norm/catalogue/entry.hpp>

namespace axnorm::catalogue {

/// γ (x N) + β + x, N = ‖x‖ / (mean of ‖x‖ over the channels + 1e-6), ‖x‖ = √Σx² over the positions of each channel
/// (Woo et al.: ConvNeXt V2, arXiv 2301.00808, equations 1 to 3): a statistic of a statistic. Parameters: `weight` {C}
/// 0, `bias` {C} 0, so that it begins as the identity. Where a channel is all 0, ‖x‖ has no gradient.
struct GlobalResponseNorm {
  static constexpr auto x = input<"x">;
  static constexpr auto size = norm2<Over<AllBut<axes::N, axes::C>>>(x);
  static constexpr auto share = size / (mean<Over<axes::C>>(size) + 1e-6);
  static constexpr auto formula = parameter<"weight", axes::C>(0) * (x * share) + parameter<"bias", axes::C>(0) + x;
};

using global_response_norm_rows = rows<section::images, entry<"GlobalResponseNorm", GlobalResponseNorm, image>>;

} // namespace axnorm::catalogue
