// Batch normalization by mean absolute deviation. A formula, nothing else.
#pragma once

#include <axnorm/expr/expr.hpp>
#include <axnorm/norm/catalogue/entry.hpp>

namespace axnorm::catalogue {

/// γ (x - μ) / (c E|x - μ| + ε) + β over all but the channels; c = √(π/2) makes the divisor the standard deviation
/// where the data are normally distributed (Hoffer, Banner, Golan, Soudry: Norm matters, arXiv 1803.01814; Wu et al.:
/// L1-Norm Batch Normalization, arXiv 1802.09769, leave c to the weight). Parameters: `weight` {C} 1, `bias` {C} 0; ε
/// 1e-5. State: `running_mean` {C} 0, `running_deviation` {C} 1, the divisor without ε; the code of the former averages
/// the reciprocal of the divisor from 0 on, and its momentum of 0.1 is the weight of the old value.
struct L1BatchNorm {
  using set = Over<AllBut<axes::C>>;
  static constexpr auto x = input<"x">;
  static constexpr auto mean = axnorm::mean<set>(x);
  static constexpr auto spread = 1.2533141373155003 * axnorm::mean<set>(abs(x - mean));
  static constexpr auto deviation = tracked<"running_deviation", axes::C>(spread, initially(1));
  static constexpr auto whitened = (x - tracked<"running_mean", axes::C>(mean)) / (deviation + 1e-5);
  static constexpr auto formula = whitened * parameter<"weight", axes::C>(1) + parameter<"bias", axes::C>(0);
};

using l1_batch_norm_rows = rows<section::batch, entry<"L1BatchNorm", L1BatchNorm, image>>;

} // namespace axnorm::catalogue
