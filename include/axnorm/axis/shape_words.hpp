// Arithmetic of extents that keeps constants constant, and the sentences about shapes. Used by shape.hpp only.
// Must not know shapes themselves: it sees lists of axes and the types of extents.
#pragma once

#include <axnorm/axis/axis_list.hpp>
#include <axnorm/axis/extent.hpp>
#include <axnorm/axis/shape_error.hpp>

#include <boost/hana/integral_constant.hpp>
#include <boost/hana/mult.hpp>
#include <boost/hana/type.hpp>

#include <cstddef>
#include <type_traits>
#include <utility>

namespace axnorm::detail {

template<class A, class... B>
inline constexpr sentence lacking_in_shape_words = words_of_lacking<A, B...>("extent");

/// What is wrong with `make_shape<A...>(E...)` as far as types can tell.
template<class... A, class... E>
constexpr sentence words_of_shape(axis_list<A...>, std::type_identity<E>...) {
  sentence s = words_of_axes<A...>();
  if (!s.empty()) return s;
  if constexpr (!(Axis<A> && ...)) {
    s << "make_shape<> takes axes without extents, which are its arguments";
  } else if constexpr (sizeof...(A) != sizeof...(E)) {
    s << "a shape of axes " << dims_of<A...> << " takes " << sizeof...(A)
      << (sizeof...(A) == 1 ? " extent" : " extents") << ", but " << sizeof...(E)
      << (sizeof...(E) == 1 ? " was given" : " were given");
  } else {
    [[maybe_unused]] const auto look = [&]<class B, class X>(std::type_identity<B>, std::type_identity<X>) {
      if (!s.empty()) return;
      if constexpr (!ExtentLike<X>)
        s << "the extent of axis " << B::label << " is an integer or a constant such as 64_c, not " << type_name<X>();
      else if constexpr (ConstantExtent<X>)
        s = words_of_extent(axis_value_of<B>(), X::value);
    };
    (look(std::type_identity<A>{}, std::type_identity<E>{}), ...);
  }
  return s;
}
template<class List, class... E>
inline constexpr sentence shape_words = words_of_shape(List{}, std::type_identity<std::remove_cvref_t<E>>{}...);

/// An extent as shapes hold it: a constant of Hana's, or std::size_t.
template<class A, class E>
constexpr auto checked_extent(const E& e) {
  if constexpr (ConstantExtent<E>) {
    return constant_extent<static_cast<std::size_t>(E::value)>{};
  } else {
    throw_if(words_of_extent(axis_value_of<A>(), e));
    return static_cast<std::size_t>(e);
  }
}

/// a b: Hana's product of constants, otherwise a number.
template<class X, class Y>
constexpr auto product(const X& a, const Y& b) {
  if constexpr (ConstantExtent<X> && ConstantExtent<Y>)
    return a * b;
  else
    return static_cast<std::size_t>(a) * static_cast<std::size_t>(b);
}
template<class... E>
struct fold_product {
  static constexpr constant_extent<1> of() { return {}; }
};
template<class First, class... Rest>
struct fold_product<First, Rest...> {
  static constexpr auto of(const First& first, const Rest&... rest) {
    if constexpr (sizeof...(Rest) == 0)
      return first;
    else
      return product(first, fold_product<Rest...>::of(rest...));
  }
};
template<class... E>
constexpr auto product_of(const E&... e) {
  return fold_product<E...>::of(e...);
}

/// `32 groups do not divide axis C, whose extent is 50`
constexpr sentence words_of_division(const axis_value& a, std::size_t extent, std::size_t groups) {
  sentence s;
  if (groups == 0 || extent % groups != 0)
    (s << groups << " groups do not divide axis " << a << ", whose extent is " << extent)
            .about(a, "a multiple of ", extent)
            .expected
        << groups;
  return s;
}

/// extent / groups, which must be exact.
template<class C, class X, class Y>
constexpr auto quotient_of(const X& extent, const Y& groups) {
  if constexpr (ConstantExtent<X> && ConstantExtent<Y>) {
    return constant_extent<X::value / static_cast<std::size_t>(Y::value)>{};
  } else {
    const auto count = static_cast<std::size_t>(checked_extent<C>(groups));
    throw_if(words_of_division(axis_value_of<C>(), extent, count));
    return static_cast<std::size_t>(extent) / count;
  }
}

/// The type of A's extent in a map.
template<class A, class Map>
using extent_in = std::remove_cvref_t<decltype(std::declval<const Map&>()[boost::hana::type_c<A>])>;

template<class C, class List, class Map, class E>
constexpr sentence words_of_split() {
  return []<class... A>(axis_list<A...>) {
    sentence s = words_of_lacking<C, A...>("split");
    if constexpr (position_of<C, A...>() < sizeof...(A)) {
      using extent = extent_in<C, Map>;
      if constexpr (!ExtentLike<E>)
        s << "the number of groups is an integer or a constant such as 32_c, not " << type_name<E>();
      else if constexpr (ConstantExtent<extent> && ConstantExtent<E>)
        s = words_of_division(axis_value_of<C>(), extent::value, static_cast<std::size_t>(E::value));
    }
    return s;
  }(List{});
}
template<class C, class List, class Map, class E>
inline constexpr sentence division_words = words_of_split<C, List, Map, E>();

/// A... with G before C.
template<class C, class G, class... A>
struct split_axes;
template<class C, class G>
struct split_axes<C, G> {
  using type = axis_list<>;
};
template<class C, class G, class First, class... Rest>
struct split_axes<C, G, First, Rest...> {
  template<class... Tail>
  static auto join(axis_list<Tail...>)
      -> std::conditional_t<std::is_same_v<First, C>, axis_list<G, C, Tail...>, axis_list<First, Tail...>>;
  using type = decltype(join(typename split_axes<C, G, Rest...>::type{}));
};
template<class C, class G, class... A>
using split_list = typename split_axes<C, G, A...>::type;

/// `axis C has extents 64 and 32`
constexpr sentence words_of_agreement(const axis_value& a, std::size_t x, std::size_t y) {
  sentence s;
  if (x != y) (s << "axis " << a << " has extents " << x << " and " << y).about(a, x, y);
  return s;
}
template<class List, class M, class Other, class N>
constexpr sentence words_of_broadcast() {
  return []<class... A, class... B>(axis_list<A...>, axis_list<B...>) {
    sentence s;
    [[maybe_unused]] const auto look = [&]<class X>(std::type_identity<X>) {
      if constexpr (position_of<X, B...>() < sizeof...(B)) {
        using x = extent_in<X, M>;
        using y = extent_in<X, N>;
        if constexpr (ConstantExtent<x> && ConstantExtent<y>)
          if (s.empty()) s = words_of_agreement(axis_value_of<X>(), x::value, y::value);
      }
    };
    (look(std::type_identity<A>{}), ...);
    return s;
  }(List{}, Other{});
}
template<class List, class M, class Other, class N>
inline constexpr sentence broadcast_words = words_of_broadcast<List, M, Other, N>();

/// The extent that two shapes have of one axis.
template<class A, class X, class Y>
constexpr auto agreed_extent(const X& x, const Y& y) {
  if constexpr (!(ConstantExtent<X> && ConstantExtent<Y>)) throw_if(words_of_agreement(axis_value_of<A>(), x, y));
  if constexpr (ConstantExtent<X>)
    return x;
  else
    return y;
}

} // namespace axnorm::detail
