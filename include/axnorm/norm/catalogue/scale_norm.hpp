// Lengths made equal: ScaleNorm and L2, L1 normalization. Formulas, nothing else.
#pragma once

#include <axnorm/expr/expr.hpp>
#include <axnorm/norm/catalogue/entry.hpp>

#include <cmath>

namespace axnorm::catalogue {

/// g x / max(‖x‖, 1e-5) over `Axes`, with a single learned length g (Nguyen, Salazar: Transformers without Tears, arXiv
/// 1910.05895). Parameter: `g` {}, which begins with √n of n features. The paper has no ε; clamping is the authors'
/// code.
template<class... Axes>
struct ScaleNorm {
  static constexpr auto x = input<"x">;
  static constexpr auto root = by_extents<Axes...>([](auto... n) { return std::sqrt((n * ...)); });
  static constexpr auto formula = parameter<"g">(root) * x / max(norm2<Over<Axes...>>(x), 1e-5);
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
    rows<section::features, entry<"ScaleNorm<C>", ScaleNorm<axes::C>, tokens>,
         entry<"L2Normalize<C>", L2Normalize<axes::C>, tokens>, entry<"L1Normalize<C>", L1Normalize<axes::C>, tokens>>;

} // namespace axnorm::catalogue
