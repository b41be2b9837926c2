// Reductions: statistics over a set of axes, each with an optional mask (bool) or weight (number); windowed sums;
// casts. Used in formulas. Knows sets only as values; whether a set fits the operands is decided at lowering.
#pragma once

#include <axnorm/axis/window.hpp>
#include <axnorm/expr/operators.hpp>
#include <axnorm/expr/over.hpp>
#include <axnorm/expr/set_words.hpp>

namespace axnorm {

/// Which divisor a variance has: n, or n - 1 (of a weighted variance: the sum of the weights, less 1).
enum class divisor : bool { biased, unbiased };
inline constexpr divisor biased = divisor::biased;
inline constexpr divisor unbiased = divisor::unbiased;

namespace expr {

struct unweighted {};

/// A statistic of `e` over the set S.
template<term Kind, class S, divisor D, class E, class Weight>
struct reduction {
  using is_expression = void;
  E e;
  Weight weight;
  template<class Listing>
  constexpr int put(Listing& l) const {
    entry r{.kind = Kind, .unbiased = D == divisor::unbiased};
    r.a = e.put(l);
    if constexpr (expression<Weight>) r.b = weight.put(l);
    put_set<S>(l, r);
    return l.add(r);
  }
  template<class... X, class Wrong = spell<called_formula>>
  Wrong operator()(X&&...) const;
};

template<term Kind, class S, divisor D = divisor::biased, class E>
constexpr auto reduce(const E& e) {
  if constexpr (!reduction_set<S>)
    return poison<not_a_set<S>>{};
  else
    return reduction<Kind, S, D, lifted<E>, unweighted>{lift(e), {}};
}
template<term Kind, class S, divisor D = divisor::biased, class E, class W>
constexpr auto reduce(const E& e, const W& weight) {
  if constexpr (!reduction_set<S>)
    return poison<not_a_set<S>>{};
  else if constexpr (number<W> && (Kind == term::variance || Kind == term::deviation))
    return poison<number_for_a_weight<Kind == term::variance>>{};
  else
    return reduction<Kind, S, D, lifted<E>, lifted<W>>{lift(e), lift(weight)};
}

/// An operand, and perhaps a mask or weight. Numbers alone only with a set, so that other libraries' max<int>(a, b)
/// stay theirs.
template<class S, class... X>
concept reducible = (sizeof...(X) == 1 || sizeof...(X) == 2) && ((term_like<X> || ...) || reduction_set<S>);

/// A mean and a variance over the same set.
template<class Mean, class Variance>
struct moments_pair {
  Mean mean;
  Variance var;
};

template<class A, class E>
struct window {
  using is_expression = void;
  E e;
  int size;
  template<class Listing>
  constexpr int put(Listing& l) const {
    entry r{.kind = term::window_sum, .index = size};
    r.a = e.put(l);
    put_set<Over<A>>(l, r);
    return l.add(r);
  }
};

/// The position along axis A.
template<class A>
struct position_along {
  using is_expression = void;
  template<class Listing>
  constexpr int put(Listing& l) const {
    entry r{.kind = term::position};
    put_set<Over<A>>(l, r);
    return l.add(r);
  }
};

/// The window that goes so far to each side.
constexpr int window_of(int before, int after) {
  const bool fits = before >= 0 && before <= without_end && after >= 0 && after <= without_end;
  return fits ? graph::window_between(before, after) : graph::no_window;
}

template<class A, class E>
constexpr auto make_window(const E& e, int which) {
  if constexpr (!reduction_set<Over<A>>)
    return poison<not_a_set<Over<A>>>{};
  else
    return window<A, lifted<E>>{lift(e), which};
}
/// The same of what is there divided by how many are.
template<class A, class E>
constexpr auto make_window_mean(const E& e, int which) {
  if constexpr (!reduction_set<Over<A>>)
    return poison<not_a_set<Over<A>>>{};
  else
    return make_window<A>(e, which) / make_window<A>(position_along<A>{} * 0 + 1, which);
}

template<rounding To, class E>
struct cast_to {
  using is_expression = void;
  E e;
  template<class Listing>
  constexpr int put(Listing& l) const {
    return l.add({.kind = term::cast, .to = To, .a = e.put(l)});
  }
};

template<class T>
constexpr sentence not_a_cast() {
  sentence s;
  return s << "cast<> takes float, double, float16, bfloat16 or bool, but " << type_name<T>() << " was given";
}

} // namespace expr

/// Σ e, or Σ w e.
template<class S, class... X>
requires expr::reducible<S, X...>
constexpr auto sum(const X&... x) {
  return expr::reduce<expr::term::total, S>(x...);
}
template<expr::expression E, class... W>
constexpr expr::poison<expr::no_set<"sum">> sum(const E&, const W&...) {
  return {};
}
/// The mean; with a mask or weight Σ w e / Σ w, and 0 where Σ w is 0.
template<class S, class... X>
requires expr::reducible<S, X...>
constexpr auto mean(const X&... x) {
  return expr::reduce<expr::term::mean, S>(x...);
}
template<expr::expression E, class... W>
constexpr expr::poison<expr::no_set<"mean">> mean(const E&, const W&...) {
  return {};
}
/// The variance, biased unless told `var<Over<...>, unbiased>`.
template<class S, divisor D = divisor::biased, class... X>
requires expr::reducible<S, X...>
constexpr auto var(const X&... x) {
  return expr::reduce<expr::term::variance, S, D>(x...);
}
template<expr::expression E, class... W>
constexpr expr::poison<expr::no_set<"var">> var(const E&, const W&...) {
  return {};
}
/// The standard deviation, the root of `var`.
template<class S, divisor D = divisor::biased, class... X>
requires expr::reducible<S, X...>
constexpr auto std_dev(const X&... x) {
  return expr::reduce<expr::term::deviation, S, D>(x...);
}
template<expr::expression E, class... W>
constexpr expr::poison<expr::no_set<"std_dev">> std_dev(const E&, const W&...) {
  return {};
}
/// Mean and variance together: `moments<Over<H, W>>(x).mean`, `.var`.
template<class S, divisor D = divisor::biased, class... X>
requires expr::reducible<S, X...>
constexpr auto moments(const X&... x) {
  return expr::moments_pair{mean<S>(x...), var<S, D>(x...)};
}
/// The largest value, NaN if any is, -infinity of nothing. Takes a bool mask, no weight.
template<class S, class... X>
requires expr::reducible<S, X...>
constexpr auto max(const X&... x) {
  return expr::reduce<expr::term::largest, S>(x...);
}
template<expr::expression E>
constexpr expr::poison<expr::no_set<"max">> max(const E&) {
  return {};
}
/// The smallest value, NaN if any is, +infinity of nothing. Takes a bool mask, no weight.
template<class S, class... X>
requires expr::reducible<S, X...>
constexpr auto min(const X&... x) {
  return expr::reduce<expr::term::smallest, S>(x...);
}
template<expr::expression E>
constexpr expr::poison<expr::no_set<"min">> min(const E&) {
  return {};
}
/// 1 where any value is not 0.
template<class S, class... X>
requires expr::reducible<S, X...>
constexpr auto any_of(const X&... x) {
  return expr::reduce<expr::term::any, S>(x...);
}
template<expr::expression E, class... W>
constexpr expr::poison<expr::no_set<"any_of">> any_of(const E&, const W&...) {
  return {};
}
/// 1 where all values are not 0 (also of nothing).
template<class S, class... X>
requires expr::reducible<S, X...>
constexpr auto all_of(const X&... x) {
  return expr::reduce<expr::term::all, S>(x...);
}
template<expr::expression E, class... W>
constexpr expr::poison<expr::no_set<"all_of">> all_of(const E&, const W&...) {
  return {};
}
/// How many values are not 0.
template<class S, class... X>
requires expr::reducible<S, X...>
constexpr auto count(const X&... x) {
  return expr::reduce<expr::term::count, S>(x...);
}
template<expr::expression E, class... W>
constexpr expr::poison<expr::no_set<"count">> count(const E&, const W&...) {
  return {};
}
/// Σ e²
template<class S, class... X>
requires expr::reducible<S, X...>
constexpr auto sum_of_squares(const X&... x) {
  return expr::reduce<expr::term::sum_of_squares, S>(x...);
}
template<expr::expression E, class... W>
constexpr expr::poison<expr::no_set<"sum_of_squares">> sum_of_squares(const E&, const W&...) {
  return {};
}
/// √Σ e²
template<class S, class... X>
requires expr::reducible<S, X...>
constexpr auto norm2(const X&... x) {
  return expr::reduce<expr::term::norm2, S>(x...);
}
template<expr::expression E, class... W>
constexpr expr::poison<expr::no_set<"norm2">> norm2(const E&, const W&...) {
  return {};
}

// Several axes or sets where one set is meant: a mistake in the formula. (A single axis is as any other type.)
template<expr::SetPart A, expr::SetPart B, expr::SetPart... More, class... X>
requires(expr::term_like<X> || ...)
constexpr expr::without_over<"sum", A, B, More...> sum(const X&...) {
  return {};
}
template<expr::SetPart A, expr::SetPart B, expr::SetPart... More, class... X>
requires(expr::term_like<X> || ...)
constexpr expr::without_over<"mean", A, B, More...> mean(const X&...) {
  return {};
}
template<expr::SetPart A, expr::SetPart B, expr::SetPart... More, class... X>
requires(expr::term_like<X> || ...)
constexpr expr::without_over<"var", A, B, More...> var(const X&...) {
  return {};
}
template<expr::SetPart A, expr::SetPart B, expr::SetPart... More, class... X>
requires(expr::term_like<X> || ...)
constexpr expr::without_over<"std_dev", A, B, More...> std_dev(const X&...) {
  return {};
}
template<expr::SetPart A, expr::SetPart B, expr::SetPart... More, class... X>
requires(expr::term_like<X> || ...)
constexpr expr::without_over<"max", A, B, More...> max(const X&...) {
  return {};
}
template<expr::SetPart A, expr::SetPart B, expr::SetPart... More, class... X>
requires(expr::term_like<X> || ...)
constexpr expr::without_over<"min", A, B, More...> min(const X&...) {
  return {};
}
template<expr::SetPart A, expr::SetPart B, expr::SetPart... More, class... X>
requires(expr::term_like<X> || ...)
constexpr expr::without_over<"any_of", A, B, More...> any_of(const X&...) {
  return {};
}
template<expr::SetPart A, expr::SetPart B, expr::SetPart... More, class... X>
requires(expr::term_like<X> || ...)
constexpr expr::without_over<"all_of", A, B, More...> all_of(const X&...) {
  return {};
}
template<expr::SetPart A, expr::SetPart B, expr::SetPart... More, class... X>
requires(expr::term_like<X> || ...)
constexpr expr::without_over<"count", A, B, More...> count(const X&...) {
  return {};
}
template<expr::SetPart A, expr::SetPart B, expr::SetPart... More, class... X>
requires(expr::term_like<X> || ...)
constexpr expr::without_over<"sum_of_squares", A, B, More...> sum_of_squares(const X&...) {
  return {};
}
template<expr::SetPart A, expr::SetPart B, expr::SetPart... More, class... X>
requires(expr::term_like<X> || ...)
constexpr expr::without_over<"norm2", A, B, More...> norm2(const X&...) {
  return {};
}

/// The sum of positions -⌊n/2⌋ ... ⌊(n-1)/2⌋ along axis A; outside counts 0.
template<class A, expr::term_like E>
constexpr auto window_sum(const E& e, int size) {
  return expr::make_window<A>(e, size);
}
/// The sum from `before` positions before each to `after` behind it, along axis A; outside counts 0. `without_end` as
/// either: as far as the axis goes. `window_sum<T>(x, without_end, 0)` sums what has been so far, itself included.
template<class A, expr::term_like E>
constexpr auto window_sum(const E& e, int before, int after) {
  return expr::make_window<A>(e, expr::window_of(before, after));
}
/// The means of the same windows: divided by how many of their positions there are, fewer at the ends.
template<class A, expr::term_like E>
constexpr auto window_mean(const E& e, int size) {
  return expr::make_window_mean<A>(e, size);
}
template<class A, expr::term_like E>
constexpr auto window_mean(const E& e, int before, int after) {
  return expr::make_window_mean<A>(e, expr::window_of(before, after));
}

/// The position along axis A, from 0: a value that varies along A and has no gradient. `sum<Over<A>>(1)` is the extent
/// that it can be compared with: `position<C> < 0.5 * sum<Over<C>>(1)` is the first half of the channels.
template<class A>
inline constexpr auto position = [] {
  if constexpr (!expr::reduction_set<Over<A>>)
    return expr::poison<expr::not_a_set<Over<A>>>{};
  else
    return expr::position_along<A>{};
}();

/// e rounded to an element type; as a result it also has that type (double only where all tensors are double).
template<class T, expr::term_like E>
constexpr auto cast(const E& e) {
  if constexpr (expr::rounding_of<T> == expr::rounding::none)
    return expr::poison<expr::not_a_cast<T>>{};
  else
    return expr::cast_to<expr::rounding_of<T>, expr::lifted<E>>{expr::lift(e)};
}

} // namespace axnorm
