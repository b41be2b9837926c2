// Batch and instance norm in one layer: mixed by a learned share, or each for some of the channels. Formulas, nothing
// else.
#pragma once

#include <axnorm/norm/catalogue/entry.hpp>
#include <axnorm/norm/norm.hpp>

namespace axnorm::catalogue {

/// (ρ batch norm + (1 - ρ) instance norm) γ + β (Nam, Kim: Batch-Instance Normalization, arXiv 1805.07925). Parameters:
/// `rho` {C} 1, which optimizers keep within 0 and 1, as in the paper; `weight` {C} 1, `bias` {C} 0; ε 1e-5. State: as
/// batch norm.
struct BatchInstanceNorm {
  static constexpr auto by_batch = Norm<Over<AllBut<axes::C>>, Tracked<axes::C>>::formula;
  static constexpr auto by_instance = norm<Over<AllBut<axes::N, axes::C>>>(input<"x">);
  static constexpr auto rho = parameter<"rho", axes::C>(1, within(0, 1));
  static constexpr auto mixed = rho * by_batch + (1 - rho) * by_instance;
  static constexpr auto formula = mixed * parameter<"weight", axes::C>(1) + parameter<"bias", axes::C>(0);
};

/// Instance norm for some channels, batch norm for the others (Pan, Luo, Shi, Tang: Two at Once: IBN-Net, arXiv
/// 1807.09441, the block IBN-a). Input `by_instance` {C} says which, as booleans: the first half in the paper.
/// Parameters: `weight` {C} 1, `bias` {C} 0; ε 1e-5. State: as batch norm, of all channels.
struct InstanceBatchNorm {
  static constexpr auto by_batch = Norm<Over<AllBut<axes::C>>, Tracked<axes::C>>::formula;
  static constexpr auto by_instance = norm<Over<AllBut<axes::N, axes::C>>>(input<"x">);
  static constexpr auto chosen = where(input<"by_instance">, by_instance, by_batch);
  static constexpr auto formula = chosen * parameter<"weight", axes::C>(1) + parameter<"bias", axes::C>(0);
};

using batch_instance_norm_rows =
    rows<section::batch, entry<"BatchInstanceNorm", BatchInstanceNorm, image>,
         entry<"InstanceBatchNorm", InstanceBatchNorm, image, mask<"by_instance", axes::C>>>;

} // namespace axnorm::catalogue
