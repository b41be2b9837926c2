// Batch renormalization. A formula, nothing else.
#pragma once

#include <axnorm/expr/expr.hpp>
#include <axnorm/norm/catalogue/entry.hpp>

namespace axnorm::catalogue {

/// ((x - μ_B) / σ_B r + d) γ + β, which is normalization by the running moments as far as r = σ_B / σ and d = (μ_B - μ)
/// / σ stay within [1/`MaxScale`, `MaxScale`] and ±`MaxShift` (Ioffe: Batch Renormalization, arXiv 1702.03275,
/// algorithm 1). No gradient passes r and d. σ_B = √(ε + variance), ε 1e-5. Parameters: `weight` {C} 1, `bias` {C} 0.
/// State: `running_mean` {C} 0 and, as in the paper, the deviation, `running_deviation` {C} 1. Keras averages the
/// deviation twice, for r and d by its `renorm_momentum` and for evaluation by its `momentum`, and bounds nothing
/// unless it is told to. The paper begins with bounds of 1 and 0 and moves them to 3 and 5.
template<auto MaxScale = 3.0, auto MaxShift = 5.0>
struct BatchRenorm {
  using set = Over<AllBut<axes::C>>;
  static constexpr auto x = input<"x">;
  static constexpr auto mean = axnorm::mean<set>(x);
  static constexpr auto deviation = sqrt(var<set>(x) + 1e-5);
  static constexpr auto old_mean = buffer<"running_mean", axes::C>(0);
  static constexpr auto old_deviation = buffer<"running_deviation", axes::C>(1);
  static constexpr auto r = stop_gradient(clamp(deviation / old_deviation, 1 / MaxScale, MaxScale));
  static constexpr auto d = stop_gradient(clamp((mean - old_mean) / old_deviation, -MaxShift, MaxShift));
  static constexpr auto whitened =
      (x - tracked<"running_mean", axes::C>(mean)) / tracked<"running_deviation", axes::C>(deviation, initially(1));
  static constexpr auto renormed = whitened * by_mode(r, 1) + by_mode(d, 0);
  static constexpr auto formula = renormed * parameter<"weight", axes::C>(1) + parameter<"bias", axes::C>(0);
};

using batch_renorm_rows = rows<section::batch, entry<"BatchRenorm", BatchRenorm<>, image>>;

} // namespace axnorm::catalogue
