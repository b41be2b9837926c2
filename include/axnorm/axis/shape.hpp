// Shapes: Hana maps from axes to extents, in an order. Each extent is a constant or a number, and arithmetic keeps
// constants constant. Used where extents are computed with. Objects, never template arguments; must not know memory.
#pragma once

#include <axnorm/axis/mistake.hpp>
#include <axnorm/axis/axis_list.hpp>
#include <axnorm/axis/axis_set.hpp>
#include <axnorm/axis/extent.hpp>
#include <axnorm/axis/group.hpp>
#include <axnorm/axis/shape_words.hpp>

#include <boost/hana/at_key.hpp>
#include <boost/hana/map.hpp>
#include <boost/hana/pair.hpp>
#include <boost/hana/type.hpp>
#include <boost/mp11/algorithm.hpp>
#include <boost/mp11/list.hpp>

#include <cstddef>
#include <type_traits>

namespace axnorm {

/// The extents of some axes, in an order. `Map` is a hana::map from hana::type<A> to constants and std::size_t.
template<class List, class Map>
struct shape;

template<Axis... A, class Map>
struct shape<axis_list<A...>, Map> {
  using axes = axis_list<A...>;
  using set = make_axis_set<A...>;
  static constexpr std::size_t rank = sizeof...(A);
  template<class B>
  static constexpr bool has_axis = detail::position_of<B, A...>() < rank;

  Map extents;

