// Tensor: memory with named axes of its own, row-major in the order they are written. What has to be said about wrong
// tensor types is in wrong_tensor.hpp. Used by everybody; must not know formulas or how anything is computed.
#pragma once

#include <axnorm/axis/mistake.hpp>
#include <axnorm/tensor/make_view.hpp>
#include <axnorm/tensor/no_arithmetic.hpp>
#include <axnorm/tensor/storage.hpp>
#include <axnorm/tensor/view.hpp>
#include <axnorm/tensor/wrong_tensor.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <type_traits>
#include <utility>

namespace axnorm {

namespace detail {
template<class Old, class New, class U, class... Other>
auto renamed(Tensor<U, Other...>&& x); // in rename.hpp
} // namespace detail

/// Elements with named axes that live as long as the tensor: `Tensor<float, N, C, H, W> x(32, 64, 56, 56)`. Each of
/// `Specs` is an axis or `Fixed<A, n>`. The memory begins at a cache line and is uninitialized; `filled` and `fill`
/// write it. A copy is deep. A tensor that was moved from holds nothing: assign to it or let it go.
template<class T, class... Specs>
class Tensor : private no_arithmetic::of_tensors {
public:
  using is_tensor = void;
  using element_type = T;
  using value_type = T;
  using axes = axis_list<Specs...>;
  using view_type = View<T, Specs...>;
  using const_view_type = View<const T, Specs...>;
  static constexpr std::size_t rank = sizeof...(Specs);
  /// The axes in order, with the extents that the type says.
  static constexpr std::array<axis_extent, rank> dims = detail::dims_of<Specs...>;
  template<class A>
  static constexpr bool has_axis = view_type::template has_axis<A>;

  /// With extents that the type says all: that many elements. Else an empty tensor, to be assigned to.
  Tensor() : Tensor(extents_array<rank>{(static_extent_of<Specs> < 0 ? 0 : static_extent_of<Specs>)...}) {}

  /// Extents in the order of the axes, or by name: `(dim<C>(64), dim<N>(32))`; fixed ones may be left out. Throws
  /// shape_error for negative or contradicting extents, or more than memory can be; std::bad_alloc.
  template<class... E>
  requires(sizeof...(E) > 0 && detail::argument_words<axes, E...>.empty())
  explicit Tensor(const E&... extents) : Tensor(detail::extents_from(axes{}, extents...)) {}
  template<class... E, class Wrong = spell<detail::argument_words<axes, E...>>>
  requires(sizeof...(E) > 0 && !(is_mistake<E> || ...) && !detail::argument_words<axes, E...>.empty())
  explicit Tensor(const E&...) = delete;
  template<class... E>
  requires(is_mistake<E> || ...)
  explicit(sizeof...(E) > 1) Tensor(const E&...); // has been reported
  template<class E>
  requires is_mistake<E>
  Tensor& operator=(const E&);
  template<class X, class Wrong = spell<detail::number_words<X>>>
  requires std::is_arithmetic_v<X>
  Wrong operator=(const X&);

  template<class E, class... Others, class Wrong = spell<detail::other_tensor_words<T, axes, E, axis_list<Others...>>>>
  requires(!std::is_same_v<Tensor<E, Others...>, Tensor>)
  Tensor(const Tensor<E, Others...>&) = delete; // NOLINT: implicit, to say why it is none

  template<class First, class Second, class Wrong = spell<detail::pair_words<First>>>
  Tensor(const std::pair<First, Second>&) = delete; // NOLINT: implicit, the same
  template<class First, class Second, class Wrong = spell<detail::pair_words<First>>>
  Wrong operator=(const std::pair<First, Second>&);

  /// Extents that are known as an array. Throws like the others.
  explicit Tensor(const extents_array<rank>& extents)
      : memory_(bytes_for(extents)), view_(static_cast<T*>(memory_.data()), extents, row_major(extents)) {}

  /// A tensor with `value` everywhere.
  template<class... E>
  requires(detail::argument_words<axes, E...>.empty())
  static Tensor filled(T value, const E&... extents) {
    Tensor r(detail::extents_from(axes{}, extents...));
    r.fill(value);
    return r;
  }
  template<class... E, class Wrong = spell<detail::argument_words<axes, E...>>>
  requires(!detail::argument_words<axes, E...>.empty())
  static Wrong filled(T value, const E&... extents);

  Tensor(const Tensor& other) : Tensor(other.extents()) { copy_elements(other); }
  Tensor(Tensor&& other) noexcept : memory_(std::move(other.memory_)), view_(std::exchange(other.view_, view_type())) {}
  Tensor& operator=(const Tensor& other) {
    if (this == &other) return *this;
    if (data() == nullptr || extents() != other.extents()) return *this = Tensor(other);
    copy_elements(other);
    return *this;
  }
  Tensor& operator=(Tensor&& other) noexcept {
    if (this == &other) return *this;
    memory_ = std::move(other.memory_);
    other.memory_ = detail::storage();
    view_ = std::exchange(other.view_, view_type());
    return *this;
  }
  ~Tensor() = default;

