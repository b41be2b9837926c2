// Online normalization, whose gradient a control process keeps right. Formulas, nothing else.
#pragma once

#include <axnorm/norm/catalogue/entry.hpp>

namespace axnorm::catalogue {

/// γ y + β divided by the root of its mean square within each sample (layer scaling), y = (x - μ)/σ with the moments of
/// what came before, in training too (Chiley, Sharapov, Kosson, Koster, Reece et al.: Online Normalization for Training
/// Neural Networks, arXiv 1905.05894). What passes to x is not derived but controlled: where g arrives at y it is
/// b = a/σ - 0.01 ε₁ with a = g - 0.01 ε_y y, and then ε_y grows by mean(a y) and ε₁ by mean(b), so that over time b is
/// orthogonal to y and to 1, as the gradient of batch norm is within a batch. Means are over the batch, for which the
/// streams make one step: of batches of one sample, this is the paper's; of others, the authors' code makes one step
/// for each sample. Parameters: `weight` {C} 1, `bias` {C} 0; ε 1e-5. State: `running_mean` {C} 0 and `running_var` {C}
/// 1, of which the old value weighs 0.999, and, updated by backward, `running_correlation` {C} 0, ε_y, and
/// `running_gradient` {C} 0, ε₁. Evaluation has the gradient that its formula has.
struct OnlineNorm {
  using set = Over<AllBut<axes::C>>;
  static constexpr auto x = input<"x">;
  static constexpr auto mean_before = buffer<"running_mean", axes::C>(0);
  static constexpr auto var_before = buffer<"running_var", axes::C>(1);
  static constexpr auto next_var =
      0.999 * var_before + 0.001 * var<set>(x) + 0.999 * 0.001 * square(mean<set>(x) - mean_before);
  static constexpr auto centred =
      x - tracked<"running_mean", axes::C>(mean_before, observing(mean<set>(x)), Decay<0.999>{});
  static constexpr auto size =
      rsqrt(tracked<"running_var", axes::C>(var_before, observing(next_var), Replace{}, initially(1)) + 1e-5);
  static constexpr auto normalized = centred * size;
  static constexpr auto passed_on = [](auto g) {
    constexpr auto along = buffer<"running_correlation", axes::C>(0);
    constexpr auto level = buffer<"running_gradient", axes::C>(0);
    const auto next_along = along + mean<set>((g - 0.01 * along * normalized) * normalized);
    const auto a =
        (g - 0.01 * tracked<"running_correlation", axes::C>(along, observing(next_along), Replace{}) * normalized) *
        size;
    const auto next_level = level + mean<set>(a - 0.01 * level);
    return a - 0.01 * tracked<"running_gradient", axes::C>(level, observing(next_level), Replace{});
  };
  static constexpr auto affine =
      by_mode(with_gradient(normalized, x, passed_on), normalized) * parameter<"weight", axes::C>(1) +
      parameter<"bias", axes::C>(0);
  static constexpr auto formula = affine * rsqrt(mean<Over<AllBut<axes::N>>>(square(affine)) + 1e-5);
};

using online_norm_rows = rows<section::batch, entry<"OnlineNorm", OnlineNorm, image, sweeps<2, 2>>>;

} // namespace axnorm::catalogue
