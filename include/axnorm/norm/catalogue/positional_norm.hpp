// Positional normalization, and the shortcut that carries its moments to a later layer. Formulas, nothing else.
#pragma once

#include <axnorm/expr/expr.hpp>
#include <axnorm/norm/catalogue/entry.hpp>

namespace axnorm::catalogue {

/// (x - μ) / σ over the channels of each position, and μ and σ as second and third result (Li, Wu, Weinberger,
/// Belongie: Positional Normalization, arXiv 1907.04312). No parameters; ε 1e-5 is added to the variance. The paper's
/// variance is biased; the authors' code has that of n - 1: `PositionalNorm<unbiased>`.
template<divisor Divisor = biased>
struct PositionalNorm {
  static constexpr auto x = input<"x">;
  static constexpr auto mean = let<"mean">(axnorm::mean<Over<axes::C>>(x));
  static constexpr auto deviation = let<"deviation">(sqrt(var<Over<axes::C>, Divisor>(x) + 1e-5));
  static constexpr auto formula = outputs((x - mean) / deviation, mean, deviation);
};

/// x σ + μ with the moments of an earlier PositionalNorm as inputs `deviation` and `mean` (the same paper): gradients
/// flow into them.
struct MomentShortcut {
  static constexpr auto formula = input<"x"> * input<"deviation"> + input<"mean">;
};

using positional_norm_rows =
    rows<section::images, entry<"PositionalNorm", PositionalNorm<>, image>,
         entry<"MomentShortcut", MomentShortcut, image, operand<"deviation", axes::N, axes::H, axes::W>,
               operand<"mean", axes::N, axes::H, axes::W>>>;

} // namespace axnorm::catalogue
