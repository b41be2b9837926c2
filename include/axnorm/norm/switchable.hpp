// Switchable normalization (arXiv 1806.10779): means and variances over several sets of axes, mixed by softmax of
// learned logits. Any number of sets, any sets. A formula with a good name, nothing else.
#pragma once

#include <axnorm/norm/policies.hpp>

#include <boost/mp11/algorithm.hpp>
#include <boost/mp11/list.hpp>
#include <boost/mp11/set.hpp>

#include <cstddef>
#include <type_traits>
#include <utility>

namespace axnorm {

namespace axes {
struct Set : axis<"Set"> {}; ///< the sets of a switchable norm, in the order they are written
} // namespace axes

/// For SwitchableNorm: variances unbiased on the first level and merged from there, running averages by Decay<0.9> from
/// a variance of 0, as in the authors' code (github.com/switchablenorms/Switchable-Normalization), for its checkpoints.
/// That is its SwitchNorm2d; SwitchNorm1d and SwitchNorm3d there have 0.997: `Official, Decay<0.997>`.
struct Official {};

namespace policy {

template<>
inline constexpr bool extra_policy<Official> = true;
template<class P>
struct is_official : std::is_same<P, Official> {};

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

/// Whether a set runs over the batch, so that its statistics are not those of one sample.
template<class Set>
inline constexpr bool over_batch = false;
template<class... M>
inline constexpr bool over_batch<Over<M...>> = (boost::mp11::mp_contains<Over<M...>, axes::N>::value || ... || [] {
  if constexpr (requires { typename M::is_all_but; })
    return !boost::mp11::mp_contains<M, axes::N>::value;
  else
    return false;
}());

/// Whether one set is part of another, and what is left of the other without it: sets of axes, or of all axes but some.
template<class Inner, class Outer>
inline constexpr bool is_part_of = false;
template<class... A, class... B>
requires(sizeof...(A) < sizeof...(B))
inline constexpr bool is_part_of<Over<A...>, Over<B...>> = (boost::mp11::mp_contains<Over<B...>, A>::value && ...);
template<Axis... A, class... B>
inline constexpr bool is_part_of<Over<A...>, Over<AllBut<B...>>> =
    !(boost::mp11::mp_contains<AllBut<B...>, A>::value || ...);
template<class... A, class... B>
inline constexpr bool is_part_of<Over<AllBut<A...>>, Over<AllBut<B...>>> =
    sizeof...(B) < sizeof...(A) && (boost::mp11::mp_contains<AllBut<A...>, B>::value && ...);

template<class Outer, class Inner>
struct rest {
  using type = boost::mp11::mp_set_difference<Outer, Inner>;
};
template<class... B, class... A>
struct rest<Over<AllBut<B...>>, Over<A...>> {
  using type = Over<AllBut<B..., A...>>;
};
template<class... B, class... A>
struct rest<Over<AllBut<B...>>, Over<AllBut<A...>>> {
  using type = boost::mp11::mp_set_difference<Over<A...>, Over<B...>>;
};
template<class Outer, class Inner>
using rest_of = typename rest<Outer, Inner>::type;

/// The set that is part of all the others; void if there is none.
template<class Set, class... All>
inline constexpr bool is_innermost = ((std::is_same_v<Set, All> || is_part_of<Set, All>) && ...);
template<class... All>
using innermost = boost::mp11::mp_front<boost::mp11::mp_push_back<
    boost::mp11::mp_append<
        boost::mp11::mp_list<>,
        std::conditional_t<is_innermost<All, All...>, boost::mp11::mp_list<All>, boost::mp11::mp_list<>>...>,
    void>>;

/// The variance of one set, as the authors' code takes it (github.com/switchablenorms/Switchable-Normalization): the
/// innermost set's is unbiased, the others come from it, E[var + mean^2] - E[mean]^2.
template<class Set, class Inner>
constexpr auto official_variance(const auto& x) {
  if constexpr (std::is_void_v<Inner> || std::is_same_v<Set, Inner>) {
    return axnorm::var<Set, unbiased>(x);
  } else {
    const auto inner_mean = axnorm::mean<Inner>(x);
    return axnorm::mean<rest_of<Set, Inner>>(axnorm::var<Inner, unbiased>(x) + square(inner_mean)) -
           square(axnorm::mean<rest_of<Set, Inner>>(inner_mean));
  }
}

/// The statistics of one set as the policies ask for them.
template<class Set, class Inner, class... P>
struct set_statistics {
  static constexpr bool official = how_many<is_official, P...> > 0;
  using kept = running<std::conditional_t<over_batch<Set>, find<is_tracked, std::false_type, P...>, std::false_type>,
                       find<is_average, std::conditional_t<official, Decay<0.9>, Momentum<>>, P...>>;

