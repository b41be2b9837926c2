// Mode normalization. A formula, nothing else.
#pragma once

#include <axnorm/expr/expr.hpp>
#include <axnorm/norm/catalogue/entry.hpp>

namespace axnorm::catalogue {

/// Σ_k g_k (x - μ_k) / σ_k γ + β: batch norm with the moments of K modes, to which gates assign the samples (Deecke,
/// Murray, Bilen: Mode Normalization, arXiv 1810.05466). Input `gates` {N, K}, the softmax of a network; gradients flow
/// into it. Parameters: `weight` {C} 1, `bias` {C} 0; σ_k = √(variance + 1e-5). State: `running_mean` {K, C} 0,
/// `running_var` {K, C} 1 of the biased variance, where the paper averages the first two moments; the authors' code
/// begins with 0 for both.
struct ModeNorm {
  static constexpr auto x = input<"x">;
  static constexpr auto gates = input<"gates", axes::N, axes::K>;
  // The moments of a mode are those of its samples, merged; so no statistic runs over x for each mode again.
  static constexpr auto instance_mean = axnorm::mean<Over<AllBut<axes::N, axes::C, axes::K>>>(x);
  static constexpr auto instance_var = axnorm::var<Over<AllBut<axes::N, axes::C, axes::K>>>(x);
  static constexpr auto mode_mean = axnorm::mean<Over<axes::N>>(instance_mean, gates);
  static constexpr auto mode_var = axnorm::mean<Over<axes::N>>(instance_var + square(instance_mean - mode_mean), gates);
  static constexpr auto mean = tracked<"running_mean", axes::K, axes::C>(mode_mean);
  static constexpr auto var = tracked<"running_var", axes::K, axes::C>(mode_var, initially(1));
  // Σ_k a_k (x - μ_k) = Σ_k a_k (x - Σ_k a_k μ_k / Σ_k a_k), a_k = g_k / σ_k: one sum for each sample and channel.
  static constexpr auto share = gates * rsqrt(var + 1e-5);
  static constexpr auto total = sum<Over<axes::K>>(share);
  static constexpr auto mixed = (x - sum<Over<axes::K>>(share * mean) / total) * total;
  static constexpr auto formula = mixed * parameter<"weight", axes::C>(1) + parameter<"bias", axes::C>(0);
};

using mode_norm_rows = rows<section::batch, entry<"ModeNorm", ModeNorm, image, positive<"gates", axes::N, axes::K>>>;

} // namespace axnorm::catalogue
