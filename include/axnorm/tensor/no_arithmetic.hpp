// What stands in for calculations with tensors and views, which are data: that formulas are for; and for what needs a
// header of its own. Found only by calls that have a tensor or a view, whose base lives here, so that operators of
// formulas are not looked at twice. Used by view.hpp and tensor.hpp. Must not know how tensors work.
#pragma once

#include <axnorm/axis/mistake.hpp>

#include <iosfwd>

namespace axnorm::no_arithmetic {

struct of_tensors {};

/// What formulas are made of has operators of its own, whose mistakes say what was given.
template<class X>
concept in_a_formula = requires { typename X::is_expression; } || requires { X::formula; };
template<class X>
concept tensor = requires { typename X::is_tensor; };
/// Iterators and whatever else has tensors among its template arguments are found here too, and left alone.
template<class L, class R>
concept calculation = (tensor<L> || tensor<R>) && !in_a_formula<L> && !in_a_formula<R>;

constexpr sentence words_of(char sign, bool assigns = false) {
  const char text[] = {sign, assigns ? '=' : char{}, 0};
  sentence s;
  return s << "tensors have no operator " << text
           << ": a calculation is a formula, and evaluate<formula>(...) binds tensors to its inputs";
}
template<char Sign, class L>
inline constexpr sentence words = words_of(Sign);
template<char Sign, class L>
inline constexpr sentence assigning_words = words_of(Sign, true);
template<class X>
inline constexpr sentence function_words = [] {
  sentence s;
  return s << "functions of the language take parts of a formula, not tensors: evaluate<formula>(...) binds tensors to "
              "its inputs";
}();

template<char Sign, class L>
inline constexpr sentence comparing_words = [] {
  const char text[] = {Sign, '=', char{}};
  sentence s;
  return s << "tensors have no operator " << text
           << ": their elements are compared, as in ranges::equal(elements(a), elements(b)), with "
              "axnorm/tensor/ranges.hpp";
}();
template<class X>
inline constexpr sentence printing_words = [] {
  sentence s;
  return s << "tensors are printed by axnorm/io.hpp, which is not included";
}();

template<class L, class R, class Wrong = spell<words<'+', L>>>
requires calculation<L, R>
Wrong operator+(const L&, const R&);
template<class L, class R, class Wrong = spell<words<'-', L>>>
requires calculation<L, R>
Wrong operator-(const L&, const R&);
template<class L, class R, class Wrong = spell<words<'*', L>>>
requires calculation<L, R>
Wrong operator*(const L&, const R&);
template<class L, class R, class Wrong = spell<words<'/', L>>>
requires calculation<L, R>
Wrong operator/(const L&, const R&);
template<class L, class R, class Wrong = spell<assigning_words<'+', L>>>
requires calculation<L, R>
Wrong operator+=(const L&, const R&);
template<class L, class R, class Wrong = spell<assigning_words<'-', L>>>
requires calculation<L, R>
Wrong operator-=(const L&, const R&);
template<class L, class R, class Wrong = spell<assigning_words<'*', L>>>
requires calculation<L, R>
Wrong operator*=(const L&, const R&);
template<class L, class R, class Wrong = spell<assigning_words<'/', L>>>
requires calculation<L, R>
Wrong operator/=(const L&, const R&);

template<class L, class R, class Wrong = spell<comparing_words<'=', L>>>
requires calculation<L, R>
Wrong operator==(const L&, const R&);
template<class L, class R, class Wrong = spell<comparing_words<'!', L>>>
requires calculation<L, R>
Wrong operator!=(const L&, const R&);
template<class L, class R, class Wrong = spell<words<'<', L>>>
requires calculation<L, R>
Wrong operator<(const L&, const R&);
template<class L, class R, class Wrong = spell<words<'>', L>>>
requires calculation<L, R>
Wrong operator>(const L&, const R&);
template<class L, class R, class Wrong = spell<assigning_words<'<', L>>>
requires calculation<L, R>
Wrong operator<=(const L&, const R&);
template<class L, class R, class Wrong = spell<assigning_words<'>', L>>>
requires calculation<L, R>
Wrong operator>=(const L&, const R&);

// The header's own is more special than this one, for every kind of stream.
template<class Char, class Traits, tensor X, class Wrong = spell<printing_words<X>>>
Wrong operator<<(std::basic_ostream<Char, Traits>&, const X&);

template<tensor X, class Wrong = spell<function_words<X>>>
Wrong abs(const X&);
template<tensor X, class Wrong = spell<function_words<X>>>
Wrong square(const X&);
template<tensor X, class Wrong = spell<function_words<X>>>
Wrong sqrt(const X&);
template<tensor X, class Wrong = spell<function_words<X>>>
Wrong rsqrt(const X&);
template<tensor X, class Wrong = spell<function_words<X>>>
Wrong exp(const X&);
template<tensor X, class Wrong = spell<function_words<X>>>
Wrong log(const X&);
template<tensor X, class Wrong = spell<function_words<X>>>
Wrong tanh(const X&);
template<tensor X, class Wrong = spell<function_words<X>>>
Wrong sigmoid(const X&);
template<tensor X, class Wrong = spell<function_words<X>>>
Wrong gelu(const X&);
template<tensor X, class Wrong = spell<function_words<X>>>
Wrong silu(const X&);
template<tensor X, class Wrong = spell<function_words<X>>>
Wrong relu(const X&);
template<tensor X, class Wrong = spell<function_words<X>>>
Wrong softplus(const X&);

// The reductions: `mean<Over<H, W>>(x)`.
template<class Set, auto... Divisor, tensor X, class... W, class Wrong = spell<function_words<X>>>
Wrong sum(const X&, const W&...);
template<class Set, auto... Divisor, tensor X, class... W, class Wrong = spell<function_words<X>>>
Wrong mean(const X&, const W&...);
template<class Set, auto... Divisor, tensor X, class... W, class Wrong = spell<function_words<X>>>
Wrong var(const X&, const W&...);
template<class Set, auto... Divisor, tensor X, class... W, class Wrong = spell<function_words<X>>>
Wrong std_dev(const X&, const W&...);
template<class Set, auto... Divisor, tensor X, class... W, class Wrong = spell<function_words<X>>>
Wrong max(const X&, const W&...);
template<class Set, auto... Divisor, tensor X, class... W, class Wrong = spell<function_words<X>>>
Wrong min(const X&, const W&...);

} // namespace axnorm::no_arithmetic