  /// The extent of axis B: a constant or a number.
  template<class B>
  requires(has_axis<B>)
  constexpr auto extent() const {
    return extents[boost::hana::type_c<B>];
  }
  template<class B, class Wrong = spell<detail::lacking_in_shape_words<B, A...>>>
  requires(!has_axis<B>)
  Wrong extent() const;
};

/// The shape with these extents, in this order: `make_shape<N, C>(32, 64_c)`. Throws shape_error for negative extents.
template<class... A, class... E>
requires(detail::shape_words<axis_list<A...>, E...>.empty())
constexpr auto make_shape(const E&... extents) {
  auto map =
      boost::hana::make_map(boost::hana::make_pair(boost::hana::type_c<A>, detail::checked_extent<A>(extents))...);
  return shape<axis_list<A...>, decltype(map)>{map};
}
template<class... A, class... E, class Wrong = spell<detail::shape_words<axis_list<A...>, E...>>>
requires(!detail::shape_words<axis_list<A...>, E...>.empty())
Wrong make_shape(const E&... extents);

/// The number of positions: a constant if all extents are.
template<class... A, class Map>
constexpr auto size(const shape<axis_list<A...>, Map>& s) {
  return detail::product_of(s.template extent<A>()...);
}

/// The number of positions over the axes of a set that the shape has.
template<AxisSet Set, class... A, class Map>
constexpr auto size_over(const shape<axis_list<A...>, Map>& s) {
  const auto factor = [&]<class B>(std::type_identity<B>) {
    if constexpr (contains<Set, B>)
      return s.template extent<B>();
    else
      return constant_extent<1>{};
  };
  return detail::product_of(factor(std::type_identity<A>{})...);
}

/// The strides of row-major memory as a shape of the same axes: each the product of the extents behind it.
template<class... A, class Map>
constexpr auto row_major_strides(const shape<axis_list<A...>, Map>& s) {
  const auto behind = [&]<class B>(std::type_identity<B>) {
    const auto factor = [&]<class X>(std::type_identity<X>) {
      constexpr bool is_behind = detail::position_of<X, A...>() > detail::position_of<B, A...>();
      if constexpr (is_behind)
        return s.template extent<X>();
      else
        return constant_extent<1>{};
    };
    return detail::product_of(factor(std::type_identity<A>{})...);
  };
  return make_shape<A...>(behind(std::type_identity<A>{})...);
}

/// The shape without axis B.
template<Axis B, class... A, class Map>
constexpr auto without(const shape<axis_list<A...>, Map>& s) {
  return [&]<class... Kept>(boost::mp11::mp_list<Kept...>) {
    return make_shape<Kept...>(s.template extent<Kept>()...);
  }(boost::mp11::mp_remove<boost::mp11::mp_list<A...>, B>{});
}

/// The shape with axis B last, of this extent, or with this extent where the axis was.
template<Axis B, class E, class... A, class Map>
constexpr auto with(const shape<axis_list<A...>, Map>& s, const E& extent) {
  if constexpr (detail::position_of<B, A...>() == sizeof...(A)) {
    return make_shape<A..., B>(s.template extent<A>()..., extent);
  } else {
    const auto pick = [&]<class X>(std::type_identity<X>) {
      if constexpr (std::is_same_v<X, B>)
        return extent;
      else
        return s.template extent<X>();
    };
    return make_shape<A...>(pick(std::type_identity<A>{})...);
  }
}

/// Axis C cut into `groups` groups counted by axis G: G takes its place, and behind it C is what is left of it. Throws
/// shape_error if that is not exact; with constants it is a compile error.
template<Axis C, Axis G, class E, class... A, class Map>
requires(detail::division_words<C, axis_list<A...>, Map, E>.empty())
constexpr auto split(const shape<axis_list<A...>, Map>& s, const E& groups) {
  using parts = detail::split_list<C, G, A...>;
  const auto inside = detail::quotient_of<C>(s.template extent<C>(), groups);
  return [&]<class... B>(axis_list<B...>) {
    const auto pick = [&]<class X>(std::type_identity<X>) {
      if constexpr (std::is_same_v<X, G>)
        return detail::checked_extent<G>(groups);
      else if constexpr (std::is_same_v<X, C>)
        return inside;
      else
        return s.template extent<X>();
    };
    return make_shape<B...>(pick(std::type_identity<B>{})...);
  }(parts{});
}
template<Axis C, Axis G, class E, class... A, class Map,
         class Wrong = spell<detail::division_words<C, axis_list<A...>, Map, E>>>
requires(!detail::division_words<C, axis_list<A...>, Map, E>.empty())
Wrong split(const shape<axis_list<A...>, Map>& s, const E& groups);

/// The shape of an elementwise operation of the two: the axes of both, those of `s` first. A constant wins over a
/// number of the same value. Throws shape_error if extents of an axis differ; constants that do are a compile error.
template<class... A, class M, class... B, class N>
requires(detail::broadcast_words<axis_list<A...>, M, axis_list<B...>, N>.empty())
constexpr auto broadcast(const shape<axis_list<A...>, M>& s, const shape<axis_list<B...>, N>& t) {
  return [&]<class... X>(boost::mp11::mp_list<X...>) {
    const auto pick = [&]<class Y>(std::type_identity<Y>) {
      constexpr bool in_s = detail::position_of<Y, A...>() < sizeof...(A),
                     in_t = detail::position_of<Y, B...>() < sizeof...(B);
      if constexpr (in_s && in_t)
        return detail::agreed_extent<Y>(s.template extent<Y>(), t.template extent<Y>());
      else if constexpr (in_s)
        return s.template extent<Y>();
      else
        return t.template extent<Y>();
    };
    return make_shape<X...>(pick(std::type_identity<X>{})...);
  }(boost::mp11::mp_unique<boost::mp11::mp_list<A..., B...>>{});
}
template<class... A, class M, class... B, class N,
         class Wrong = spell<detail::broadcast_words<axis_list<A...>, M, axis_list<B...>, N>>>
requires(!detail::broadcast_words<axis_list<A...>, M, axis_list<B...>, N>.empty())
Wrong broadcast(const shape<axis_list<A...>, M>& s, const shape<axis_list<B...>, N>& t);

/// The same axes with the same extents, in any order; a constant equals a number of its value.
template<class... A, class M, class... B, class N>
constexpr bool operator==(const shape<axis_list<A...>, M>& s, const shape<axis_list<B...>, N>& t) {
  if constexpr (axes_list<A...> == axes_list<B...>)
    return ((std::size_t(s.template extent<A>()) == std::size_t(t.template extent<A>())) && ...);
  else
    return false;
}

} // namespace axnorm
