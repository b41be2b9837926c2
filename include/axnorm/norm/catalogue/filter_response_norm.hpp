// Filter response normalization with a thresholded linear unit. A formula, nothing else.
#pragma once

#include <axnorm/expr/expr.hpp>
#include <axnorm/norm/catalogue/entry.hpp>

namespace axnorm::catalogue {

/// max(γ x / √(ν² + ε) + β, τ), ν² the mean of squares over the positions of each channel of each sample (Singh,
/// Krishnan: Filter Response Normalization Layer, arXiv 1911.09737). Nothing is subtracted, so the unit's threshold τ
/// is learned. Parameters: `weight` {C} 1, `bias` {C} 0, `tau` {C} 0; ε 1e-6, in timm 1e-5. The paper learns ε, too,
/// where the map has one position; this one does not.
struct FilterResponseNorm {
  static constexpr auto x = input<"x">;
  static constexpr auto weight = parameter<"weight", axes::C>(1);
  static constexpr auto bias = parameter<"bias", axes::C>(0);
  static constexpr auto tau = parameter<"tau", axes::C>(0);
  static constexpr auto mean_square = mean<Over<AllBut<axes::N, axes::C>>>(square(x));
  static constexpr auto formula = max(weight * x * rsqrt(mean_square + 1e-6) + bias, tau);
};

using filter_response_norm_rows = rows<section::images, entry<"FilterResponseNorm", FilterResponseNorm, image>>;

} // namespace axnorm::catalogue
