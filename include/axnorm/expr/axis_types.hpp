// The axes that a formula names, as types: listings know axes as values only, but tensors are made of types. Used by
// layers, which own tensors that no call has shown the types of. Knows no meaning of what it walks through.
#pragma once

#include <axnorm/expr/expr.hpp>

#include <boost/mp11/algorithm.hpp>
#include <boost/mp11/list.hpp>

#include <type_traits>

namespace axnorm::expr {

/// Member `type`: the list of axes that E names, each once. Numbers and mistakes name none.
template<class E>
struct axis_types {
  using type = boost::mp11::mp_list<>;
};

namespace detail {
template<class... E>
using axis_types_of =
    boost::mp11::mp_unique<boost::mp11::mp_append<boost::mp11::mp_list<>, typename axis_types<E>::type...>>;

template<class A>
struct axis_types_in_set {
  using type = boost::mp11::mp_if_c<AxisOrFixed<A>, boost::mp11::mp_list<axis_of_t<A>>, boost::mp11::mp_list<>>;
};
template<class X, class G>
struct axis_types_in_set<Group<X, G>> {
  using type = boost::mp11::mp_append<typename axis_types_in_set<X>::type, typename axis_types_in_set<G>::type>;
};
template<class X, std::size_t Count>
struct axis_types_in_set<Groups<X, Count>> : axis_types_in_set<X> {};
template<class... A>
struct axis_types_in_set<AllBut<A...>> {
  using type = boost::mp11::mp_append<boost::mp11::mp_list<>, typename axis_types_in_set<A>::type...>;
};

/// Of the axes of a declaration or a set, and of expressions.
template<class... Axes>
struct named_axis_types {
  using type =
      boost::mp11::mp_unique<boost::mp11::mp_append<boost::mp11::mp_list<>, typename axis_types_in_set<Axes>::type...>>;
};
template<class... E>
struct joined_axis_types {
  using type = axis_types_of<E...>;
};
} // namespace detail

template<class F>
requires names_formula<F>
struct axis_types<F> : axis_types<std::remove_cvref_t<decltype(F::formula)>> {};
template<class F>
struct axis_types<formula_in<F>> : axis_types<F> {};
template<term Kind, class A>
struct axis_types<unary<Kind, A>> : axis_types<A> {};
template<term Kind, class A, class B>
struct axis_types<binary<Kind, A, B>> : detail::joined_axis_types<A, B> {};
template<term Kind, class A, class B, class C>
struct axis_types<ternary<Kind, A, B, C>> : detail::joined_axis_types<A, B, C> {};
template<fixed_string Name, class... Dims>
struct axis_types<input_variable<Name, Dims...>> : detail::named_axis_types<Dims...> {};
template<fixed_string Name, class Initial, class... Dims>
struct axis_types<parameter_variable<Name, Initial, Dims...>> : detail::named_axis_types<Dims...> {};
template<fixed_string Name, class F, class... A, class... Dims>
struct axis_types<parameter_variable<Name, initial_by_extents<F, A...>, Dims...>>
    : detail::named_axis_types<Dims..., A...> {};
template<fixed_string Name, class... Dims>
struct axis_types<buffer_variable<Name, Dims...>> : detail::named_axis_types<Dims...> {};
template<class A, int Index, class V>
struct axis_types<picked<A, Index, V>> : axis_types<V> {};
template<class A, class V, class Label>
struct axis_types<gathered<A, V, Label>> : detail::joined_axis_types<V, Label> {};
template<class P>
struct axis_types<along_inputs<P>> : axis_types<P> {};
template<fixed_string Name, class E>
struct axis_types<named<Name, E>> : axis_types<E> {};
template<fixed_string Name, class E>
struct axis_types<scoped<Name, E>> : axis_types<E> {};
template<class... E>
struct axis_types<results<E...>> : detail::joined_axis_types<E...> {};
template<term Kind, class... Set, divisor D, class E, class W>
struct axis_types<reduction<Kind, Over<Set...>, D, E, W>> {
  using type = boost::mp11::mp_unique<
      boost::mp11::mp_append<typename detail::named_axis_types<Set...>::type, detail::axis_types_of<E, W>>>;
};
template<class... Set, class E, class Eps>
struct axis_types<normalized<Over<Set...>, E, Eps>> {
  using type = boost::mp11::mp_unique<
      boost::mp11::mp_append<typename detail::named_axis_types<Set...>::type, detail::axis_types_of<E, Eps>>>;
};
template<class A, class E>
struct axis_types<window<A, E>> : axis_types<E> {};
template<class A>
struct axis_types<position_along<A>> : detail::named_axis_types<A> {};
template<rounding To, class E>
struct axis_types<cast_to<To, E>> : axis_types<E> {};
template<fixed_string Name, class Average, class E, class Observed, class... Dims>
struct axis_types<tracked_value<Name, Average, E, Observed, Dims...>> {
  using type = boost::mp11::mp_unique<
      boost::mp11::mp_append<typename detail::named_axis_types<Dims...>::type, detail::axis_types_of<E, Observed>>>;
};
template<class Training, class Evaluation>
struct axis_types<by_mode_of<Training, Evaluation>> : detail::joined_axis_types<Training, Evaluation> {};
template<class... Passed>
struct axis_types<passing_list<Passed...>> : detail::joined_axis_types<Passed...> {};
template<class E, class List>
struct axis_types<value_with_gradient<E, List>> : detail::joined_axis_types<E, List> {};

} // namespace axnorm::expr
