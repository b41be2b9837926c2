// Instance norm of time series that is taken back after the forecast. Formulas, nothing else.
#pragma once

#include <axnorm/expr/expr.hpp>
#include <axnorm/norm/catalogue/entry.hpp>

namespace axnorm::catalogue {

/// (x - μ) / σ γ + β over the time of each series, and μ and σ = √(variance + 1e-5) as second and third result (Kim et
/// al.: Reversible Instance Normalization for Accurate Time-Series Forecasting, 2022). Parameters: `weight` {C} 1,
/// `bias` {C} 0. The authors' code lets no gradient into μ and σ.
struct ReversibleInstanceNorm {
  static constexpr auto x = input<"x">;
  static constexpr auto mean = let<"mean">(axnorm::mean<Over<axes::T>>(x));
  static constexpr auto deviation = let<"deviation">(sqrt(var<Over<axes::T>>(x) + 1e-5));
  static constexpr auto formula = outputs(
      (x - mean) / deviation * parameter<"weight", axes::C>(1) + parameter<"bias", axes::C>(0), mean, deviation);
};

/// The way back, σ (x - β) / γ + μ (the same paper), with the moments as inputs `mean` and `deviation` {N, C}. Its
/// `weight` and `bias` are those of the other: `share` makes them one. The authors' code adds ε² to γ.
struct ReversibleInstanceDenorm {
  static constexpr auto formula =
      (input<"x"> - parameter<"bias", axes::C>(0)) / parameter<"weight", axes::C>(1) * input<"deviation"> +
      input<"mean">;
};

using reversible_instance_norm_rows =
    rows<section::conditioned, entry<"ReversibleInstanceNorm", ReversibleInstanceNorm, tokens>,
         entry<"ReversibleInstanceDenorm", ReversibleInstanceDenorm, tokens, operand<"deviation", axes::N, axes::C>,
               operand<"mean", axes::N, axes::C>>>;

} // namespace axnorm::catalogue
