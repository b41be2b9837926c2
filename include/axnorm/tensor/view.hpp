// View: memory with named axes that belongs to somebody else: a pointer, extents, strides. Made by `view<float, N,
// C>(p, ...)`, by tensors and by slicing. Must not know who owns the memory, or what is computed.
#pragma once

#include <axnorm/axis/mistake.hpp>
#include <axnorm/axis/axis_list.hpp>
#include <axnorm/axis/shape_error.hpp>
#include <axnorm/tensor/element.hpp>
#include <axnorm/tensor/extent_arguments.hpp>
#include <axnorm/tensor/layout.hpp>
#include <axnorm/tensor/no_arithmetic.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

namespace axnorm {

/// A Tensor or a View, however it is passed.
template<class X>
concept AnyTensor = requires { typename std::remove_cvref_t<X>::is_tensor; };

namespace detail {

template<class T>
constexpr sentence words_of_element() {
  sentence s;
  if (!TensorElement<std::remove_const_t<T>>)
    s << "a tensor holds float, double, float16, bfloat16, bool or integers, but its element type is "
      << type_name<T>();
  return s;
}
/// What is wrong with a tensor type, if anything.
template<class T, class... Specs>
constexpr sentence words_of_tensor_type() {
  const sentence s = words_of_element<T>();
  return s.empty() ? words_of_axes<Specs...>() : s;
}
template<class T, class... Specs>
inline constexpr sentence tensor_words = words_of_tensor_type<T, Specs...>();

template<class X>
inline constexpr sentence unnamed_view_words = [] {
  sentence s;
  return s << "assigning to a view makes it look elsewhere and writes no element; copy(from, view) does, and "
              "fill(view, number)";
}();

template<class A, class... Specs>
inline constexpr sentence lacking_extent_words = words_of_lacking<A, Specs...>("extent");
template<class A, class... Specs>
inline constexpr sentence lacking_stride_words = words_of_lacking<A, Specs...>("stride");

template<class... Specs, class... I>
constexpr sentence words_of_indices(axis_list<Specs...>, std::type_identity<I>...) {
  sentence s;
  if (sizeof...(I) != sizeof...(Specs))
    s << "a tensor with axes " << dims_of<Specs...> << " takes " << sizeof...(Specs)
      << (sizeof...(Specs) == 1 ? " index" : " indices") << ", but " << sizeof...(I)
      << (sizeof...(I) == 1 ? " was given" : " were given");
  int k = 0;
  [[maybe_unused]] const auto look = [&]<class X>(std::type_identity<X>) {
    ++k;
    if (s.empty() && !ExtentLike<X>) s << "indices are integers, but index " << k << " is " << type_name<X>();
  };
  (look(std::type_identity<I>{}), ...);
  return s;
}
template<class List, class... I>
inline constexpr sentence index_words = words_of_indices(List{}, std::type_identity<I>{}...);

/// `index 7 is out of range: axis C has extent 4`
template<class I>
constexpr sentence words_of_index(const axis_value& a, const I& index, std::int64_t extent) {
  if constexpr (ConstantExtent<I>) {
    return words_of_index(a, I::value, extent);
  } else {
    sentence s;
    if (std::cmp_less(index, 0) || std::cmp_greater_equal(index, extent)) {
      s << "index " << index << " is out of range: axis " << a << " has extent " << extent;
      s.about(a, "0 to less than ", index).expected << extent;
    }
    return s;
  }
}

/// Whether `From` are the same axes in the same order, and no fixed extents contradict.
template<class To, class From>
inline constexpr bool same_axes_in_order = false;
template<class... To, class... From>
requires(sizeof...(To) == sizeof...(From))
inline constexpr bool same_axes_in_order<axis_list<To...>, axis_list<From...>> =
    ((std::same_as<axis_of_t<To>, axis_of_t<From>> &&
      (static_extent_of<To> == static_extent_of<From> || static_extent_of<To> < 0 || static_extent_of<From> < 0)) &&
     ...);
/// Whether `To` says nothing that the type of `From` does not say.
template<class To, class From>
inline constexpr bool as_fixed = false;
template<class... To, class... From>
requires(sizeof...(To) == sizeof...(From))
inline constexpr bool as_fixed<axis_list<To...>, axis_list<From...>> =
    ((static_extent_of<To> < 0 || static_extent_of<To> == static_extent_of<From>) && ...);

} // namespace detail

/// Memory with named axes. Each of `Specs` is an axis, or `Fixed<A, n>` for an extent that is part of the type; T may
/// be const. Trivially copyable; copying a view copies no elements. The memory must outlive it.
template<class T, class... Specs>
class View : private no_arithmetic::of_tensors {
  static_assert(detail::tensor_words<T, Specs...>.empty() ||
                    spell<detail::tensor_words<T, Specs...>, mistake_is>::fixed,
                "axnorm: this view is a mistake, the condition says which");

public:
  using is_tensor = void;
  using is_view = void;
  using element_type = T;
  using value_type = std::remove_const_t<T>;
  using axes = axis_list<Specs...>;
  static constexpr std::size_t rank = sizeof...(Specs);
  /// The axes in order, with the extents that the type says.
  static constexpr std::array<axis_extent, rank> dims = detail::dims_of<Specs...>;
  template<class A>
  static constexpr bool has_axis = detail::position_of<A, Specs...>() < rank;

