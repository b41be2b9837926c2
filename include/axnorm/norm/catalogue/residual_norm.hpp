// A residual connection and its norm as one formula. Formulas, nothing else.
#pragma once

#include <axnorm/expr/expr.hpp>
#include <axnorm/norm/catalogue/entry.hpp>

namespace axnorm::catalogue {

/// RMS norm over `Axes` of x + branch, and the sum as second result: what a pre-norm transformer does between two
/// sublayers. Inputs `x`, `branch`. Parameter: `weight` {Axes} 1; ε 1e-6.
template<class... Axes>
struct AddRMSNorm {
  static constexpr auto sum = input<"x"> + input<"branch">;
  static constexpr auto formula =
      outputs(sum * rsqrt(mean<Over<Axes...>>(square(sum)) + 1e-6) * parameter<"weight", Axes...>(1), sum);
};

/// Layer norm over `Axes` of α x + branch, α a constant that grows with the depth (Wang et al.: DeepNet, arXiv
/// 2203.00555); with α = 1 the post-norm of the first transformer (arXiv 1706.03762). Inputs `x`, `branch`; the scalar
/// `alpha`. Parameters: `weight` {Axes} 1, `bias` {Axes} 0; ε 1e-5.
template<class... Axes>
struct DeepNorm {
  static constexpr auto sum = scalar<"alpha"> * input<"x"> + input<"branch">;
  static constexpr auto formula =
      norm<Over<Axes...>>(sum) * parameter<"weight", Axes...>(1) + parameter<"bias", Axes...>(0);
};

/// x + layer norm over `Axes` of the branch: the second norm of a sandwich (Ding et al.: CogView, arXiv 2105.13290).
/// Inputs `x`, `branch`. Parameters: `weight` {Axes} 1, `bias` {Axes} 0; ε 1e-5. The authors' code divides the branch
/// by an eighth of the largest |branch| of the whole tensor before, which changes what ε weighs and nothing else.
template<class... Axes>
struct SandwichNorm {
  static constexpr auto formula = input<"x"> + norm<Over<Axes...>>(input<"branch">) * parameter<"weight", Axes...>(1) +
                                  parameter<"bias", Axes...>(0);
};

using residual_norm_rows =
    rows<section::features,
         entry<"AddRMSNorm<C>", AddRMSNorm<axes::C>, tokens, operand<"branch", axes::N, axes::T, axes::C>>,
         entry<"DeepNorm<C>", DeepNorm<axes::C>, tokens, operand<"branch", axes::N, axes::T, axes::C>, number<"alpha">>,
         entry<"SandwichNorm<C>", SandwichNorm<axes::C>, tokens, operand<"branch", axes::N, axes::T, axes::C>>>;

} // namespace axnorm::catalogue
