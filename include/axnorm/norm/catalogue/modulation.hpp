// Affine maps from elsewhere: FiLM, SPADE, adaptive layer norm with and without its gate, LayerScale. Formulas, nothing
// else.
#pragma once

#include <axnorm/expr/expr.hpp>
#include <axnorm/norm/catalogue/entry.hpp>

namespace axnorm::catalogue {

/// γ x + β, a scale and a shift for each channel of each sample (Perez, Strub, de Vries, Dumoulin, Courville: FiLM,
/// arXiv 1709.07871, equation 2): inputs `scale` and `shift` {N, C}. No statistics. Code often gives γ - 1, for a
/// network that begins with zeros: bind what is added to 1.
struct FiLM {
  static constexpr auto formula = input<"scale"> * input<"x"> + input<"shift">;
};

/// Batch norm without parameters, then a scale and a shift that differ by position (Park, Liu, Wang, Zhu: Semantic
/// Image Synthesis with Spatially-Adaptive Normalization, arXiv 1903.07291, equation 1): inputs `scale` and `shift` {N,
/// C, H, W}. The paper multiplies by γ; the authors' code, and everybody since, by 1 + γ, which is what this does. ε
/// 1e-5. The published models have batch norm across processes; statistics are those of the batch here, in evaluation
/// too.
struct SpatiallyAdaptiveNorm {
  static constexpr auto formula = norm<Over<AllBut<axes::C>>>(input<"x">) * (1 + input<"scale">)+input<"shift">;
};

/// Layer norm over `Axes` without parameters, then (1 + scale) and shift from a condition (Peebles, Xie: Scalable
/// Diffusion Models with Transformers, arXiv 2212.09748, section 3.2): inputs `scale` and `shift`, for DiT {N, C}. ε
/// 1e-6, as in the authors' code.
template<class... Axes>
struct AdaptiveLayerNorm {
  static constexpr auto formula = norm<Over<Axes...>>(input<"x">, 1e-6) * (1 + input<"scale">)+input<"shift">;
};

/// The other half of adaLN-Zero (the same paper): x + gate · branch, the gate {N, C} from a layer that begins with
/// zeros, so that a block begins as the identity.
struct GatedResidual {
  static constexpr auto formula = input<"x"> + input<"gate"> * input<"branch">;
};

/// γ x, a small scale for each feature of a residual branch (Touvron, Cord, Sablayrolles, Synnaeve, Jégou: Going deeper
/// with Image Transformers, arXiv 2103.17239). Parameter: `weight` {Axes} 1e-5. The paper begins with 0.1 up to depth
/// 18, 1e-5 up to 24 and 1e-6 beyond.
template<class... Axes>
struct LayerScale {
  static constexpr auto formula = input<"x"> * parameter<"weight", Axes...>(1e-5);
};

using modulation_rows = rows<
    section::conditioned,
    entry<"FiLM", FiLM, image, operand<"scale", axes::N, axes::C>, operand<"shift", axes::N, axes::C>>,
    entry<"SpatiallyAdaptiveNorm", SpatiallyAdaptiveNorm, image, operand<"scale", axes::N, axes::C, axes::H, axes::W>,
          operand<"shift", axes::N, axes::C, axes::H, axes::W>>,
    entry<"AdaptiveLayerNorm<C>", AdaptiveLayerNorm<axes::C>, tokens, operand<"scale", axes::N, axes::C>,
          operand<"shift", axes::N, axes::C>>,
    entry<"GatedResidual", GatedResidual, tokens, operand<"gate", axes::N, axes::C>,
          operand<"branch", axes::N, axes::T, axes::C>>,
    entry<"LayerScale<C>", LayerScale<axes::C>, tokens>>;

} // namespace axnorm::catalogue
