// Normalization of the queries and keys of attention. Formulas, nothing else.
#pragma once

#include <axnorm/expr/expr.hpp>
#include <axnorm/norm/catalogue/entry.hpp>

namespace axnorm::catalogue {

/// Queries and keys by their root mean squares over `Axes`, each with a weight that the heads share (Dehghani et al.:
/// Scaling Vision Transformers to 22 Billion Parameters, arXiv 2302.05442, has layer norm here; the language models
/// since have RMS norm: Qwen 3 of each head, OLMo 2 of all heads at once). Inputs `q` and `k`, two results. Parameters:
/// `q_weight`, `k_weight` {Axes} 1; ε 1e-6.
template<class... Axes>
struct QueryKeyNorm {
  static constexpr auto q = input<"q">;
  static constexpr auto k = input<"k">;
  static constexpr auto normalized(const auto& e) { return e * rsqrt(mean<Over<Axes...>>(square(e)) + 1e-6); }
  static constexpr auto formula =
      outputs(normalized(q) * parameter<"q_weight", Axes...>(1), normalized(k) * parameter<"k_weight", Axes...>(1));
};

/// Queries and keys of length 1 over `Axes`, and the queries times g, which takes the place of 1/√d (Henry, Dachapally,
/// Pawar, Chen: Query-Key Normalization for Transformers, arXiv 2010.04245). Parameter: `g` {}, which begins with
/// `Initial`: in the paper log₂(L² - L), L the length that 97.5 % of the training sequences do not exceed. Norms are at
/// least 1e-12.
template<auto Initial, class... Axes>
struct CosineQueryKeyNorm {
  static constexpr auto q = input<"q">;
  static constexpr auto k = input<"k">;
  static constexpr auto normalized(const auto& e) { return e / max(norm2<Over<Axes...>>(e), 1e-12); }
  static constexpr auto formula = outputs(parameter<"g">(Initial) * normalized(q), normalized(k));
};

using query_key_norm_rows =
    rows<section::features,
         entry<"QueryKeyNorm<D>", QueryKeyNorm<axes::D>, operand<"q", axes::N, Head, axes::T, axes::D>,
               operand<"k", axes::N, Head, axes::S, axes::D>>,
         entry<"CosineQueryKeyNorm<2.0, D>", CosineQueryKeyNorm<2.0, axes::D>,
               operand<"q", axes::N, Head, axes::T, axes::D>, operand<"k", axes::N, Head, axes::S, axes::D>>>;

} // namespace axnorm::catalogue
