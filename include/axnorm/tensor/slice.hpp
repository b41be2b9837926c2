// Slices: one position of an axis, which goes away, or a range of them, which stays. No element is copied.
// Used by everybody who looks into tensors. Must not know owners beyond their views.
#pragma once

#include <axnorm/axis/mistake.hpp>
#include <axnorm/tensor/select_axes.hpp>

#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

namespace axnorm {

namespace detail {

/// Positions from, from + step, ... before to.
struct position_range {
  std::int64_t from = 0, to = 0, step = 1;

  constexpr std::int64_t count() const {
    return step > 0 ? (to - from) / step + ((to - from) % step != 0) : (from - to) / -step + ((from - to) % -step != 0);
  }
};

constexpr sentence words_of_range(const axis_value& a, const position_range& r, std::int64_t extent) {
  sentence s;
  const bool inside =
      r.step > 0 ? 0 <= r.from && r.from <= r.to && r.to <= extent : -1 <= r.to && r.to <= r.from && r.from < extent;
  if (r.step == 0)
    s << "a slice cannot have a step of 0 along axis " << a;
  else if (!inside) {
    s << "the slice from " << r.from << " to " << r.to;
    if (r.step != 1) s << " in steps of " << r.step;
    s << " is not within axis " << a << ", whose extent is " << extent;
  }
  if (!s.empty()) {
    s.about(a, extent, r.from);
    s.given << " to " << r.to;
  }
  return s;
}

template<class... I>
constexpr position_range range_from(const I&... i) {
  const std::int64_t given[]{static_cast<std::int64_t>(i)...};
  return {given[0], given[1], sizeof...(I) > 2 ? given[sizeof...(I) - 1] : 1};
}

template<class A, class X, class... I>
constexpr sentence words_of_slice() {
  sentence s;
  if constexpr (is_temporary<X>) {
    s = dangling_words<std::remove_cvref_t<X>>;
  } else if constexpr (!Axis<A>) {
    s = words_of_axis_in<A, X>("slice");
  } else {
    s = words_of_axis_in<A, X>("slice");
    if (!s.empty()) return s;
    if (sizeof...(I) < 1 || sizeof...(I) > 3)
      return s << "slice<" << A::label << "> takes an index, or from, to and perhaps a step, but " << sizeof...(I)
               << " were given";
    [[maybe_unused]] const auto look = [&]<class P>(std::type_identity<P>) {
      if (s.empty() && !ExtentLike<P>)
        s << "slice<" << A::label << "> takes integers, but " << type_name<P>() << " was given";
    };
    (look(std::type_identity<I>{}), ...);
    if constexpr (requires { requires std::remove_cvref_t<X>::template has_axis<A>; } && (ConstantExtent<I> && ...)) {
      using spec = typename spec_for<A, typename std::remove_cvref_t<X>::axes>::type;
      constexpr std::int64_t extent = static_extent_of<spec>;
      if constexpr (sizeof...(I) == 1) {
        if (extent >= 0) s = (words_of_index(axis_value_of<A>(), I::value, extent), ...);
      } else if constexpr (sizeof...(I) == 2 || sizeof...(I) == 3) {
        constexpr auto r = range_from(I{}...);
        if (extent >= 0 || r.step == 0) s = words_of_range(axis_value_of<A>(), r, extent);
      }
    }
  }
  return s;
}
template<class A, class X, class... I>
inline constexpr sentence slice_words = words_of_slice<A, X, std::remove_cvref_t<I>...>();

/// The spec of a sliced axis: fixed if all of the range is.
template<class A, class... I>
struct sliced_spec {
  using type = A;
};
template<class X>
inline constexpr sentence slice_of_no_axis = [] {
  sentence s;
  return s << "slice<...> needs the axis that it cuts, as in slice<N>(x, 3)";
}();

template<class A, ConstantExtent... I>
requires(range_from(I{}...).step != 0 && range_from(I{}...).count() >= 0)
struct sliced_spec<A, I...> {
  using type = Fixed<A, static_cast<std::size_t>(range_from(I{}...).count())>;
};

template<class V>
constexpr auto moved_pointer(const V& v, std::ptrdiff_t offset) {
  return v.empty() ? v.data() : v.data() + offset; // nothing may be added to no memory
}

} // namespace detail

/// `slice<N>(x, 3)`: position 3 of axis N, a view without N. `slice<N>(x, 2, 6)`, `slice<N>(x, 7, -1, -2)`: positions
/// from the first on, before the second, in steps; constants (`0_c`) fix the extent in the type. Throws shape_error if
/// that is not within the axis.
template<class A, AnyTensor X, class... I>
requires(detail::slice_words<A, X, I...>.empty())
constexpr auto slice(X&& x, const I&... positions) {
  const auto v = as_view(x);
  using tensor = decltype(v.view());
  constexpr std::size_t at = detail::position_in<A, typename tensor::axes>;
  if constexpr (sizeof...(I) == 1) {
    using result = detail::view_of<detail::element_of<X>, typename detail::replaced<A, typename tensor::axes>::type>;
    (throw_if(detail::words_of_index(axis_value_of<A>(), positions, v.extent(at))), ...);
    extents_array<result::rank> e{};
    strides_array<result::rank> s{};
    for (std::size_t i = 0; i < result::rank; ++i) {
      e[i] = v.extent(i < at ? i : i + 1);
      s[i] = v.stride(i < at ? i : i + 1);
    }
    const std::ptrdiff_t offset = ((static_cast<std::ptrdiff_t>(positions) * v.stride(at)) + ...);
    return result(detail::moved_pointer(v, offset), e, s);
  } else {
    using spec = typename detail::sliced_spec<A, I...>::type;
    using result =
        detail::view_of<detail::element_of<X>, typename detail::replaced<A, typename tensor::axes, spec>::type>;
    const auto r = detail::range_from(positions...);
    throw_if(detail::words_of_range(axis_value_of<A>(), r, v.extent(at)));
    auto e = v.extents();
    auto s = v.strides();
    e[at] = r.count();
    s[at] = v.stride(at) * static_cast<std::ptrdiff_t>(r.step);
    const std::ptrdiff_t offset = r.count() == 0 ? 0 : static_cast<std::ptrdiff_t>(r.from) * v.stride(at);
    return result(detail::moved_pointer(v, offset), e, s);
  }
}
template<class A, AnyTensor X, class... I, class Wrong = spell<detail::slice_words<A, X, I...>>>
requires(!detail::slice_words<A, X, I...>.empty())
Wrong slice(X&& x, const I&... positions);
template<AnyTensor X, class... I, class Wrong = spell<detail::slice_of_no_axis<X>>>
Wrong slice(X&& x, const I&... positions);

} // namespace axnorm