  static constexpr auto mean(const auto& x) { return kept::mean(axnorm::mean<Set>(x)); }
  static constexpr auto var(const auto& x) {
    if constexpr (official) {
      const auto v = official_variance<Set, Inner>(x);
      return kept::var(v, v, 0);
    } else
      return kept::var(axnorm::var<Set>(x), axnorm::var<Set, running_divisor<P...>>(x), 1);
  }
};

template<class List, class... P>
struct mixed;
template<class... Set, class... P>
struct mixed<boost::mp11::mp_list<Set...>, P...> {
  using index = std::index_sequence_for<Set...>;
  using inner = innermost<Set...>;
  static constexpr auto mean(const auto& x) {
    return mix(logits<"mean_weight", sizeof...(Set)>, index{}, set_statistics<Set, inner, P...>::mean(x)...);
  }
  static constexpr auto var(const auto& x) {
    return mix(logits<"var_weight", sizeof...(Set)>, index{}, set_statistics<Set, inner, P...>::var(x)...);
  }
};
template<class... P>
struct mixed<boost::mp11::mp_list<>, P...> : mixed<boost::mp11::mp_list<Over<>>> {};

} // namespace policy

/// `SwitchableNorm<Over<H, W>, Over<C, H, W>, Over<N, H, W>, Affine<C>>`. Logits `mean_weight` and `var_weight` of one
/// value a set, initially equal; biased variances; eps 1e-5 unless `Eps<...>` says otherwise. `Tracked<C>` keeps
/// running statistics of the set that holds the batch axis N; the others are always those of the input. The paper takes
/// them after training, as the plain average of many batches with frozen parameters; `Cumulative` averages so.
/// `Official` has the conventions of the authors' code instead of the paper's: see there.
template<class... Policies>
struct SwitchableNorm : policy::called_norm {
  SwitchableNorm() = default;
  template<class Wrong = spell<policy::norm_of_expression>, expr::expression E>
  explicit SwitchableNorm(const E&) = delete;

  static constexpr sentence words = policy::words<"SwitchableNorm", true, Policies...>();
  using sets = policy::mixed<boost::mp11::mp_copy_if<boost::mp11::mp_list<Policies...>, policy::is_set>, Policies...>;

  static constexpr auto x = input<"x">;
  static constexpr auto mean = let<"mean">(sets::mean(x));
  static constexpr auto var = let<"var">(sets::var(x));
  static constexpr auto formula = policy::checked<words>(
      policy::affine<Policies...>((x - mean) * rsqrt(var + policy::eps<Eps<1e-5>, Policies...>)));
};

/// The paper's three sets, of images and of volumes. Of features {N, C} two, layer and batch: a single position has no
/// instance statistics.
using SwitchableNorm1d = SwitchableNorm<Over<axes::C>, Over<axes::N>, Affine<axes::C>, Tracked<axes::C>>;
using SwitchableNorm2d = SwitchableNorm<Over<axes::H, axes::W>, Over<axes::C, axes::H, axes::W>,
                                        Over<axes::N, axes::H, axes::W>, Affine<axes::C>, Tracked<axes::C>>;
using SwitchableNorm3d = SwitchableNorm<Over<axes::D, axes::H, axes::W>, Over<axes::C, axes::D, axes::H, axes::W>,
                                        Over<axes::N, axes::D, axes::H, axes::W>, Affine<axes::C>, Tracked<axes::C>>;

} // namespace axnorm
