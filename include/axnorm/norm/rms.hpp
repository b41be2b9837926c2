// RMS: x / sqrt(mean of squares + eps) over any set of axes (arXiv 1910.07467). A formula with a good name, nothing
// else.
#pragma once

#include <axnorm/norm/policies.hpp>

namespace axnorm {

/// `RMS<Over<C>, Scale<C>>`: policies in any order; eps 1e-5 unless `Eps<...>` says otherwise.
template<class... Policies>
struct RMS : policy::called_norm {
  RMS() = default;
  template<class Wrong = spell<policy::norm_of_expression>, expr::expression E>
  explicit RMS(const E&) = delete;

  static constexpr sentence words = policy::words<"RMS", false, Policies...>();
  using set = policy::find<policy::is_set, Over<>, Policies...>;

  static constexpr auto x = input<"x">;
  static constexpr auto mean_square = let<"mean_square">(axnorm::mean<set>(square(x)));
  static constexpr auto formula =
      policy::checked<words>(policy::affine<Policies...>(x * rsqrt(mean_square + policy::eps<Eps<1e-5>, Policies...>)));
};

} // namespace axnorm
