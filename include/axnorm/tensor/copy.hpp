// copy: the elements of one tensor into another, whatever their element types, order of axes and strides.
// Used by everybody, and by tensors made from views. Must not know formulas; what is not memory traffic is not here.
#pragma once

#include <axnorm/axis/mistake.hpp>
#include <axnorm/axis/type_name.hpp>
#include <axnorm/tensor/copy_elements.hpp>
#include <axnorm/tensor/overlap.hpp>
#include <axnorm/tensor/select_axes.hpp>
#include <axnorm/tensor/tensor.hpp>

#include <cstddef>
#include <string_view>
#include <type_traits>
#include <utility>

namespace axnorm {

namespace detail {

template<class List, class Other>
inline constexpr bool same_axes_in_any_order = false;
template<class... A, class... B>
inline constexpr bool same_axes_in_any_order<axis_list<A...>, axis_list<B...>> =
    sizeof...(A) == sizeof...(B) && ((position_of<axis_of_t<A>, B...>() < sizeof...(B)) && ...);

/// What is wrong with writing to X.
template<class X>
constexpr sentence words_of_writing(std::string_view what) {
  sentence s;
  if (std::is_const_v<element_of<X>>) s << what << " writes, but the elements of the tensor are const";
  return s;
}
template<class From, class To>
requires(!AnyTensor<From> || !AnyTensor<To>)
constexpr sentence words_of_copy() {
  using other = std::remove_cvref_t<std::conditional_t<AnyTensor<From>, To, From>>;
  sentence s;
  return s << "copy takes two tensors or views, but " << type_name<other>() << " was given as the "
           << (AnyTensor<From> ? "destination" : "source")
           << "; view<float, ...>(pointer, ...) makes one of memory, fill(x, number) writes a number";
}
template<AnyTensor From, AnyTensor To>
constexpr sentence words_of_copy() {
  using from = std::remove_cvref_t<From>;
  using to = std::remove_cvref_t<To>;
  sentence s = words_of_writing<To>("copy");
  if (s.empty() && is_temporary<To>) s << "copy to a temporary tensor has no effect; give the tensor a name first";
  if (!s.empty()) return s;
  if constexpr (!same_axes_in_any_order<typename from::axes, typename to::axes>) {
    s << "copy takes two tensors with the same axes, but they have " << from::dims << " and " << to::dims;
    s.expected << to::dims;
    s.given << from::dims;
  } else {
    [&]<class... F>(axis_list<F...>) {
      [[maybe_unused]] const auto look = [&](const axis_extent& a, const axis_extent& b) {
        if (s.empty() && a.extent >= 0 && b.extent >= 0 && a.extent != b.extent)
          (s << "copy: axis " << a.axis << " has extent " << b.extent << " in the destination, but " << a.extent
             << " in the source")
              .about(a.axis, b.extent, a.extent);
      };
      (look(axis_extent_of<F>(), to::dims[position_in<axis_of_t<F>, typename to::axes>]), ...);
    }(typename from::axes{});
  }
  return s;
}
template<class From, class To>
inline constexpr sentence copy_words = words_of_copy<From, To>();

/// From's view with its axes in the order of To's.
template<class V, class... Specs>
auto in_order(const V& v, axis_list<Specs...>) {
  return View<typename V::element_type, axis_of_t<Specs>...>(v.data(), {v.template extent<axis_of_t<Specs>>()...},
                                                             {v.template stride<axis_of_t<Specs>>()...});
}

} // namespace detail

/// Copies elements to those with the same indices by name: the axes may stand in different orders. Converts like
/// `element_cast`. The two may overlap. Throws shape_error if extents differ.
template<AnyTensor From, AnyTensor To>
requires(detail::copy_words<From, To>.empty())
void copy(const From& from, To&& to) {
  const auto target = as_view(to);
  const auto source = detail::in_order(as_view(from), typename std::remove_cvref_t<To>::axes{});
  for (std::size_t i = 0; i < target.rank; ++i) {
    if (source.extent(i) == target.extent(i)) continue;
    sentence s;
    s << "copy: axis " << target.dims[i].axis << " has extent " << target.extent(i) << " in the destination, but "
      << source.extent(i) << " in the source";
    throw shape_error(s.about(target.dims[i].axis, target.extent(i), source.extent(i)));
  }
  using source_type = typename decltype(source)::value_type;
  using target_type = typename decltype(target)::value_type;
  if (may_overlap(source, target)) {
    if (std::same_as<source_type, target_type> && static_cast<const void*>(source.data()) == target.data() &&
        source.strides() == target.strides())
      return;
    // Through memory of its own: cutting up overlaps is not worth the code.
    detail::storage buffer(static_cast<std::size_t>(source.size()) * sizeof(source_type));
    const auto between = row_major(source.extents());
    auto* middle = static_cast<source_type*>(buffer.data());
    detail::copy_elements(source.data(), source.strides(), middle, between, source.extents());
    detail::copy_elements(static_cast<const source_type*>(middle), between, target.data(), target.strides(),
                          source.extents());
  } else {
    detail::copy_elements(source.data(), source.strides(), target.data(), target.strides(), source.extents());
  }
}
template<class From, class To, class Wrong = spell<detail::copy_words<From, To>>>
requires((AnyTensor<From> || AnyTensor<To>) && !is_mistake<From> && !detail::copy_words<From, To>.empty())
Wrong copy(const From& from, To&& to);
template<class From, class To>
requires is_mistake<From>
void copy(const From& from, To&& to);

namespace detail {
template<class E, class V>
struct dense_copy;
template<class E, class T, class... Specs>
struct dense_copy<E, View<T, Specs...>> {
  using type = Tensor<E, Specs...>;
};
} // namespace detail

/// A tensor of its own with the elements of `x`, row-major in the order of x's axes: `to_tensor(transpose<C, N>(x))`;
/// with another element type: `to_tensor<bfloat16>(x)`.
template<class E = void, AnyTensor X>
requires(std::is_void_v<E> || TensorElement<E>)
auto to_tensor(const X& x) {
  using element = std::conditional_t<std::is_void_v<E>, typename X::value_type, E>;
  typename detail::dense_copy<element, std::remove_cvref_t<decltype(as_view(x))>>::type r(x.extents());
  copy(x, r);
  return r;
}

} // namespace axnorm
