// Views of memory by pointer: `view<float, N, C>(p, 32, 64_c)`, with other strides, and of tensors: `as_view(x)`.
// Used at the edges of a program and by whatever takes any tensor. Must not know owners.
#pragma once

#include <axnorm/axis/mistake.hpp>
#include <axnorm/tensor/view.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <tuple>
#include <type_traits>

namespace axnorm {

/// Extents as one argument, constants kept: `extents(32, 64_c)`.
template<class... E>
struct extents_t {
  using is_extents = void;
  std::tuple<E...> values;
};
/// Strides as one argument, in elements and in the order of the axes: `strides(64, 1)`. They may be negative or 0.
template<std::size_t Count>
struct strides_t {
  using is_strides = void;
  strides_array<Count> values;
};

template<class... E>
constexpr extents_t<E...> extents(E... e) {
  return {{e...}};
}
template<ExtentLike... S>
constexpr strides_t<sizeof...(S)> strides(S... s) {
  return {{static_cast<std::ptrdiff_t>(s)...}};
}

namespace detail {

template<class P>
constexpr bool points_to_const = std::is_pointer_v<P> && std::is_const_v<std::remove_pointer_t<P>>;

/// What is wrong with a pointer as the memory of a view of T.
template<class T, class P>
constexpr sentence words_of_pointer() {
  sentence s;
  if constexpr (!std::is_convertible_v<P, T*>) {
    if (points_to_const<P> && std::is_convertible_v<P, const T*>)
      s << "view<" << type_name<T>() << ", ...> writes, but the memory is const; view<const " << type_name<T>()
        << ", ...> only reads";
    else
      s << "a view of " << type_name<T>() << " needs a pointer to it, but " << type_name<P>() << " was given";
  }
  return s;
}

template<class T, class List>
struct view_check;
template<class T, class... Specs>
struct view_check<T, axis_list<Specs...>> {
  template<class P, class... E>
  static constexpr sentence words() {
    if constexpr (!tensor_words<T, Specs...>.empty()) {
      return tensor_words<T, Specs...>;
    } else {
      const sentence s = words_of_pointer<T, P>();
      return s.empty() ? argument_words<axis_list<Specs...>, E...> : s;
    }
  }
};
template<class T, class List, class P, class... E>
inline constexpr sentence view_words = view_check<T, List>::template words<std::decay_t<P>, E...>();

/// The view's type: constants among positional extents for all axes become part of it, and so do named ones.
template<class T, class List, class... E>
struct view_type;
template<class T, class... Specs, class... E>
struct view_type<T, axis_list<Specs...>, E...> {
  template<class Spec>
  static constexpr std::int64_t named_extent() {
    std::int64_t r = dynamic_extent;
    [[maybe_unused]] const auto look = [&]<class D>(std::type_identity<D>) {
      if constexpr (NamedExtent<D>)
        if constexpr (std::same_as<typename D::axis_type, axis_of_t<Spec>>) r = D::fixed;
    };
    (look(std::type_identity<E>{}), ...);
    return r;
  }
  template<class Spec, std::int64_t Extent>
  using spec = std::conditional_t<(Extent >= 0 && static_extent_of<Spec> < 0),
                                  Fixed<axis_of_t<Spec>, static_cast<std::size_t>(Extent >= 0 ? Extent : 0)>, Spec>;
  /// By position: the n-th extent is for axis `axis_of_argument(n)`.
  static constexpr std::array<std::int64_t, sizeof...(Specs)> positional = [] {
    std::array<std::int64_t, sizeof...(Specs)> r{static_extent_of<Specs>...};
    // clang wants the type of a view with a wrong number of extents, too.
    if (sizeof...(E) != sizeof...(Specs) && sizeof...(E) != dynamic_count<Specs...>) return r;
    std::size_t i = 0;
    [[maybe_unused]] const auto look = [&]<class X>(std::type_identity<X>) {
      if constexpr (!NamedExtent<X> && ExtentLike<X>)
        if (const std::size_t at = axis_of_argument<Specs...>(i++, sizeof...(E)); r[at] < 0) r[at] = constant_value<X>;
    };
    (look(std::type_identity<E>{}), ...);
    return r;
  }();
  static constexpr bool by_name = sizeof...(E) > 0 && (NamedExtent<E> && ...);
  template<std::size_t... I>
  static View<T, spec<Specs, by_name ? named_extent<Specs>() : positional[I]>...> make(std::index_sequence<I...>);
  using type = decltype(make(std::index_sequence_for<Specs...>{}));
};
template<class T, class List, class... E>
using view_type_t = typename view_type<T, List, std::remove_cvref_t<E>...>::type;

template<class List, class V, class P, class... E>
constexpr V make_view(P pointer, const E&... e) {
  const auto extents = extents_from(List{}, e...);
  throw_if(words_of_size(V::dims, extents, sizeof(typename V::value_type)));
  return V(pointer, extents, row_major(extents));
}

template<class... E>
constexpr bool is_layout = false;
template<class... E, std::size_t Count>
constexpr bool is_layout<extents_t<E...>, strides_t<Count>> = true;

template<class T, class List, class P, std::size_t Count, class... E>
constexpr sentence words_of_strides() {
  const sentence s = view_words<T, List, P, E...>;
  if (!s.empty() || Count == List::size) return s;
  sentence r;
  r << "a tensor of " << List::size << " axes takes " << List::size << " strides, but " << Count
    << (Count == 1 ? " was given" : " were given");
  return r;
}
template<class T, class List, class P, std::size_t Count, class... E>
inline constexpr sentence stride_words = words_of_strides<T, List, P, Count, E...>();

} // namespace detail

/// A view of the memory at `pointer`, row-major in the order of the axes: `view<float, N, C>(p, 32, 64_c)`. An extent
/// given as a constant becomes part of the type. T may be const. Throws shape_error for negative or contradicting
/// extents.
template<class T, class... Specs, class P, class... E>
requires(!detail::is_layout<E...> && detail::view_words<T, axis_list<Specs...>, P, E...>.empty())
constexpr detail::view_type_t<T, axis_list<Specs...>, E...> view(P pointer, const E&... e) {
  return detail::make_view<axis_list<Specs...>, detail::view_type_t<T, axis_list<Specs...>, E...>>(pointer, e...);
}
template<class T, class... Specs, class P, class... E,
         class Wrong = spell<detail::view_words<T, axis_list<Specs...>, P, E...>>>
requires(!detail::is_layout<E...> && !detail::view_words<T, axis_list<Specs...>, P, E...>.empty())
Wrong view(P pointer, const E&... e);

/// The same with strides of your own: `view<float, N, C>(p, extents(32, 64_c), strides(64, 1))`.
template<class T, class... Specs, class P, class... E, std::size_t Count>
requires(detail::stride_words<T, axis_list<Specs...>, P, Count, E...>.empty())
constexpr detail::view_type_t<T, axis_list<Specs...>, E...> view(P pointer, const extents_t<E...>& e,
                                                                 const strides_t<Count>& s) {
  using V = detail::view_type_t<T, axis_list<Specs...>, E...>;
  const V dense = std::apply(
      [&](const auto&... each) { return detail::make_view<axis_list<Specs...>, V>(pointer, each...); }, e.values);
  return V(dense.data(), dense.extents(), s.values);
}
template<class T, class... Specs, class P, class... E, std::size_t Count,
         class Wrong = spell<detail::stride_words<T, axis_list<Specs...>, P, Count, E...>>>
requires(!detail::stride_words<T, axis_list<Specs...>, P, Count, E...>.empty())
Wrong view(P pointer, const extents_t<E...>& e, const strides_t<Count>& s);

/// The same for extents and strides that are known as arrays. Throws shape_error like `view`.
template<class T, class... Specs>
constexpr View<T, Specs...> view_with_strides(T* pointer, const extents_array<sizeof...(Specs)>& extents,
                                              const strides_array<sizeof...(Specs)>& strides) {
  detail::check_extents(axis_list<Specs...>{}, extents);
  throw_if(words_of_size(detail::dims_of<Specs...>, extents, sizeof(T)));
  return View<T, Specs...>(pointer, extents, strides);
}

/// Any tensor as a view; of a const tensor, of const elements.
template<AnyTensor X>
constexpr auto as_view(const X& x) {
  return x.view();
}
template<AnyTensor X>
requires(!std::is_const_v<X>)
constexpr auto as_view(X& x) {
  return x.view();
}

} // namespace axnorm
