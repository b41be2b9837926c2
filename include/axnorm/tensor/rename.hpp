// The same elements with axes of other names or in another order: rename, transpose. No element is copied.
// Used where a formula's axes and a tensor's are to meet. Must not know layouts beyond strides.
#pragma once

#include <axnorm/axis/mistake.hpp>
#include <axnorm/tensor/select_axes.hpp>
#include <axnorm/tensor/tensor.hpp>

#include <array>
#include <cstddef>
#include <type_traits>
#include <utility>

namespace axnorm {

namespace detail {

template<class Old, class New, class X>
constexpr sentence words_of_rename() {
  using tensor = std::remove_cvref_t<X>;
  sentence s = words_of_axis_in<Old, X>("rename");
  if (!s.empty()) return s;
  if constexpr (!Axis<New>) {
    s << "rename<> takes an axis as the new name, but " << type_name<New>() << " was given";
  } else if constexpr (Axis<Old> && !std::same_as<Old, New> && tensor::template has_axis<New>) {
    s << "rename<" << Old::label << ", " << New::label << ">: the tensor already has an axis " << New::label << " in "
      << tensor::dims;
    s.about(axis_value_of<New>(), "a new axis", New::label);
  }
  return s;
}
template<class Old, class New, class X>
inline constexpr sentence rename_words = words_of_rename<Old, New, X>();

template<class Old, class New, class List>
using renamed_list =
    typename replaced<Old, List, typename with_axis<typename spec_for<Old, List>::type, New>::type>::type;

template<class T, class List>
struct tensor_of_list;
template<class T, class... Specs>
struct tensor_of_list<T, axis_list<Specs...>> {
  using type = Tensor<T, Specs...>;
};

template<class Old, class New, class U, class... Other>
auto renamed(Tensor<U, Other...>&& x) {
  using result = typename tensor_of_list<U, renamed_list<Old, New, axis_list<Other...>>>::type;
  const auto v = std::exchange(x.view_, typename Tensor<U, Other...>::view_type());
  return result(std::move(x.memory_), v.extents());
}

template<class X, class... Axes>
constexpr sentence words_of_transpose() {
  using tensor = std::remove_cvref_t<X>;
  sentence s;
  if constexpr (is_temporary<X>) {
    s = dangling_words<tensor>;
  } else {
    [[maybe_unused]] const auto look = [&]<class A>(std::type_identity<A>) {
      if (s.empty()) s = words_of_axis_in<A, X>("transpose");
    };
    (look(std::type_identity<Axes>{}), ...);
    if (s.empty()) s = words_of_axes<Axes...>();
    if (s.empty() && sizeof...(Axes) != tensor::rank)
      s << "transpose<> takes all axes of the tensor, " << tensor::dims << ", but " << sizeof...(Axes) << " were given";
  }
  return s;
}
template<class X, class... Axes>
inline constexpr sentence transpose_words = words_of_transpose<X, Axes...>();

} // namespace detail

/// `rename<C, L>(x)`: a view of x whose axis C is called L. A temporary tensor is moved into the result instead.
template<class Old, class New, AnyTensor X>
requires(detail::rename_words<Old, New, X>.empty())
constexpr auto rename(X&& x) {
  using tensor = std::remove_cvref_t<X>;
  if constexpr (detail::is_temporary<X> && !std::is_const_v<X>) {
    return detail::renamed<Old, New>(std::forward<X>(x));
  } else {
    const auto v = as_view(x);
    using result = detail::view_of<detail::element_of<X>, detail::renamed_list<Old, New, typename tensor::axes>>;
    return result(v.data(), v.extents(), v.strides());
  }
}
template<class Old, class New, AnyTensor X, class Wrong = spell<detail::rename_words<Old, New, X>>>
requires(!detail::rename_words<Old, New, X>.empty())
Wrong rename(X&& x);

/// `transpose<N, H, W, C>(x)`: a view of x with its axes, all of them, in this order.
template<class... Axes, AnyTensor X>
requires(detail::transpose_words<X, Axes...>.empty())
constexpr auto transpose(X&& x) {
  using tensor = std::remove_cvref_t<X>;
  const auto v = as_view(x);
  using result = View<detail::element_of<X>, typename detail::spec_for<Axes, typename tensor::axes>::type...>;
  return result(v.data(), {v.template extent<Axes>()...}, {v.template stride<Axes>()...});
}
template<class... Axes, AnyTensor X, class Wrong = spell<detail::transpose_words<X, Axes...>>>
requires(!detail::transpose_words<X, Axes...>.empty())
Wrong transpose(X&& x);

} // namespace axnorm
