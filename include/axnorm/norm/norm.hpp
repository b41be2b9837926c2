// Norm: (x - mean) / sqrt(var + eps), with the mean and the variance over any set of axes. Batch, layer, instance and
// group norm are this with different sets. A formula with a good name, nothing else.
#pragma once

#include <axnorm/norm/policies.hpp>

namespace axnorm {

/// `Norm<Over<N, H, W>, Affine<C>>`: policies in any order; biased variance; eps 1e-5 unless `Eps<...>` says otherwise.
/// `Tracked<C>`: a layer keeps running statistics (see there). Its statistics have names: `evaluate<BN{}>(x,
/// with_statistics(mean, var))` uses given ones instead, and `outputs(BN{}, BN::mean, BN::var)` returns them.
template<class... Policies>
struct Norm : policy::called_norm {
  Norm() = default;
  template<class Wrong = spell<policy::norm_of_expression>, expr::expression E>
  explicit Norm(const E&) = delete;

  static constexpr sentence words = policy::words<"Norm", false, Policies...>();
  using set = policy::find<policy::is_set, Over<>, Policies...>;

  static constexpr auto x = input<"x">;
  static constexpr auto mean = let<"mean">(policy::statistics<Policies...>::template mean<set>(x));
  static constexpr auto var = let<"var">(policy::statistics<Policies...>::template var<set>(x));
  static constexpr auto formula = policy::checked<words>(
      policy::affine<Policies...>((x - mean) * rsqrt(var + policy::eps<Eps<1e-5>, Policies...>)));
};

/// Statistics that are given instead of computed: the running ones of an evaluation.
template<class Mean, class Var>
constexpr auto with_statistics(Mean&& mean, Var&& var) {
  using mean_t = bound<"mean", Mean>;
  using var_t = bound<"var", Var>;
  return bound_list<mean_t, var_t>{{mean_t{std::forward<Mean>(mean)}, var_t{std::forward<Var>(var)}}};
}

} // namespace axnorm
