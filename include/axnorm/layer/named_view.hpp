// Memory with a name: how layers hand out parameters, gradients and running statistics, to optimizers and to whoever
// saves them. named_view knows the element type, state_view only at run time. Must not know layers or optimizers.
#pragma once

#include <axnorm/axis/axis.hpp>
#include <axnorm/axis/sentence.hpp>
#include <axnorm/axis/shape_error.hpp>
#include <axnorm/tensor/element.hpp>
#include <axnorm/tensor/view.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace axnorm {

/// `size` elements from `data` on, row-major without gaps; they belong to somebody else and must outlive this. Element
/// may be const. Empty `dims`: a single number, or memory whose axes nobody names, `{"gain", p, 100}`.
template<class Element>
struct named_view {
  std::string name;
  Element* data = nullptr;
  std::int64_t size = 0;
  std::vector<axis_extent> dims{}; ///< the axes with extents, outermost first
  /// The range that optimizers keep the elements of a parameter in.
  double low = -std::numeric_limits<double>::infinity(), high = std::numeric_limits<double>::infinity();

  operator named_view<const Element>() const // NOLINT: implicit like that of pointers
  requires(!std::is_const_v<Element>)
  {
    return {name, data, size, dims, low, high};
  }
};

/// The memory of a tensor or view, under a name: `named("weight", weight)`. Throws std::invalid_argument for a view
/// that is not row-major.
template<AnyTensor X>
requires(std::is_lvalue_reference_v<X> || requires { typename std::remove_cvref_t<X>::is_view; })
auto named(std::string name, X&& x) { // NOLINT(cppcoreguidelines-missing-std-forward): nothing is moved from
  if (!x.is_row_major())
    throw std::invalid_argument("the memory of " + name + " is not row-major, so it cannot be named");
  std::vector<axis_extent> dims(std::remove_cvref_t<X>::dims.begin(), std::remove_cvref_t<X>::dims.end());
  for (std::size_t i = 0; i < dims.size(); ++i)
    dims[i].extent = x.extent(i);
  return named_view<std::remove_pointer_t<decltype(x.data())>>{std::move(name), x.data(), x.size(), std::move(dims)};
}

/// The element types that a layer's or an optimizer's state has.
enum class element_kind : std::uint8_t { float32, float64, float16, bfloat16, int64 };

template<class Element>
concept StateElement = FloatingElement<Element> || std::same_as<Element, std::int64_t>;

template<StateElement Element>
inline constexpr element_kind kind_of = std::same_as<Element, float>      ? element_kind::float32
                                        : std::same_as<Element, double>   ? element_kind::float64
                                        : std::same_as<Element, float16>  ? element_kind::float16
                                        : std::same_as<Element, bfloat16> ? element_kind::bfloat16
                                                                          : element_kind::int64;

/// `float`, `double`, `float16`, `bfloat16`, `int64`
constexpr std::string_view kind_name(element_kind k) {
  constexpr std::string_view names[]{"float", "double", "float16", "bfloat16", "int64"};
  return names[static_cast<std::size_t>(k)];
}

/// The bytes of one element.
constexpr std::size_t kind_size(element_kind k) {
  return k == element_kind::float64 || k == element_kind::int64 ? 8 : k == element_kind::float32 ? 4 : 2;
}

namespace detail {

/// `weight has 30 elements, but {C=5, H=7} has 35`, or nothing.
[[gnu::cold]] inline sentence words_of_named(std::string_view name, const void* data, std::int64_t size,
                                             const std::vector<axis_extent>& dims) {
  sentence s;
  std::int64_t count = 1;
  for (const axis_extent& d : dims)
    count *= d.extent;
  if (size < 0) {
    s << name << " cannot have a negative number of elements, but " << size << " was given";
  } else if (data == nullptr && size != 0) {
    s << name << " has " << size << " elements, but no memory";
  } else if (!dims.empty() && count != size) {
    s << name << " has " << size << (size == 1 ? " element, but {" : " elements, but {");
    for (std::size_t i = 0; i < dims.size(); ++i)
      (i == 0 ? s : s << ", ") << dims[i];
    s << "} has " << count;
  }
  return s;
}

} // namespace detail

/// The same memory with the element type as a value: a part of a state that is to be saved or loaded. Holds memory that
/// may be written unless it was made of a const one.
class state_view {
public:
  std::string name;
  std::int64_t size = 0;
  std::vector<axis_extent> dims; ///< as in named_view

  /// Throws shape_error if `dims` make another number of elements than `size`, std::invalid_argument without memory.
  template<class Element>
  requires StateElement<std::remove_const_t<Element>>
  state_view(named_view<Element> v) // NOLINT: implicit, both say the same
      : name(std::move(v.name)), size(v.size), dims(std::move(v.dims)), kind_(kind_of<std::remove_const_t<Element>>),
        memory_(v.data), writable_(pointer_to_write(v.data)) {
    throw_if(detail::words_of_named(name, memory_, size, dims));
  }
  /// A counter, a number without axes.
  state_view(std::string of, std::int64_t& counter)
      : state_view(named_view<std::int64_t>{std::move(of), &counter, 1}) {}
  state_view(std::string of, const std::int64_t& counter)
      : state_view(named_view<const std::int64_t>{std::move(of), &counter, 1}) {}
  state_view(std::string of, std::int64_t&& counter) = delete;

  element_kind kind() const { return kind_; }
  bool is_const() const { return writable_ == nullptr; }

  /// The elements as bytes, in the machine's order.
  std::span<const std::byte> bytes() const { return {static_cast<const std::byte*>(memory_), byte_count()}; }
  /// The same to be written. Throws std::invalid_argument for const memory.
  std::span<std::byte> writable_bytes() const {
    demand_writable();
    return {static_cast<std::byte*>(writable_), byte_count()};
  }

  /// The elements; `as<const float>()` to read only. Throws std::invalid_argument for another element type, and for
  /// const memory if Element is not const.
  template<class Element>
  requires StateElement<std::remove_const_t<Element>>
  Element* as() const {
    constexpr element_kind asked = kind_of<std::remove_const_t<Element>>;
    if (kind_ != asked) refuse(" holds " + std::string(kind_name(kind_)) + ", not " + std::string(kind_name(asked)));
    if constexpr (std::is_const_v<Element>) {
      return static_cast<Element*>(memory_);
    } else {
      demand_writable();
      return static_cast<Element*>(writable_);
    }
  }

private:
  template<class Element>
  static void* pointer_to_write(Element* p) {
    if constexpr (std::is_const_v<Element>)
      return nullptr;
    else
      return p;
  }
  std::size_t byte_count() const { return static_cast<std::size_t>(size) * kind_size(kind_); }
  void demand_writable() const {
    if (is_const() && size != 0) refuse(" is constant, it cannot be written to");
  }
  [[noreturn, gnu::cold]] void refuse(const std::string& why) const { throw std::invalid_argument(name + why); }

  element_kind kind_;
  const void* memory_;
  void* writable_; ///< the same, or none
};

} // namespace axnorm
