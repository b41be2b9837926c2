// Power normalization, with the paper's two gradients. Formulas, nothing else.
#pragma once

#include <axnorm/expr/expr.hpp>
#include <axnorm/norm/catalogue/entry.hpp>

namespace axnorm::catalogue {

/// γ x̂ + β with x̂ = x/ψ, ψ² a running mean of squares over all but the features `Axes`, in training too (Shen, Yao,
/// Gholami, Mahoney, Keutzer: PowerNorm, arXiv 2003.07845, algorithm 2: PN): batch norm for transformers, without a
/// mean. It is the ψ of the batches before. Where g arrives at x̂, the paper's approximation (g - ν x̂)/ψ passes to x,
/// and ν becomes ν (1 - 0.1 mean(x̂²)) + 0.1 mean(g x̂). Evaluation has the gradient of its formula. Parameters: `weight`
/// {Axes} 1, `bias` {Axes} 0; ε 1e-5. State: `running_square` {Axes} 1, of which the old value weighs 0.9, and
/// `running_gradient` {Axes} 0, the ν that backward updates; 0.9 in both is the authors' code's, too, which keeps
/// ν/0.1. It also divides x by the root mean square of each group of its features before, as GroupRMSNorm does, and
/// what passes to x by the batch's ψ instead of the running one; x̂ has the batch's ψ, too, for the first 10000 batches
/// unless it is told otherwise, with the same approximation, so that these are not PowerNormV.
template<class... Axes>
struct PowerNorm {
  using batch = Over<AllBut<Axes...>>;
  static constexpr auto x = input<"x">;
  static constexpr auto before = buffer<"running_square", Axes...>(1);
  static constexpr auto mean_square =
      tracked<"running_square", Axes...>(before, observing(mean<batch>(square(x))), Decay<0.9>{}, initially(1));
  static constexpr auto size = rsqrt(mean_square + 1e-5);
  static constexpr auto normalized = x * size;
  static constexpr auto passed_on = [](auto g) {
    constexpr auto nu = buffer<"running_gradient", Axes...>(0);
    const auto next = nu * (1 - 0.1 * mean<batch>(square(normalized))) + 0.1 * mean<batch>(g * normalized);
    return (g - tracked<"running_gradient", Axes...>(nu, observing(next), Replace{}) * normalized) * size;
  };
  static constexpr auto formula =
      by_mode(with_gradient(normalized, x, passed_on), normalized) * parameter<"weight", Axes...>(1) +
      parameter<"bias", Axes...>(0);
};

/// The same with the batch's ψ in training, and gradients that are exact: the paper's PN-V. State: `running_square`.
template<class... Axes>
struct PowerNormV {
  static constexpr auto x = input<"x">;
  static constexpr auto mean_square =
      tracked<"running_square", Axes...>(mean<Over<AllBut<Axes...>>>(square(x)), Decay<0.9>{}, initially(1));
  static constexpr auto formula =
      x * rsqrt(mean_square + 1e-5) * parameter<"weight", Axes...>(1) + parameter<"bias", Axes...>(0);
};

using power_norm_rows = rows<section::batch, entry<"PowerNorm<C>", PowerNorm<axes::C>, tokens>,
                             entry<"PowerNormV<C>", PowerNormV<axes::C>, tokens>>;

} // namespace axnorm::catalogue
