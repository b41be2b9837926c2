// Lengths made equal: ScaleNorm and L2, L1 normalization. Formulas, nothing else.
#pragma once

#include <axnorm/expr/expr.hpp>
#include <axnorm/norm/catalogue/entry.hpp>

namespace axnorm::catalogue {

/// g x / max(‖x‖, 1e-5) over `Axes`, with a single learned length g (Nguyen, Salazar: Transformers without Tears, arXiv
/// 1910.05895). Parameter: `g` {}, which begins with `Initial`: √n of n features in the paper. The paper has no ε;
/// clamping is the authors' code.
template<auto Initial, class... Axes>
struct ScaleNorm {
  static constexpr auto x = input<"x">;
  static constexpr auto formula = parameter<"g">(Initial) * x / max(norm2<Over<Axes...>>(x), 1e-5);
};

/// x / max(‖x‖, 1e-12) over `Axes`, as PyTorch's `normalize`. (Flax adds 1e-12 to ‖x‖² under the root.) No parameters.
template<class... Axes>
struct L2Normalize {
  static constexpr auto x = input<"x">;
  static constexpr auto formula = x / max(norm2<Over<Axes...>>(x), 1e-12);
};

/// x / max(Σ|x|, 1e-12) over `Axes`: PyTorch's `normalize` with p = 1. No parameters.
template<class... Axes>
struct L1Normalize {
  static constexpr auto x = input<"x">;
  static constexpr auto formula = x / max(sum<Over<Axes...>>(abs(x)), 1e-12);
};

using scale_norm_rows =
    rows<section::features, entry<"ScaleNorm<2.0, C>", ScaleNorm<2.0, axes::C>, tokens>,
         entry<"L2Normalize<C>", L2Normalize<axes::C>, tokens>, entry<"L1Normalize<C>", L1Normalize<axes::C>, tokens>>;

} // namespace axnorm::catalogue