  /// Writes `value` everywhere.
  void fill(T value) {
    T* const first = data();
    for (std::int64_t i = 0, n = size(); i < n; ++i)
      first[i] = value;
  }

  template<AnyTensor X, class Wrong = spell<detail::fill_by_tensor_words<X>>>
  Wrong fill(const X&);

  T* data() { return view_.data(); }
  const T* data() const { return view_.data(); }
  const extents_array<rank>& extents() const { return view_.extents(); }
  const strides_array<rank>& strides() const { return view_.strides(); }
  std::int64_t extent(std::size_t i) const { return view_.extent(i); }
  std::ptrdiff_t stride(std::size_t i) const { return view_.stride(i); }
  /// The number of elements.
  std::int64_t size() const { return view_.size(); }
  bool empty() const { return view_.empty(); }
  bool is_row_major() const { return true; }

  /// The extent of axis A.
  template<class A>
  requires(has_axis<A>)
  std::int64_t extent() const {
    return view_.template extent<A>();
  }
  template<class A, class Wrong = spell<detail::lacking_extent_words<A, Specs...>>>
  requires(!has_axis<A>)
  Wrong extent() const;

  template<class X, class Wrong = spell<detail::extent_argument_words<X>>>
  requires(!std::convertible_to<X, std::size_t> || std::is_null_pointer_v<X>)
  Wrong extent(const X&) const;

  /// The distance of neighbours along axis A, in elements.
  template<class A>
  requires(has_axis<A>)
  std::ptrdiff_t stride() const {
    return view_.template stride<A>();
  }
  template<class A, class Wrong = spell<detail::lacking_stride_words<A, Specs...>>>
  requires(!has_axis<A>)
  Wrong stride() const;

  /// The element at indices in the order of the axes. Unchecked; `at` throws shape_error for an index out of range.
  template<class... I>
  requires(detail::index_words<axes, I...>.empty())
  T& operator()(const I&... index) {
    return view_(index...);
  }
  template<class... I>
  requires(detail::index_words<axes, I...>.empty())
  const T& operator()(const I&... index) const {
    return view_(index...);
  }
  template<class... I, class Wrong = spell<detail::index_words<axes, I...>>>
  requires(!detail::index_words<axes, I...>.empty())
  Wrong operator()(const I&... index) const;
  template<class... I>
  requires(detail::index_words<axes, I...>.empty())
  T& at(const I&... index) {
    return view_.at(index...);
  }
  template<class... I>
  requires(detail::index_words<axes, I...>.empty())
  const T& at(const I&... index) const {
    return view_.at(index...);
  }
  template<class... I, class Wrong = spell<detail::index_words<axes, I...>>>
  requires(!detail::index_words<axes, I...>.empty())
  Wrong at(const I&... index) const;
  /// The element at an index tuple. Unchecked.
  T& operator[](const extents_array<rank>& index) { return view_[index]; }
  const T& operator[](const extents_array<rank>& index) const { return view_[index]; }

  /// The elements as a view, for as long as the tensor lives; of a temporary there is none.
  view_type view() & { return view_; }
  const_view_type view() const& { return view_; }
  template<class Self = Tensor, class Wrong = spell<detail::dangling_words<Self>>>
  Wrong view() const&&;
  template<class U, class... Other>
  requires(std::constructible_from<View<U, Other...>, view_type> && detail::as_fixed<axis_list<Other...>, axes>)
  operator View<U, Other...>() & { // NOLINT: implicit, a tensor is used like a view of it
    return View<U, Other...>(view_);
  }
  template<class U, class... Other>
  requires(std::constructible_from<View<U, Other...>, const_view_type> && detail::as_fixed<axis_list<Other...>, axes>)
  operator View<U, Other...>() const& { // NOLINT
    return View<U, Other...>(view());
  }
  template<class U, class... Other>
  operator View<U, Other...>() const&& = delete;

private:
  template<class, class...>
  friend class Tensor;
  template<class Old, class New, class U, class... Other>
  friend auto detail::renamed(Tensor<U, Other...>&& x);

  Tensor(detail::storage&& memory, const extents_array<rank>& extents)
      : memory_(std::move(memory)), view_(static_cast<T*>(memory_.data()), extents, row_major(extents)) {}

  static std::size_t bytes_for(const extents_array<rank>& extents) {
    detail::check_extents(axes{}, extents);
    throw_if(words_of_size(dims, extents, sizeof(T)));
    return static_cast<std::size_t>(count_of(extents)) * sizeof(T);
  }
  void copy_elements(const Tensor& other) {
    if (size() != 0) std::memcpy(data(), other.data(), static_cast<std::size_t>(size()) * sizeof(T));
  }

  detail::storage memory_;
  view_type view_;
};

} // namespace axnorm
