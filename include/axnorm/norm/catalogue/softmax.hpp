// Softmax, its logarithm, and the logarithm of its sum, over any set of axes. Formulas, nothing else.
#pragma once

#include <axnorm/expr/expr.hpp>
#include <axnorm/norm/catalogue/entry.hpp>

namespace axnorm::catalogue {

/// exp(x - m) / Σ exp(x - m) over `Axes`, m the largest x, whose gradient cancels. No parameters.
template<class... Axes>
struct Softmax {
  static constexpr auto x = input<"x">;
  static constexpr auto powers = exp(x - max<Over<Axes...>>(x));
  static constexpr auto formula = powers / sum<Over<Axes...>>(powers);
};

/// x - m - log Σ exp(x - m) over `Axes`. No parameters.
template<class... Axes>
struct LogSoftmax {
  static constexpr auto x = input<"x">;
  static constexpr auto shifted = x - max<Over<Axes...>>(x);
  static constexpr auto formula = shifted - log(sum<Over<Axes...>>(exp(shifted)));
};

/// m + log Σ exp(x - m) over `Axes`, which the result lacks. No parameters.
template<class... Axes>
struct LogSumExp {
  static constexpr auto x = input<"x">;
  static constexpr auto top = max<Over<Axes...>>(x);
  static constexpr auto formula = top + log(sum<Over<Axes...>>(exp(x - top)));
};

using softmax_rows = rows<section::any_axes, entry<"Softmax<C>", Softmax<axes::C>, tokens>,
                          entry<"LogSoftmax<H, W>", LogSoftmax<axes::H, axes::W>, image>,
                          entry<"LogSumExp<C>", LogSumExp<axes::C>, tokens>>;

} // namespace axnorm::catalogue
