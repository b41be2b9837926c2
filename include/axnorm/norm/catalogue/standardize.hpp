// Scaling the features of a data set. Formulas, nothing else.
#pragma once

#include <axnorm/expr/expr.hpp>
#include <axnorm/norm/catalogue/entry.hpp>

namespace axnorm::catalogue {

/// (x - μ) / σ of each feature, with the moments of the data set that a layer has seen last in training (scikit-learn's
/// StandardScaler): biased, and σ = 0 counts as 1, there also a σ that may be rounding. State: `mean` {Features} 0,
/// `deviation` {Features} 1.
template<class... Features>
struct Standardize {
  using samples = Over<AllBut<Features...>>;
  static constexpr auto x = input<"x">;
  static constexpr auto mean = tracked<"mean", Features...>(axnorm::mean<samples>(x), Replace{});
  static constexpr auto spread = std_dev<samples>(x);
  static constexpr auto deviation =
      tracked<"deviation", Features...>(where(spread == 0, 1, spread), Replace{}, initially(1));
  static constexpr auto formula = (x - mean) / deviation;
};

/// (x - least) / (largest - least) over `Axes`, from 0 to 1; gradients reach the extremes. Where all are equal the
/// divisor is `Least`.
template<auto Least, class... Axes>
struct MinMaxScale {
  static constexpr auto x = input<"x">;
  static constexpr auto low = min<Over<Axes...>>(x);
  static constexpr auto formula = (x - low) / max(max<Over<Axes...>>(x) - low, Least);
};

/// x / max |x| over `Axes`, from -1 to 1, as quantizers have it: no gradient passes the divisor, which is at least
/// `Least`.
template<auto Least, class... Axes>
struct MaxAbsScale {
  static constexpr auto x = input<"x">;
  static constexpr auto formula = x / stop_gradient(max(max<Over<Axes...>>(abs(x)), Least));
};

using standardize_rows =
    rows<section::batch, entry<"Standardize<C>", Standardize<axes::C>, operand<"x", axes::N, axes::C>>,
         entry<"MinMaxScale<1e-12, H, W>", MinMaxScale<1e-12, axes::H, axes::W>, image>,
         entry<"MaxAbsScale<1e-12, C>", MaxAbsScale<1e-12, axes::C>, tokens>>;

} // namespace axnorm::catalogue