  constexpr View() = default;
  /// Any extents and strides, unchecked: `view` checks.
  constexpr View(T* data, const extents_array<rank>& extents, const strides_array<rank>& strides)
      : data_(data), extents_(extents), strides_(strides) {}

  /// From a view of the same axes: to const elements, to extents that the type need not say; explicit (and checked,
  /// with shape_error) to extents that only this type says.
  template<class U, class... Other>
  requires(!std::same_as<View<U, Other...>, View> && std::same_as<const U, const T> && std::convertible_to<U*, T*> &&
           detail::same_axes_in_order<axes, axis_list<Other...>>)
  constexpr explicit(!detail::as_fixed<axes, axis_list<Other...>>) View(const View<U, Other...>& v)
      : data_(v.data()), extents_(v.extents()), strides_(v.strides()) {
    if constexpr (!detail::as_fixed<axes, axis_list<Other...>>) detail::check_extents(axes{}, extents_);
  }

  constexpr View(const View&) = default;
  /// Looks at other memory from here on. Refused where nothing would be left of that: of a view without a name.
  constexpr View& operator=(const View&) & = default;
  template<class X, class Wrong = spell<detail::unnamed_view_words<X>>>
  Wrong operator=(X&&) &&;
  template<class X, class Wrong = spell<detail::unnamed_view_words<X>>>
  requires std::is_arithmetic_v<X>
  Wrong operator=(const X&) &;
  template<class X>
  requires is_mistake<X>
  constexpr View(const X&); // NOLINT: implicit, it has been reported

  constexpr T* data() const { return data_; }
  constexpr const extents_array<rank>& extents() const { return extents_; }
  constexpr const strides_array<rank>& strides() const { return strides_; }
  constexpr std::int64_t extent(std::size_t i) const { return extents_[i]; }
  constexpr std::ptrdiff_t stride(std::size_t i) const { return strides_[i]; }
  /// The number of elements.
  constexpr std::int64_t size() const { return count_of(extents_); }
  constexpr bool empty() const { return size() == 0; }
  /// Whether the elements lie side by side in the order of the axes.
  constexpr bool is_row_major() const { return axnorm::is_row_major(extents_, strides_); }

  /// The extent of axis A; a constant if the type says it.
  template<class A>
  requires(has_axis<A>)
  constexpr std::int64_t extent() const {
    constexpr std::size_t i = detail::position_of<A, Specs...>();
    if constexpr (dims[i].extent != dynamic_extent)
      return dims[i].extent;
    else
      return extents_[i];
  }
  template<class A, class Wrong = spell<detail::lacking_extent_words<A, Specs...>>>
  requires(!has_axis<A>)
  Wrong extent() const;

  /// The distance of neighbours along axis A, in elements.
  template<class A>
  requires(has_axis<A>)
  constexpr std::ptrdiff_t stride() const {
    return strides_[detail::position_of<A, Specs...>()];
  }
  template<class A, class Wrong = spell<detail::lacking_stride_words<A, Specs...>>>
  requires(!has_axis<A>)
  Wrong stride() const;

  /// The element at indices in the order of the axes. Unchecked.
  template<class... I>
  requires(detail::index_words<axes, I...>.empty())
  constexpr T& operator()(const I&... index) const {
    std::size_t axis = 0;
    std::ptrdiff_t offset = 0;
    ((offset += static_cast<std::ptrdiff_t>(index) * strides_[axis++]), ...);
    return data_[offset];
  }
  template<class... I, class Wrong = spell<detail::index_words<axes, I...>>>
  requires(!detail::index_words<axes, I...>.empty())
  Wrong operator()(const I&... index) const;

  /// The same, checked: throws shape_error for an index out of range.
  template<class... I>
  requires(detail::index_words<axes, I...>.empty())
  constexpr T& at(const I&... index) const {
    std::size_t axis = 0;
    ((throw_if(detail::words_of_index(dims[axis].axis, index, extents_[axis])), ++axis), ...);
    return (*this)(index...);
  }
  template<class... I, class Wrong = spell<detail::index_words<axes, I...>>>
  requires(!detail::index_words<axes, I...>.empty())
  Wrong at(const I&... index) const;

  /// The element at an index tuple. Unchecked.
  constexpr T& operator[](const extents_array<rank>& index) const {
    std::ptrdiff_t offset = 0;
    for (std::size_t i = 0; i < rank; ++i)
      offset += static_cast<std::ptrdiff_t>(index[i]) * strides_[i];
    return data_[offset];
  }

  constexpr View view() const { return *this; }

private:
  T* data_ = nullptr;
  extents_array<rank> extents_{(static_extent_of<Specs> < 0 ? 0 : static_extent_of<Specs>)...};
  strides_array<rank> strides_ = row_major(extents_);
};

} // namespace axnorm
