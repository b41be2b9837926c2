// The elementwise functions of the language. Used in formulas; what each computes is stated here, how is the back
// end's.
#pragma once

#include <axnorm/expr/operators.hpp>

#include <cstddef>

namespace axnorm {

/// |x|; derivative: the sign of x, 0 at 0.
template<expr::term_like E>
constexpr expr::unary<expr::term::absolute, expr::lifted<E>> abs(const E& e) {
  return {expr::lift(e)};
}
/// x²; derivative 2x.
template<expr::term_like E>
constexpr expr::unary<expr::term::square, expr::lifted<E>> square(const E& e) {
  return {expr::lift(e)};
}
/// √x; derivative 1 / (2√x).
template<expr::term_like E>
constexpr expr::unary<expr::term::square_root, expr::lifted<E>> sqrt(const E& e) {
  return {expr::lift(e)};
}
/// 1/√x; derivative -1 / (2x√x).
template<expr::term_like E>
constexpr expr::unary<expr::term::reciprocal_root, expr::lifted<E>> rsqrt(const E& e) {
  return {expr::lift(e)};
}
/// eˣ, which is its own derivative.
template<expr::term_like E>
constexpr expr::unary<expr::term::exponential, expr::lifted<E>> exp(const E& e) {
  return {expr::lift(e)};
}
/// The natural logarithm; derivative 1/x.
template<expr::term_like E>
constexpr expr::unary<expr::term::logarithm, expr::lifted<E>> log(const E& e) {
  return {expr::lift(e)};
}
/// The hyperbolic tangent; derivative 1 - tanh²(x).
template<expr::term_like E>
constexpr expr::unary<expr::term::hyperbolic_tangent, expr::lifted<E>> tanh(const E& e) {
  return {expr::lift(e)};
}
/// s = 1 / (1 + e⁻ˣ); derivative s (1 - s).
template<expr::term_like E>
constexpr expr::unary<expr::term::sigmoid, expr::lifted<E>> sigmoid(const E& e) {
  return {expr::lift(e)};
}
/// The error function; derivative 2/√π e^(-x²).
template<expr::term_like E>
constexpr expr::unary<expr::term::error_function, expr::lifted<E>> erf(const E& e) {
  return {expr::lift(e)};
}
/// x Φ(x), by the error function; derivative Φ(x) + x Φ'(x), Φ'(x) = e^(-x²/2) / √(2π).
template<expr::term_like E>
constexpr expr::unary<expr::term::gelu, expr::lifted<E>> gelu(const E& e) {
  return {expr::lift(e)};
}
/// x Φ(x), by the hyperbolic tangent: x/2 (1 + t), t = tanh(u), u = √(2/π) (x + 0.044715 x³); derivative
/// (1 + t)/2 + x/2 (1 - t²) u', u' = √(2/π) (1 + 0.134145 x²).
template<expr::term_like E>
constexpr expr::unary<expr::term::gelu_tanh, expr::lifted<E>> gelu_tanh(const E& e) {
  return {expr::lift(e)};
}
/// x s, s = sigmoid(x); derivative s (1 + x (1 - s)).
template<expr::term_like E>
constexpr expr::unary<expr::term::silu, expr::lifted<E>> silu(const E& e) {
  return {expr::lift(e)};
}
/// max(x, 0); its gradient at 0 is 0.
template<expr::term_like E>
constexpr expr::unary<expr::term::relu, expr::lifted<E>> relu(const E& e) {
  return {expr::lift(e)};
}
/// log(1 + eˣ); derivative sigmoid(x).
template<expr::term_like E>
constexpr expr::unary<expr::term::softplus, expr::lifted<E>> softplus(const E& e) {
  return {expr::lift(e)};
}
/// The value itself; no gradient passes.
template<expr::term_like E>
constexpr expr::unary<expr::term::stop_gradient, expr::lifted<E>> stop_gradient(const E& e) {
  return {expr::lift(e)};
}
/// The derivative of the sum of all elements of a value with respect to a variable: an input, a parameter, a scalar, or
/// an element of one. It has the axes of the variable and is a value like any other, so that `gradient` and layers
/// differentiate it once more; of a parameter that is not bound it is a single 0. For a sum with weights v, or a
/// product of a vector and the Jacobian: of `value * v`. Refused if `of` is no variable, holds no real numbers, or is
/// used as a whole and by elements. Example, a gradient penalty: `square(norm2<Over<C>>(derivative(f, x)) - 1)`.
template<expr::term_like E, expr::term_like V>
constexpr expr::binary<expr::term::derivative, expr::lifted<E>, expr::lifted<V>> derivative(const E& value,
                                                                                            const V& of) {
  return {expr::lift(value), expr::lift(of)};
}
/// xᵖ; integer and half-integer constants p become roots and products. Derivatives p xᵖ⁻¹ by x, xᵖ log(x) by p.
template<class X, class P>
requires expr::operands<X, P>
constexpr auto pow(const X& x, const P& p) {
  return expr::combine<expr::term::power>(x, p);
}
/// The larger of two; NaN if either is. Where they are equal, each has half of the gradient. (`max<Over<...>>(x)` is
/// the reduction.)
template<class A, class B>
requires expr::operands<A, B>
constexpr expr::binary<expr::term::maximum, expr::lifted<A>, expr::lifted<B>> max(const A& a, const B& b) {
  return {expr::lift(a), expr::lift(b)};
}
/// The smaller of two; NaN if either is. Where they are equal, each has half of the gradient. (`min<Over<...>>(x)` is
/// the reduction.)
template<class A, class B>
requires expr::operands<A, B>
constexpr expr::binary<expr::term::minimum, expr::lifted<A>, expr::lifted<B>> min(const A& a, const B& b) {
  return {expr::lift(a), expr::lift(b)};
}
/// min(max(x, low), high); where x is at a bound that is a number, its gradient is 1.
template<class X, class Low, class High>
requires(expr::operands<X, Low> || expr::term_like<High>)
constexpr expr::ternary<expr::term::clamp, expr::lifted<X>, expr::lifted<Low>, expr::lifted<High>>
clamp(const X& x, const Low& low, const High& high) {
  return {expr::lift(x), expr::lift(low), expr::lift(high)};
}
/// `yes` where the condition is not 0, else `no`; what is not chosen does not matter, even NaN.
template<class C, class Yes, class No>
requires(expr::operands<C, Yes> || expr::term_like<No>)
constexpr expr::ternary<expr::term::where, expr::lifted<C>, expr::lifted<Yes>, expr::lifted<No>>
where(const C& condition, const Yes& yes, const No& no) {
  return {expr::lift(condition), expr::lift(yes), expr::lift(no)};
}

// Calls with another number of operands: a mistake in the formula.
namespace expr {

/// How a function is called, where it takes more operands than one.
template<fixed_string Call, std::size_t Given>
constexpr sentence wrong_count() {
  sentence s;
  return s << "the call is " << Call.view() << ", but " << Given << (Given == 1 ? " operand was" : " operands were")
           << " given";
}
template<std::size_t Takes, class... X>
concept miscalled = sizeof...(X) != Takes && (term_like<X> || ...);

} // namespace expr

template<class... X>
requires expr::miscalled<3, X...>
constexpr expr::poison<expr::wrong_count<"where(condition, yes, no)", sizeof...(X)>> where(const X&...) {
  return {};
}
template<class... X>
requires expr::miscalled<3, X...>
constexpr expr::poison<expr::wrong_count<"clamp(x, low, high)", sizeof...(X)>> clamp(const X&...) {
  return {};
}
template<class... X>
requires expr::miscalled<2, X...>
constexpr expr::poison<expr::wrong_count<"pow(x, p)", sizeof...(X)>> pow(const X&...) {
  return {};
}
template<class... X>
requires(expr::miscalled<2, X...> && sizeof...(X) > 2)
constexpr expr::poison<expr::wrong_count<"max(a, b)", sizeof...(X)>> max(const X&...) {
  return {};
}
template<class... X>
requires(expr::miscalled<2, X...> && sizeof...(X) > 2)
constexpr expr::poison<expr::wrong_count<"min(a, b)", sizeof...(X)>> min(const X&...) {
  return {};
}

} // namespace axnorm
