// Norms whose affine map depends on a condition: conditional instance and batch norm, attentive normalization.
// Formulas, nothing else.
#pragma once

#include <axnorm/norm/catalogue/entry.hpp>
#include <axnorm/norm/norm.hpp>

namespace axnorm::catalogue {

/// Instance norm with a scale and a shift for each of K styles (Dumoulin, Shlens, Kudlur: A Learned Representation For
/// Artistic Style, arXiv 1610.07629, equation 5). Input `style` {N, K} says how much of each style: one 1 picks a
/// style, other weights blend them, as the paper does. Parameters: `weight` {K, C} 1, `bias` {K, C} 0; ε 1e-5.
struct ConditionalInstanceNorm {
  static constexpr auto style = input<"style", axes::N, axes::K>;
  static constexpr auto weight = sum<Over<axes::K>>(style * parameter<"weight", axes::K, axes::C>(1));
  static constexpr auto bias = sum<Over<axes::K>>(style * parameter<"bias", axes::K, axes::C>(0));
  static constexpr auto formula = norm<Over<AllBut<axes::N, axes::C, axes::K>>>(input<"x">) * weight + bias;
};

/// Instance norm with a scale and a shift for each of K styles, of which each sample names one: the same paper where it
/// trains, its rows of tables looked up. Input `label` {N} of integers below K, an extent that the layer is given:
/// `dim<K>(32)`. Parameters: `weight` {K, C} 1, `bias` {K, C} 0; ε 1e-5.
struct ClassConditionalInstanceNorm {
  static constexpr auto label = input<"label", axes::N>;
  static constexpr auto weight = gather<axes::K>(parameter<"weight", axes::K, axes::C>(1), label);
  static constexpr auto bias = gather<axes::K>(parameter<"bias", axes::K, axes::C>(0), label);
  static constexpr auto formula = norm<Over<AllBut<axes::N, axes::C>>>(input<"x">) * weight + bias;
};

/// Batch norm with a scale and a shift for each of K classes, as generators of images by class have it: two tables as
/// `nn.Embedding`s. (BigGAN, arXiv 1809.11096, computes them from a shared embedding: that is ConditionalBatchNorm.)
/// Input `label` {N} of integers below K, an extent that the layer is given. Parameters: `weight` {K, C} 1, `bias`
/// {K, C} 0; popular code draws the weights from a normal distribution around 1. State: as batch norm; ε 1e-5.
struct ClassConditionalBatchNorm {
  using batch_norm = Norm<Over<AllBut<axes::C>>, Tracked<axes::C>>;
  static constexpr auto label = input<"label", axes::N>;
  static constexpr auto weight = gather<axes::K>(parameter<"weight", axes::K, axes::C>(1), label);
  static constexpr auto bias = gather<axes::K>(parameter<"bias", axes::K, axes::C>(0), label);
  static constexpr auto formula = batch_norm::formula * weight + bias;
};

/// Batch norm whose scale and shift a network changes sample by sample (de Vries et al.: Modulating early visual
/// processing by language, arXiv 1707.00683): inputs `weight_change` and `bias_change` {N, C} are added to the
/// parameters. Parameters: `weight` {C} 1, `bias` {C} 0; ε 1e-5. State: as batch norm.
struct ConditionalBatchNorm {
  using batch_norm = Norm<Over<AllBut<axes::C>>, Tracked<axes::C>>;
  static constexpr auto weight = parameter<"weight", axes::C>(1) + input<"weight_change">;
  static constexpr auto bias = parameter<"bias", axes::C>(0) + input<"bias_change">;
  static constexpr auto formula = batch_norm::formula * weight + bias;
};

/// Batch norm whose scale and shift are mixed from K learned ones by a network's attention (Li, Sun, Wu: Attentive
/// Normalization, arXiv 1908.01259): input `attention` {N, K}. Parameters: `weight` {K, C} 1, `bias` {K, C} 0; the
/// authors draw them from normal distributions around these. State: as batch norm; ε 1e-5.
struct AttentiveNorm {
  using batch_norm = Norm<Over<AllBut<axes::C, axes::K>>, Tracked<axes::C>>;
  static constexpr auto attention = input<"attention", axes::N, axes::K>;
  static constexpr auto weight = sum<Over<axes::K>>(attention * parameter<"weight", axes::K, axes::C>(1));
  static constexpr auto bias = sum<Over<axes::K>>(attention * parameter<"bias", axes::K, axes::C>(0));
  static constexpr auto formula = batch_norm::formula * weight + bias;
};

using conditional_norm_rows =
    rows<section::conditioned,
         entry<"ConditionalInstanceNorm", ConditionalInstanceNorm, image, operand<"style", axes::N, axes::K>>,
         entry<"ClassConditionalInstanceNorm", ClassConditionalInstanceNorm, image, label<"label", axes::K, axes::N>>,
         entry<"ClassConditionalBatchNorm", ClassConditionalBatchNorm, image, label<"label", axes::K, axes::N>>,
         entry<"ConditionalBatchNorm", ConditionalBatchNorm, image, operand<"weight_change", axes::N, axes::C>,
               operand<"bias_change", axes::N, axes::C>>,
         entry<"AttentiveNorm", AttentiveNorm, image, operand<"attention", axes::N, axes::K>>>;

} // namespace axnorm::catalogue
