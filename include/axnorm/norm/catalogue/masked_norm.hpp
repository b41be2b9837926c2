// Norms of what a mask keeps. Formulas, nothing else.
#pragma once

#include <axnorm/expr/expr.hpp>
#include <axnorm/norm/catalogue/entry.hpp>

namespace axnorm::catalogue {

/// Statistics of the elements that input `mask` keeps (booleans, or weights of any size; axes that it lacks count
/// alike): μ = Σmx / Σm, and 0 where Σm is 0. What is masked out is 0 in the result. ε 1e-5.
struct MaskedNorm {
  static constexpr auto x = input<"x">;
  static constexpr auto mask = input<"mask">;
  static constexpr auto kept(const auto& e) { return where(mask, e, 0); }
};

/// Batch norm over the kept positions of padded sequences or images (Keras's batch norm, Flax's norms; a long-standing
/// wish for PyTorch). Parameters: `weight` {C} 1, `bias` {C} 0. State: `running_mean` {C} 0, `running_var` {C} 1 of the
/// variance with divisor Σm - 1. Flax and Keras average the biased one; Keras adds 1e-7 to Σm.
struct MaskedBatchNorm : MaskedNorm {
  using set = Over<AllBut<axes::C>>;
  static constexpr auto mean = tracked<"running_mean", axes::C>(axnorm::mean<set>(x, mask));
  static constexpr auto var = tracked<"running_var", axes::C>(axnorm::var<set>(x, mask), initially(1),
                                                              observing(axnorm::var<set, unbiased>(x, mask)));
  static constexpr auto whitened = (x - mean) * rsqrt(var + 1e-5);
  static constexpr auto formula = kept(whitened * parameter<"weight", axes::C>(1) + parameter<"bias", axes::C>(0));
};

/// Layer norm over `Axes`, which also carry `weight` 1 and `bias` 0.
template<class... Axes>
struct MaskedLayerNorm : MaskedNorm {
  using set = Over<Axes...>;
  static constexpr auto whitened = (x - mean<set>(x, mask)) * rsqrt(var<set>(x, mask) + 1e-5);
  static constexpr auto formula = kept(whitened * parameter<"weight", Axes...>(1) + parameter<"bias", Axes...>(0));
};

/// Instance norm over the kept positions of each channel of each sample. No parameters.
struct MaskedInstanceNorm : MaskedNorm {
  using set = Over<AllBut<axes::N, axes::C>>;
  static constexpr auto formula = kept((x - mean<set>(x, mask)) * rsqrt(var<set>(x, mask) + 1e-5));
};

using masked_norm_rows =
    rows<section::batch, entry<"MaskedBatchNorm", MaskedBatchNorm, tokens, mask<"mask", axes::N, axes::T>>,
         entry<"MaskedInstanceNorm", MaskedInstanceNorm, image, mask<"mask", axes::N, axes::H, axes::W>>,
         entry<"MaskedLayerNorm<C, T>", MaskedLayerNorm<axes::C, axes::T>, tokens, mask<"mask", axes::N, axes::T>>>;

} // namespace axnorm::catalogue
