// The operators of the language: arithmetic, comparisons, logic. Used in formulas; an operand may be a number or a
// struct that names a formula. Knows no meaning beyond the entry each writes.
#pragma once

#include <axnorm/expr/expression.hpp>

namespace axnorm::expr {

template<term Kind, class L, class R>
constexpr binary<Kind, lifted<L>, lifted<R>> combine(const L& l, const R& r) {
  return {lift(l), lift(r)};
}
template<class L, class R>
concept operands = term_like<L> || term_like<R>;

template<class L, class R>
requires operands<L, R>
constexpr auto operator+(const L& l, const R& r) {
  return combine<term::add>(l, r);
}
template<class L, class R>
requires operands<L, R>
constexpr auto operator-(const L& l, const R& r) {
  return combine<term::subtract>(l, r);
}
template<class L, class R>
requires operands<L, R>
constexpr auto operator*(const L& l, const R& r) {
  return combine<term::multiply>(l, r);
}
template<class L, class R>
requires operands<L, R>
constexpr auto operator/(const L& l, const R& r) {
  return combine<term::divide>(l, r);
}
template<term_like E>
constexpr unary<term::negate, lifted<E>> operator-(const E& e) {
  return {lift(e)};
}
template<term_like E>
constexpr lifted<E> operator+(const E& e) {
  return lift(e);
}

template<class L, class R>
requires operands<L, R>
constexpr auto operator<(const L& l, const R& r) {
  return combine<term::less>(l, r);
}
template<class L, class R>
requires operands<L, R>
constexpr auto operator<=(const L& l, const R& r) {
  return combine<term::less_equal>(l, r);
}
template<class L, class R>
requires operands<L, R>
constexpr auto operator>(const L& l, const R& r) {
  return combine<term::less>(r, l);
}
template<class L, class R>
requires operands<L, R>
constexpr auto operator>=(const L& l, const R& r) {
  return combine<term::less_equal>(r, l);
}
template<class L, class R>
requires operands<L, R>
constexpr auto operator==(const L& l, const R& r) {
  return combine<term::equal>(l, r);
}
template<class L, class R>
requires operands<L, R>
constexpr auto operator!=(const L& l, const R& r) {
  return combine<term::not_equal>(l, r);
}
template<class L, class R>
requires operands<L, R>
constexpr auto operator&&(const L& l, const R& r) {
  return combine<term::logical_and>(l, r);
}
template<class L, class R>
requires operands<L, R>
constexpr auto operator||(const L& l, const R& r) {
  return combine<term::logical_or>(l, r);
}
template<term_like E>
constexpr unary<term::logical_not, lifted<E>> operator!(const E& e) {
  return {lift(e)};
}

constexpr sentence words_of_power_sign() {
  sentence s;
  return s << "formulas have no operator ^: write square(e) or pow(e, 2)";
}
template<class L, class R>
requires operands<L, R>
constexpr poison<words_of_power_sign> operator^(const L&, const R&) {
  return {};
}

} // namespace axnorm::expr

namespace axnorm {
// Structs that name a formula live in the user's namespace: their operators are found through `using namespace axnorm`.
using expr::operator+;
using expr::operator-;
using expr::operator*;
using expr::operator/;
using expr::operator<;
using expr::operator<=;
using expr::operator>;
using expr::operator>=;
using expr::operator==;
using expr::operator!=;
using expr::operator&&;
using expr::operator||;
using expr::operator!;
using expr::operator^;
} // namespace axnorm
