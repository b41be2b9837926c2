// What a norm is told in its template arguments, in any order: the set, affine axes, eps, tracked statistics. Used by
// the norms of this folder; knows no formula.
#pragma once

#include <axnorm/axis/group.hpp>
#include <axnorm/axis/type_name.hpp>
#include <axnorm/expr/expr.hpp>

#include <boost/mp11/algorithm.hpp>
#include <boost/mp11/list.hpp>

#include <cstddef>
#include <string_view>
#include <type_traits>

namespace axnorm {

/// A weight, initially 1, and a bias, initially 0, on these axes: parameters `weight` and `bias`.
template<class... Axes>
struct Affine {};

/// A weight alone.
template<class... Axes>
struct Scale {};

/// What is added to the variance before its root is taken.
template<auto Value>
requires std::is_arithmetic_v<decltype(Value)>
struct Eps {
  static constexpr double value = Value;
};

/// A layer keeps running averages of the statistics, on these axes: buffers `running_mean`, initially 0, and
/// `running_var`, initially 1 and of the unbiased variance. They take the statistics' place when it evaluates.
/// `Momentum<0.1>`, `Decay<0.9>`, `Cumulative`, `Schedule<f>` as further policies say how they average; Momentum<0.1>.
template<class... Axes>
struct Tracked {};

/// The running variance is that of n instead of n - 1: as in Keras, Flax and ONNX.
struct BiasedRunning {};

/// The number that is added to the variance is the run-time scalar `eps`, to be bound by each call.
struct GivenEps {};

namespace policy {

/// What making a norm of an expression says, as if it were a function of the language.
inline constexpr sentence norm_of_expression = [] {
  sentence s;
  return s << "the type of a norm is a declaration; in a formula it is a function in lower case, norm<Over<...>>(x)";
}();
/// Base of the norms: what calling one says, as if it were a layer.
struct called_norm {
  template<class... X, class Wrong = spell<expr::called_formula>>
  Wrong operator()(X&&...) const;
  template<class... X, class Wrong = spell<expr::called_formula>>
  Wrong forward(X&&...) const;
};

template<class P>
struct is_set : std::false_type {};
template<class... M>
struct is_set<Over<M...>> : std::true_type {};

template<class P>
struct is_eps : std::false_type {};
template<auto Value>
struct is_eps<Eps<Value>> : std::true_type {};
template<>
struct is_eps<GivenEps> : std::true_type {};

template<class P>
inline constexpr bool negative_eps = false;
template<auto Value>
inline constexpr bool negative_eps<Eps<Value>> = Value < 0;

template<class P>
struct is_affine : std::false_type {};
template<class... A>
struct is_affine<Affine<A...>> : std::true_type {};
template<class... A>
struct is_affine<Scale<A...>> : std::true_type {};

template<class P>
struct is_tracked : std::false_type {};
template<class... A>
struct is_tracked<Tracked<A...>> : std::true_type {};

template<class P>
struct is_average : std::bool_constant<expr::averaging<P>> {};
template<class P>
struct is_biased_running : std::is_same<P, BiasedRunning> {};

/// Policies that a single norm takes.
template<class P>
inline constexpr bool extra_policy = false;

template<class P>
inline constexpr bool known = extra_policy<P> || is_set<P>::value || is_eps<P>::value || is_affine<P>::value ||
                              is_tracked<P>::value || is_average<P>::value || is_biased_running<P>::value;

template<template<class> class Is, class... P>
inline constexpr std::size_t how_many = (std::size_t{Is<P>::value} + ... + 0u);

/// The policy of a kind, or a default.
template<template<class> class Is, class Default, class... P>
using find =
    boost::mp11::mp_front<boost::mp11::mp_push_back<boost::mp11::mp_copy_if<boost::mp11::mp_list<P...>, Is>, Default>>;

/// What is wrong with the template arguments of the norm called `Name`, with one set or several.
template<fixed_string Name, bool SeveralSets, class... P>
constexpr sentence words() {
  sentence s;
  const auto look = [&]<class X>(std::type_identity<X>) {
    if (s.empty() && !known<X>)
      s << Name.view() << " takes Over<...>, Affine<...>, Scale<...>, Eps<...>, Tracked<...> and averages such as "
        << "Momentum<...>, but " << type_name<X>() << " was given";
    if (s.empty() && expr::out_of_range<X>) s << expr::weight_words;
    if (s.empty() && negative_eps<X>) s << "Eps<...> takes a number of at least 0, but a negative one was given";
  };
  (look(std::type_identity<P>{}), ...);
  if (!s.empty()) return s;
  if (how_many<is_set, P...> == 0)
    s << Name.view() << " needs the axes of its statistics, Over<...>";
  else if (!SeveralSets && how_many<is_set, P...> > 1)
    s << Name.view() << " takes one set of axes, but Over<...> is given twice";
  else if (how_many<is_affine, P...> > 1)
    s << Name.view() << " takes Affine<...> or Scale<...> once";
  else if (how_many<is_eps, P...> > 1)
    s << Name.view() << " takes Eps<...> once";
  else if (how_many<is_tracked, P...> > 1)
    s << Name.view() << " takes Tracked<...> once";
  else if (how_many<is_average, P...> > 1)
    s << Name.view() << " takes one of Momentum<...>, Decay<...>, Cumulative and Schedule<...>";
  else if (how_many<is_tracked, P...> == 0 && how_many<is_average, P...> + how_many<is_biased_running, P...> > 0)
    s << Name.view() << " averages what Tracked<...> names, but there is no Tracked<...>";
  return s;
}

template<class P>
constexpr expr::along_inputs<P> along_inputs(const P& p) {
  return {p};
}
/// e with the parameters of an Affine or Scale.
template<class E, class... A>
constexpr auto apply(const E& e, Affine<A...>) {
  return e * along_inputs(parameter<"weight", A...>(1)) + along_inputs(parameter<"bias", A...>(0));
}
template<class E, class... A>
constexpr auto apply(const E& e, Scale<A...>) {
  return e * along_inputs(parameter<"weight", A...>(1));
}
template<class E>
constexpr auto apply(const E& e, std::false_type) {
  return e;
}

/// The affine map that the policies ask for, of e.
template<class... P, class E>
constexpr auto affine(const E& e) {
  return apply(e, find<is_affine, std::false_type, P...>{});
}

/// A formula, or in its place what is wrong with the norm's arguments.
template<const sentence& Words, class E>
constexpr auto checked(const E& e) {
  if constexpr (Words.empty())
    return e;
  else
    return expr::mistaken<Words>{};
}

template<auto Value>
constexpr double eps_of(Eps<Value>) {
  return Eps<Value>::value;
}
constexpr auto eps_of(GivenEps) { return scalar<"eps">; }
/// What is added to the variance: a number, or the scalar that stands for it.
template<class Default, class... P>
inline constexpr auto eps = eps_of(find<is_eps, Default, P...>{});

/// A mean and a variance with their running averages on the axes of a Tracked<...>; without one, as they are.
template<class Axes, class Average>
struct running;
template<class Average>
struct running<std::false_type, Average> {
  static constexpr auto mean(const auto& e) { return e; }
  static constexpr auto var(const auto& e, const auto&, double) { return e; }
};
template<class... A, class Average>
struct running<Tracked<A...>, Average> {
  static constexpr auto mean(const auto& e) { return tracked<"running_mean", A...>(e, Average{}); }
  /// `observed` is averaged in place of e; `initial` is what the buffer holds at first.
  static constexpr auto var(const auto& e, const auto& observed, double initial) {
    return tracked<"running_var", A...>(e, Average{}, initially(initial), observing(observed));
  }
};

/// Which variance is averaged.
template<class... P>
inline constexpr divisor running_divisor = how_many<is_biased_running, P...> > 0 ? biased : unbiased;

/// Statistics as a norm uses them: tracked, if the policies ask for it.
template<class... P>
struct statistics {
  using kept = running<find<is_tracked, std::false_type, P...>, find<is_average, Momentum<>, P...>>;

  /// The mean of x over the set S.
  template<class S>
  static constexpr auto mean(const auto& x) {
    return kept::mean(axnorm::mean<S>(x));
  }
  /// The variance of x over the set S.
  template<class S>
  static constexpr auto var(const auto& x) {
    return kept::var(axnorm::var<S>(x), axnorm::var<S, running_divisor<P...>>(x), 1);
  }
};

} // namespace policy
} // namespace axnorm
