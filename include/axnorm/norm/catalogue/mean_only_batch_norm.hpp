// Mean-only batch normalization. A formula, nothing else.
#pragma once

#include <axnorm/expr/expr.hpp>
#include <axnorm/norm/catalogue/entry.hpp>

namespace axnorm::catalogue {

/// x - μ + β, the mean over all but the channels (Salimans, Kingma: Weight Normalization, arXiv 1602.07868, section 4),
/// for weights that are normalized themselves. Parameter: `bias` {C} 0. State: `running_mean` {C} 0.
struct MeanOnlyBatchNorm {
  static constexpr auto x = input<"x">;
  static constexpr auto mean = tracked<"running_mean", axes::C>(axnorm::mean<Over<AllBut<axes::C>>>(x));
  static constexpr auto formula = x - mean + parameter<"bias", axes::C>(0);
};

using mean_only_batch_norm_rows = rows<section::batch, entry<"MeanOnlyBatchNorm", MeanOnlyBatchNorm, image>>;

} // namespace axnorm::catalogue
