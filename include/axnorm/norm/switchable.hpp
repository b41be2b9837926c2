// Switchable normalization (arXiv 1806.10779): means and variances over several sets of axes, mixed by softmax of
// learned logits. Any number of sets, any sets. A formula with a good name, nothing else.
#pragma once

#include <axnorm/norm/policies.hpp>

#include <utility>

namespace axnorm {

namespace axes {
struct Set : axis<"Set"> {}; ///< the sets of a switchable norm, in the order they are written
} // namespace axes

namespace policy {

/// Logits, one for each of `Count` sets: a parameter of that extent along axis Set, initially 1.
template<fixed_string Name, std::size_t Count>
inline constexpr auto logits = parameter<Name, Fixed<axes::Set, Count>>(1);

template<class First, class... Rest>
constexpr auto largest(const First& first, const Rest&... rest) {
  if constexpr (sizeof...(Rest) == 0)
    return first;
  else
    return max(first, largest(rest...));
}

/// Sum over k of softmax(logits)[k] * values[k].
template<class Logits, class... Values, std::size_t... K>
constexpr auto mix(const Logits& logits, std::index_sequence<K...>, const Values&... values) {
  const auto top = largest(element<axes::Set, static_cast<int>(K)>(logits)...);
  const auto weight = [&](const auto& logit) { return exp(logit - top); };
  return ((weight(element<axes::Set, static_cast<int>(K)>(logits)) * values) + ...) /
         (weight(element<axes::Set, static_cast<int>(K)>(logits)) + ...);
}

template<class List>
struct mixed;
template<class... Set>
struct mixed<boost::mp11::mp_list<Set...>> {
  using index = std::index_sequence_for<Set...>;
  static constexpr auto mean(const auto& x) {
    return mix(logits<"mean_weight", sizeof...(Set)>, index{}, axnorm::mean<Set>(x)...);
  }
  static constexpr auto var(const auto& x) {
    return mix(logits<"var_weight", sizeof...(Set)>, index{}, axnorm::var<Set>(x)...);
  }
};
template<>
struct mixed<boost::mp11::mp_list<>> : mixed<boost::mp11::mp_list<Over<>>> {};

} // namespace policy

/// `SwitchableNorm<Over<H, W>, Over<C, H, W>, Over<N, H, W>, Affine<C>>`. Logits `mean_weight` and `var_weight` of one
/// value a set, initially equal; biased variances; eps 1e-5 unless `Eps<...>` says otherwise.
template<class... Policies>
struct SwitchableNorm {
  static constexpr sentence words = policy::words<"SwitchableNorm", true, Policies...>();
  using sets = policy::mixed<boost::mp11::mp_copy_if<boost::mp11::mp_list<Policies...>, policy::is_set>>;

  static constexpr auto x = input<"x">;
  static constexpr auto mean = let<"mean">(sets::mean(x));
  static constexpr auto var = let<"var">(sets::var(x));
  static constexpr auto formula = policy::checked<words>(
      policy::affine<Policies...>((x - mean) * rsqrt(var + policy::eps<Eps<1e-5>, Policies...>)));
};

} // namespace axnorm
