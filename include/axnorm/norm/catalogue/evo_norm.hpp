// The evolved normalization-activation layers. Formulas, nothing else.
#pragma once

#include <axnorm/expr/expr.hpp>
#include <axnorm/norm/catalogue/entry.hpp>

#include <cstddef>

namespace axnorm::catalogue {

/// Statistics and affine map of the family (Liu, Brock, Simonyan, Le: Evolving Normalization-Activation Layers, arXiv
/// 2004.02967): instance variance, the deviation of groups of channels, and the tracked variance of the batch, of which
/// there is no mean. Parameters of all: `weight` {C} 1, `bias` {C} 0; ε 1e-5. State of the B layers: `running_var` {C}
/// 1, of which the old value weighs 0.9; the biased variance, as it is used and as the authors' code averages it, where
/// timm averages the unbiased one. timm's B0 has ε 1e-3. The authors' code has 32 groups, or the next smaller number
/// that divides the channels.
struct EvoNorm {
  static constexpr auto x = input<"x">;
  static constexpr auto v = parameter<"v", axes::C>(1);
  static constexpr auto eps = 1e-5;
  static constexpr auto instance_deviation = sqrt(var<Over<AllBut<axes::N, axes::C>>>(x) + eps);
  static constexpr auto instance_size = sqrt(mean<Over<AllBut<axes::N, axes::C>>>(square(x)) + eps);
  static constexpr auto batch_var =
      tracked<"running_var", axes::C>(var<Over<AllBut<axes::C>>>(x), Decay<0.9>{}, initially(1));
  static constexpr auto affine(const auto& e) {
    return e * parameter<"weight", axes::C>(1) + parameter<"bias", axes::C>(0);
  }
};

/// EvoNorm-B0 (arXiv 2004.02967): x / max(batch deviation, v x + instance deviation). Parameter `v` {C} 1, too.
struct EvoNormB0 : EvoNorm {
  static constexpr auto formula = affine(x / max(sqrt(batch_var + eps), v* x + instance_deviation));
};

/// EvoNorm-S0 (arXiv 2004.02967): x σ(v x) / deviation of each of `Count` groups. Parameter `v` {C} 1, too.
template<std::size_t Count = 32>
struct EvoNormS0 : EvoNorm {
  using groups = Over<AllBut<axes::N, axes::C>, Groups<axes::C, Count>>;
  static constexpr auto formula = affine(x * sigmoid(v * x) * rsqrt(var<groups>(x) + eps));
};

/// EvoNorm-B1 (arXiv 2004.02967): x / max(batch deviation, (x + 1) √(mean of squares of the instance)).
struct EvoNormB1 : EvoNorm {
  static constexpr auto formula = affine(x / max(sqrt(batch_var + eps), (x + 1) * instance_size));
};

/// EvoNorm-B2 (arXiv 2004.02967): x / max(batch deviation, √(mean of squares of the instance) - x).
struct EvoNormB2 : EvoNorm {
  static constexpr auto formula = affine(x / max(sqrt(batch_var + eps), instance_size - x));
};

/// EvoNorm-S1 (arXiv 2004.02967): silu(x) / deviation of each of `Count` groups.
template<std::size_t Count = 32>
struct EvoNormS1 : EvoNorm {
  static constexpr auto formula = affine(silu(x) * rsqrt(var<typename EvoNormS0<Count>::groups>(x) + eps));
};

/// EvoNorm-S2 (arXiv 2004.02967): silu(x) / √(mean of squares of each of `Count` groups).
template<std::size_t Count = 32>
struct EvoNormS2 : EvoNorm {
  static constexpr auto formula = affine(silu(x) * rsqrt(mean<typename EvoNormS0<Count>::groups>(square(x)) + eps));
};

using evo_norm_rows =
    rows<section::images, entry<"EvoNormB0", EvoNormB0, image>, entry<"EvoNormS0<4>", EvoNormS0<4>, image>,
         entry<"EvoNormB1", EvoNormB1, image>, entry<"EvoNormB2", EvoNormB2, image>,
         entry<"EvoNormS1<4>", EvoNormS1<4>, image>, entry<"EvoNormS2<4>", EvoNormS2<4>, image>>;

} // namespace axnorm::catalogue
