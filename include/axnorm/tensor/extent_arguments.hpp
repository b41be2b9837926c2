// The extents of a call, `(32, 64_c, 56)` or `(dim<C>(64), dim<N>(32))`, checked and put in the order of a tensor's
// axes. Used by whatever makes tensors and views. Must not know memory.
#pragma once

#include <axnorm/axis/mistake.hpp>
#include <axnorm/axis/axis_list.hpp>
#include <axnorm/axis/extent.hpp>
#include <axnorm/axis/shape_error.hpp>
#include <axnorm/tensor/layout.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace axnorm::detail {

/// `axis C has the fixed extent 64, but 32 was given`
[[gnu::cold]] constexpr sentence words_of_fixed(const axis_extent& d, std::int64_t given) {
  sentence s;
  if (d.extent != dynamic_extent && given != dynamic_extent && d.extent != given)
    (s << "axis " << d.axis << " has the fixed extent " << d.extent << ", but " << given << " was given")
        .about(d.axis, d.extent, given);
  return s;
}

/// `the extent of axis C is given twice`
constexpr sentence words_of_repeated_extent(const axis_value& axis) {
  sentence s;
  return (s << "the extent of axis " << axis << " is given twice").about(axis, "once", "twice");
}

/// Throws shape_error if `given` is no extent or not the one that types fix.
template<class E>
constexpr void check_extent(const axis_extent& d, const E& given) {
  if (!is_extent(given)) throw_if(words_of_extent(d.axis, given));
  if (d.extent != dynamic_extent && std::cmp_not_equal(d.extent, given))
    throw_if(words_of_fixed(d, static_cast<std::int64_t>(given)));
}

template<class... Specs>
inline constexpr std::size_t dynamic_count = ((static_extent_of<Specs> == dynamic_extent ? 1u : 0u) + ... + 0u);

/// Which axis argument `i` of `given` is for: all axes in order, or only those without a fixed extent.
template<class... Specs>
constexpr std::size_t axis_of_argument(std::size_t i, std::size_t given) {
  if (given == sizeof...(Specs)) return i;
  const auto& dims = dims_of<Specs...>;
  std::size_t at = 0;
  for (;; ++at)
    if (dims[at].extent == dynamic_extent && i-- == 0) return at;
}

template<class... Specs, class... E>
constexpr sentence words_of_named(axis_list<Specs...>, std::type_identity<E>...) {
  sentence s;
  const auto& dims = dims_of<Specs...>;
  std::array<bool, sizeof...(Specs) + 1> given{};
  [[maybe_unused]] const auto look = [&]<class D>(std::type_identity<D>) {
    if (!s.empty()) return;
    using A = typename D::axis_type;
    s = words_of_lacking<A, Specs...>("dim");
    if (!s.empty()) return;
    constexpr std::size_t at = position_of<A, Specs...>();
    if (given[at])
      s = words_of_repeated_extent(axis_value_of<A>());
    else if constexpr (at < sizeof...(Specs))
      s = words_of_fixed(dims[at], D::fixed);
    given[at] = true;
  };
  (look(std::type_identity<std::remove_cvref_t<E>>{}), ...);
  for (std::size_t i = 0; i < dims.size(); ++i)
    if (s.empty() && !given[i] && dims[i].extent == dynamic_extent)
      (s << "the extent of axis " << dims[i].axis << " is not given").about(dims[i].axis, "an extent", "none");
  return s;
}

template<class... Specs, class... E>
constexpr sentence words_of_positional(axis_list<Specs...>, std::type_identity<E>...) {
  sentence s;
  const auto& dims = dims_of<Specs...>;
  constexpr std::size_t n = sizeof...(E), rank = sizeof...(Specs), dynamic = dynamic_count<Specs...>;
  int k = 0;
  [[maybe_unused]] const auto look_type = [&]<class X>(std::type_identity<X>) {
    ++k;
    if (s.empty() && !ExtentLike<X>)
      s << "extents are integers or constants such as 64_c, but extent " << k << " of axes " << dims << " is "
        << type_name<X>();
  };
  (look_type(std::type_identity<std::remove_cvref_t<E>>{}), ...);
  if (!s.empty()) return s;
  if constexpr (n != rank && n != dynamic) {
    s << "a tensor with axes " << dims << " takes " << rank << (rank == 1 ? " extent" : " extents");
    if (dynamic != rank) s << ", or the " << dynamic << " that are not fixed";
    s << ", but " << n << (n == 1 ? " was given" : " were given");
    s.expected << rank;
    s.given << n;
  } else {
    std::size_t i = 0;
    [[maybe_unused]] const auto look = [&]<class X>(std::type_identity<X>) {
      const axis_extent& d = dims[axis_of_argument<Specs...>(i++, n)];
      if constexpr (ConstantExtent<X>) {
        if (s.empty()) s = words_of_extent(d.axis, X::value);
        if (s.empty()) s = words_of_fixed(d, constant_value<X>);
      }
    };
    (look(std::type_identity<std::remove_cvref_t<E>>{}), ...);
  }
  return s;
}

template<class List, class... E>
constexpr sentence words_of_arguments() {
  if constexpr (sizeof...(E) > 0 && (NamedExtent<E> && ...))
    return words_of_named(List{}, std::type_identity<E>{}...);
  else
    return words_of_positional(List{}, std::type_identity<E>{}...);
}
/// What the types of the arguments tell to be wrong with them.
template<class List, class... E>
inline constexpr sentence argument_words = words_of_arguments<List, std::remove_cvref_t<E>...>();

/// The extents in the order of the axes; throws shape_error where only values can tell.
template<class... Specs, class... E>
constexpr extents_array<sizeof...(Specs)> extents_from(axis_list<Specs...>, const E&... given) {
  const auto& dims = dims_of<Specs...>;
  extents_array<sizeof...(Specs)> r{static_extent_of<Specs>...};
  [[maybe_unused]] const auto put = [&](std::size_t at, const auto& value) {
    check_extent(dims[at], value);
    r[at] = static_cast<std::int64_t>(value);
  };
  if constexpr (sizeof...(E) > 0 && (NamedExtent<E> && ...)) {
    (put(position_of<typename E::axis_type, Specs...>(), given.value()), ...);
  } else {
    std::size_t i = 0;
    [[maybe_unused]] const auto next = [&](const auto& value) {
      using X = std::remove_cvref_t<decltype(value)>;
      const std::size_t at = axis_of_argument<Specs...>(i++, sizeof...(E));
      if constexpr (ConstantExtent<X>)
        put(at, X::value);
      else
        put(at, value);
    };
    (next(given), ...);
  }
  return r;
}

/// Given extents as an array: the same checks.
template<class... Specs>
constexpr void check_extents(axis_list<Specs...>, const extents_array<sizeof...(Specs)>& extents) {
  const auto& dims = dims_of<Specs...>;
  for (std::size_t i = 0; i < sizeof...(Specs); ++i) {
    check_extent(dims[i], extents[i]);
  }
}

/// The axes with what constants among the arguments fix: `{N, C}` and `(32, 64_c)` make `{N, Fixed<C, 64>}`.
template<class Spec, class E>
using fixed_by =
    std::conditional_t<(constant_value<E> >= 0 && static_extent_of<Spec> == dynamic_extent),
                       Fixed<axis_of_t<Spec>, static_cast<std::size_t>(constant_value<E> >= 0 ? constant_value<E> : 0)>,
                       Spec>;

} // namespace axnorm::detail
