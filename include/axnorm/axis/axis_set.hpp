// Sets of axes as types: canonical, so that the order written does not matter; union, difference, intersection, subset.
// Used by norms and whatever asks which axes a statistic has. Must not know extents or tensors.
#pragma once

#include <axnorm/axis/axis.hpp>
#include <axnorm/axis/group.hpp>
#include <axnorm/axis/type_name.hpp>

#include <boost/mp11/algorithm.hpp>
#include <boost/mp11/list.hpp>
#include <boost/mp11/set.hpp>

#include <array>
#include <cstddef>
#include <type_traits>

namespace axnorm {

/// A set of axes: distinct, sorted by name. `make_axis_set` makes it so.
template<Axis... A>
struct axis_set {
  static constexpr std::size_t size = sizeof...(A);
  static constexpr std::array<axis_value, size> values{axis_value_of<A>()...};
};

namespace detail {

// Names only give the order; where two axes have the same, so do their types' names, and after that nothing is left to
// tell them apart by: then equality of sets must not depend on order.
template<class A, class B>
using sorts_before =
    std::bool_constant<(A::label < B::label) || (A::label == B::label && type_name<A>() < type_name<B>())>;

template<class List>
using canonical = boost::mp11::mp_rename<boost::mp11::mp_sort<boost::mp11::mp_unique<List>, sorts_before>, axis_set>;

template<class S, class A>
inline constexpr bool set_contains = boost::mp11::mp_set_contains<S, A>::value;

template<class S>
inline constexpr bool is_axis_set = false;
template<class... A>
inline constexpr bool is_axis_set<axis_set<A...>> = true;

} // namespace detail

template<class S>
concept AxisSet = detail::is_axis_set<S>;

/// The set of these axes, in any order, repeated or not; fixed extents are left out.
template<AxisOrFixed... A>
using make_axis_set = detail::canonical<boost::mp11::mp_list<axis_of_t<A>...>>;

namespace detail {
// MP11 works on plain lists: between its steps a set would be asked to hold what is no axis.
template<AxisSet S>
using plain = boost::mp11::mp_rename<S, boost::mp11::mp_list>;
} // namespace detail

template<AxisSet... S>
using set_union = detail::canonical<boost::mp11::mp_set_union<boost::mp11::mp_list<>, detail::plain<S>...>>;
/// The axes of S that are not in T.
template<AxisSet S, AxisSet T>
using set_difference = detail::canonical<boost::mp11::mp_set_difference<detail::plain<S>, detail::plain<T>>>;
template<AxisSet S, AxisSet T>
using set_intersection = detail::canonical<boost::mp11::mp_set_intersection<detail::plain<S>, detail::plain<T>>>;

template<AxisSet S, Axis A>
inline constexpr bool contains = detail::set_contains<S, A>;
/// Whether all axes of S are in T.
template<AxisSet S, AxisSet T>
inline constexpr bool is_subset =
    boost::mp11::mp_empty<boost::mp11::mp_set_difference<detail::plain<S>, detail::plain<T>>>::value;
template<AxisSet S, AxisSet T>
inline constexpr bool are_disjoint =
    boost::mp11::mp_empty<boost::mp11::mp_set_intersection<detail::plain<S>, detail::plain<T>>>::value;

/// The same axes. (Two sets of the same axes are the same type, unless two axes cannot be told apart by name.)
template<Axis... A, Axis... B>
constexpr bool operator==(axis_set<A...>, axis_set<B...>) {
  return is_subset<axis_set<A...>, axis_set<B...>> && is_subset<axis_set<B...>, axis_set<A...>>;
}

/// A set as a value: `static_assert(statistics_axes<BN, N, C, H, W> == axes_list<C>)`.
template<AxisOrFixed... A>
inline constexpr make_axis_set<A...> axes_list{};

namespace detail {

template<class Members, class Universe>
struct set_of_members;
template<class Member, class Universe>
struct set_of_member {
  using type = make_axis_set<Member>;
};
template<class... A, class Universe>
struct set_of_member<AllBut<A...>, Universe> {
  using type = set_difference<Universe, make_axis_set<A...>>;
};
template<class... M, class Universe>
struct set_of_members<Over<M...>, Universe> {
  using type = set_union<typename set_of_member<M, Universe>::type...>;
};

} // namespace detail

/// The axes that `Over<...>` reduces without groupings; `AllBut` counts against `Universe`, the axes of the inputs.
template<class Set, AxisSet Universe = axis_set<>>
using axes_over = typename detail::set_of_members<Set, Universe>::type;

} // namespace axnorm
