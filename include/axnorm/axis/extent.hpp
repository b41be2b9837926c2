// Extents: numbers, or constants in types (`64_c`); and extents with the name of their axis (`dim<C>(64)`).
// Used by shapes, tensors and calls. Must not know shapes or memory.
#pragma once

#include <axnorm/axis/mistake.hpp>
#include <axnorm/axis/axis.hpp>
#include <axnorm/axis/shape_error.hpp>
#include <axnorm/axis/type_name.hpp>

#include <boost/hana/fwd/integral_constant.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <type_traits>
#include <utility>

namespace axnorm {

/// An extent that is part of its type; `64_c` makes one.
template<std::size_t Extent>
using constant_extent = boost::hana::integral_constant<std::size_t, Extent>;

/// An integral constant of any kind, std's and Hana's among them.
template<class E>
concept ConstantExtent = requires {
  requires std::integral<std::remove_cvref_t<decltype(std::remove_cvref_t<E>::value)>>;
  requires !std::same_as<std::remove_cvref_t<decltype(std::remove_cvref_t<E>::value)>, bool>;
  typename std::integral_constant<std::size_t, static_cast<std::size_t>(std::remove_cvref_t<E>::value)>;
};

/// What an extent, an index or a stride is given as: an integer or a constant.
template<class E>
concept ExtentLike =
    ConstantExtent<E> || (std::integral<std::remove_cvref_t<E>> && !std::same_as<std::remove_cvref_t<E>, bool>);

/// The extent that the type E says; `dynamic_extent` if it says none.
template<class E>
inline constexpr std::int64_t constant_value = dynamic_extent;
template<ConstantExtent E>
inline constexpr std::int64_t constant_value<E> = static_cast<std::int64_t>(std::remove_cvref_t<E>::value);

[[gnu::cold]] constexpr sentence words_of_negative_extent(const axis_value& a, std::int64_t extent) {
  sentence s;
  (s << "axis " << a << " cannot have a negative extent, but " << extent << " was given")
      .about(a, "at least 0", extent);
  return s;
}
[[gnu::cold]] constexpr sentence words_of_huge_extent(const axis_value& a, std::uint64_t extent) {
  sentence s;
  (s << "axis " << a << " cannot have an extent of " << extent << "; that is more than memory can hold")
      .about(a, std::numeric_limits<std::int64_t>::max(), extent);
  return s;
}

/// Whether a number can be an extent: it is not negative, and not too large to be a stride.
template<class E>
constexpr bool is_extent(const E& n) {
  return std::in_range<std::int64_t>(n) && std::cmp_greater_equal(n, 0);
}
/// What is wrong with an extent, if anything.
template<class E>
constexpr sentence words_of_extent(const axis_value& a, const E& extent) {
  if (is_extent(extent)) return {};
  if constexpr (std::is_signed_v<E>)
    return words_of_negative_extent(a, extent);
  else
    return words_of_huge_extent(a, extent);
}

/// An extent and its axis, as `dim<C>(64)` or `dim<C>(64_c)` makes it. E is std::int64_t or a constant.
template<class A, class E>
struct dim_t {
  using is_dim = void;
  using axis_type = A;
  static constexpr std::int64_t fixed = constant_value<E>;

  E extent;

  constexpr std::int64_t value() const { return static_cast<std::int64_t>(extent); }
};

template<class D>
concept NamedExtent = requires { typename std::remove_cvref_t<D>::is_dim; };

namespace detail {

template<class E>
struct extent_type {
  using type = std::int64_t;
};
template<ConstantExtent E>
struct extent_type<E> {
  using type = constant_extent<static_cast<std::size_t>(std::remove_cvref_t<E>::value)>;
};

template<class A, class E>
constexpr sentence words_of_dim() {
  sentence s;
  if constexpr (!Axis<A>)
    s << "dim<> takes an axis, but " << type_name<A>() << " was given";
  else if constexpr (!ExtentLike<E>)
    s << "dim<" << A::label << "> takes an integer or a constant such as 64_c, but " << type_name<E>() << " was given";
  else if constexpr (ConstantExtent<E>)
    s = words_of_extent(axis_value_of<A>(), E::value);
  return s;
}
template<class A, class E>
inline constexpr sentence dim_words = words_of_dim<A, E>();
/// Of a call without an extent.
template<class A>
inline constexpr sentence no_extent_words = [] {
  sentence s;
  s << "dim<";
  if constexpr (Axis<A>) s << A::label;
  return s << ">(...) takes the extent of the axis, but nothing was given";
}();

/// Of a call with an axis in quotes.
template<class E>
inline constexpr sentence named_axis_words = [] {
  sentence s;
  return s << "an axis is a type and no string: dim<C>(...) gives the extent of axis C";
}();

/// The number that digits in a literal say: decimal, 0x, 0b or 0 for octal, with separators.
template<char... Digits>
constexpr std::size_t literal_value() {
  constexpr char text[]{Digits..., 0};
  constexpr std::size_t n = sizeof...(Digits);
  std::size_t base = 10, at = 0, value = 0;
  if (n > 1 && text[0] == '0') {
    const bool hexadecimal = text[1] == 'x' || text[1] == 'X', binary = text[1] == 'b' || text[1] == 'B';
    base = hexadecimal ? 16 : binary ? 2 : 8;
    at = base == 8 ? 1 : 2;
  }
  for (; at < n; ++at) {
    const char c = text[at];
    if (c == '\'') continue;
    const int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c - 'A' + 10;
    value = value * base + static_cast<std::size_t>(digit);
  }
  return value;
}

} // namespace detail

/// The extent of axis A: a number (throws shape_error if negative) or a constant.
template<class A, class E>
requires(detail::dim_words<A, E>.empty())
constexpr dim_t<A, typename detail::extent_type<E>::type> dim(E extent) {
  if constexpr (ConstantExtent<E>) {
    return {};
  } else {
    throw_if(words_of_extent(axis_value_of<A>(), extent));
    return {static_cast<std::int64_t>(extent)};
  }
}
template<class A, class E, class Wrong = spell<detail::dim_words<A, E>>>
requires(!detail::dim_words<A, E>.empty())
Wrong dim(E extent);
template<class A, class Wrong = spell<detail::no_extent_words<A>>>
Wrong dim();
template<std::size_t M, class E, class Wrong = spell<detail::named_axis_words<E>>>
Wrong dim(const char (&)[M], const E& extent);

inline namespace literals {
/// `64_c`: the constant 64, a type of its own.
template<char... Digits>
constexpr constant_extent<detail::literal_value<Digits...>()> operator""_c() {
  return {};
}
} // namespace literals

} // namespace axnorm
