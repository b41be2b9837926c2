// Power normalization. A formula, nothing else.
#pragma once

#include <axnorm/expr/expr.hpp>
#include <axnorm/norm/catalogue/entry.hpp>

namespace axnorm::catalogue {

/// γ x / ψ + β, ψ² the mean of squares over all but the features `Axes` (Shen, Yao, Gholami, Mahoney, Keutzer:
/// PowerNorm, arXiv 2003.07845): batch norm for transformers, without a mean. This is the paper's PN-V, of which
/// training uses the batch's ψ and gradients are exact; its PN uses the running ψ in training, too, and a running
/// approximation of the gradient, which no formula of the forward pass says. Parameters: `weight` {Axes} 1, `bias`
/// {Axes} 0; ε 1e-5. State: `running_square` {Axes} 1, of which the old value weighs 0.9. The authors' code divides x
/// by the root mean square of each group of its features before, as GroupRMSNorm does.
template<class... Axes>
struct PowerNorm {
  static constexpr auto x = input<"x">;
  static constexpr auto mean_square =
      tracked<"running_square", Axes...>(mean<Over<AllBut<Axes...>>>(square(x)), Decay<0.9>{}, initially(1));
  static constexpr auto formula =
      x * rsqrt(mean_square + 1e-5) * parameter<"weight", Axes...>(1) + parameter<"bias", Axes...>(0);
};

using power_norm_rows = rows<section::batch, entry<"PowerNorm<C>", PowerNorm<axes::C>, tokens>>;

} // namespace axnorm::catalogue
