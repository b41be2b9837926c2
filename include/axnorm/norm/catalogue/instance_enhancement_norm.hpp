// Instance enhancement batch normalization. A formula, nothing else.
#pragma once

#include <axnorm/norm/catalogue/entry.hpp>
#include <axnorm/norm/norm.hpp>

namespace axnorm::catalogue {

/// Batch norm whose scale each sample adjusts: γ σ(γ̂ μ + β̂), μ the mean over the positions of each channel of each
/// sample (Liang, Huang, Liang, Yang: Instance Enhancement Batch Normalization, arXiv 1908.04008). Parameters: `weight`
/// {C} 1, `bias` {C} 0, `gate_weight` {C} 0, `gate_bias` {C} -1; ε 1e-5. State: as batch norm.
struct InstanceEnhancementNorm {
  using batch_norm = Norm<Over<AllBut<axes::C>>, Tracked<axes::C>>;
  static constexpr auto level = mean<Over<AllBut<axes::N, axes::C>>>(input<"x">);
  static constexpr auto gate =
      sigmoid(parameter<"gate_weight", axes::C>(0) * level + parameter<"gate_bias", axes::C>(-1));
  static constexpr auto formula =
      batch_norm::formula * (parameter<"weight", axes::C>(1) * gate) + parameter<"bias", axes::C>(0);
};

using instance_enhancement_norm_rows =
    rows<section::batch, entry<"InstanceEnhancementNorm", InstanceEnhancementNorm, image>>;

} // namespace axnorm::catalogue
