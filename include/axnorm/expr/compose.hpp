// Putting formulas together: named intermediates, several results, renamed parameters, a formula of a value as a type,
// and the one composite every norm is built from. Used in formulas and by the entries that take one.
#pragma once

#include <axnorm/axis/fixed_string.hpp>
#include <axnorm/expr/frozen.hpp>
#include <axnorm/expr/functions.hpp>
#include <axnorm/expr/reductions.hpp>

#include <tuple>
#include <type_traits>

namespace axnorm {
namespace expr {

template<fixed_string Name, class E>
struct named {
  using is_expression = void;
  E e;
  template<class Listing>
  constexpr int put(Listing& l) const {
    const int a = e.put(l);
    return l.add({.kind = term::let, .a = a, .name = l.intern_scoped(Name.view())});
  }
};

template<fixed_string Name, class E>
struct scoped {
  using is_expression = void;
  E e;
  template<class Listing>
  constexpr int put(Listing& l) const {
    const std::string_view name = Name.view();
    const auto before = l.scope;
    l.scope.append(name.begin(), name.end());
    l.scope.push_back('.');
    const int a = e.put(l);
    l.scope = before;
    return a;
  }
};

/// Several results. Only a whole formula can be this, not an operand.
template<class... E>
struct results;
template<class E>
struct results<E> {
  using is_results = void;
  E first;
  template<class Listing>
  constexpr void put_all(Listing& l) const {
    l.roots.push_back(first.put(l));
  }
};
template<class E, class F, class... Rest>
struct results<E, F, Rest...> {
  using is_results = void;
  E first;
  results<F, Rest...> rest;
  template<class Listing>
  constexpr void put_all(Listing& l) const {
    l.roots.push_back(first.put(l));
    rest.put_all(l);
  }
};
template<class E>
constexpr results<E> results_of(const E& e) {
  return {e};
}
template<class E, class F, class... Rest>
constexpr results<E, F, Rest...> results_of(const E& e, const F& f, const Rest&... rest) {
  return {e, results_of(f, rest...)};
}

template<class E>
concept whole_formula = expression<E> || requires { typename E::is_results; };

/// (e - mean) / √(var + eps), with `e` written once however large it is.
template<class S, class E, class Eps>
struct normalized {
  using is_expression = void;
  E e;
  Eps eps;
  template<class Listing>
  constexpr int put(Listing& l) const {
    const int u = e.put(l);
    entry statistic{.kind = term::mean, .a = u};
    put_set<S>(l, statistic);
    const int mean = l.add(statistic);
    statistic.kind = term::variance;
    const int variance = l.add(statistic);
    const int root = l.operation(term::reciprocal_root, l.operation(term::add, variance, eps.put(l)));
    return l.operation(term::multiply, l.operation(term::subtract, u, mean), root);
  }
  template<class... X, class Wrong = spell<called_formula>>
  Wrong operator()(X&&...) const;
};

template<class F>
constexpr listing list_formula(bool evaluating = false) {
  listing l;
  l.evaluating = evaluating;
  l.entries.reserve(64);
  if constexpr (requires { F::formula.put_all(l); })
    F::formula.put_all(l);
  else if constexpr (expression<std::remove_cvref_t<decltype(F::formula)>>)
    l.roots.push_back(F::formula.put(l));
  else
    l.roots.push_back(lift(F::formula).put(l));
  return l;
}
/// The formula F as layers evaluate it: its tracked values are their buffers. A formula for whatever takes one.
template<class F>
struct evaluation_of {
  using training = F;
};
template<class F>
inline constexpr bool is_evaluation_of = false;
template<class F>
inline constexpr bool is_evaluation_of<evaluation_of<F>> = true;

/// Adds the inputs and scalars that only the other mode needs, so that calls may bind them in both.
template<class F>
constexpr void add_names_of_other_mode(listing& l) {
  const listing other = list_formula<F>(!l.evaluating);
  for (const entry& e : other.entries) {
    if (e.kind != term::input && e.kind != term::scalar) continue;
    const range name = l.intern({other.text.data() + e.name.first, static_cast<std::size_t>(e.name.count)});
    bool known = false;
    for (const entry& there : l.entries)
      known = known || (is_variable(there.kind) && there.name == name);
    if (!known) l.add({.kind = e.kind, .name = name});
  }
}
template<class F>
constexpr listing list_mode(bool evaluating) {
  listing l = list_formula<F>(evaluating);
  if (l.has_modes) add_names_of_other_mode<F>(l);
  return l;
}
template<class F>
constexpr listing list_any() {
  if constexpr (is_evaluation_of<F>)
    return list_mode<typename F::training>(true);
  else
    return list_mode<F>(false);
}
/// The listing of formula F, once for all that needs it.
template<class F>
inline constexpr auto listing_of = freeze<list_any<F>>();

} // namespace expr

/// `e` under a name: it can be returned, reused, and replaced by a tensor bound under that name.
template<fixed_string Name, expr::term_like E>
constexpr expr::named<Name, expr::lifted<E>> let(const E& e) {
  return {expr::lift(e)};
}

/// `f` with its parameters and named intermediates called `Name.weight`, ...: the same norm twice in one formula.
template<fixed_string Name, expr::term_like E>
constexpr expr::scoped<Name, expr::lifted<E>> scope(const E& f) {
  return {expr::lift(f)};
}

/// A formula with several results, in this order: `outputs(y, mean)`.
template<class... E>
requires(expr::term_like<E> || ...)
constexpr auto outputs(const E&... e) {
  return expr::results_of(expr::lift(e)...);
}

/// (e - mean) / √(var + eps) over the set S: the heart of every norm. `eps` is a number or an expression.
template<class S, expr::term_like E, class Eps = double>
constexpr auto norm(const E& e, const Eps& eps = Eps(1e-5)) {
  if constexpr (!expr::reduction_set<S>)
    return expr::poison<expr::not_a_set<S>>{};
  else
    return expr::normalized<S, expr::lifted<E>, expr::lifted<Eps>>{expr::lift(e), expr::lift(eps)};
}

template<expr::expression E, class... Eps>
constexpr expr::poison<expr::no_set<"norm">> norm(const E&, const Eps&...) {
  return {};
}
template<Axis A, Axis B, Axis... More, class... X>
requires(expr::term_like<X> || ...)
constexpr expr::without_over<"norm", A, B, More...> norm(const X&...) {
  return {};
}

namespace expr {
/// A formula's value as a type.
template<auto F>
struct formula_value {
  static constexpr auto formula = F;
};
template<class X>
constexpr sentence not_a_formula() {
  sentence s;
  return s << "a formula is an expression, or a struct with one as its static constexpr member formula, but "
           << readable_name<X>() << " was given";
}
template<auto F>
constexpr auto formula_type_of() {
  if constexpr (whole_formula<std::remove_cvref_t<decltype(F)>>)
    return std::type_identity<formula_value<F>>{};
  else if constexpr (names_formula<std::remove_cvref_t<decltype(F)>>)
    return std::type_identity<std::remove_cvref_t<decltype(F)>>{};
  else if constexpr (broken_formula<std::remove_cvref_t<decltype(F)>>)
    return std::type_identity<unsaid_formula<std::remove_cvref_t<decltype(F)>>>{};
  else if constexpr (!number<std::remove_cvref_t<decltype(F)>>)
    return std::type_identity<formula_value<poison<not_a_formula<std::remove_cvref_t<decltype(F)>>>{}>>{};
  else
    return std::type_identity<formula_value<lift(F)>>{};
}
/// The type that holds formula F: F's own, if it is a struct that names one.
template<auto F>
using formula_type = typename decltype(formula_type_of<F>())::type;
} // namespace expr

/// The type of a formula that is a value, for what takes types: `Layer<formula_of<f>>`, `explain<formula_of<f>>(x)`.
template<auto F>
using formula_of = expr::formula_type<F>;
} // namespace axnorm
