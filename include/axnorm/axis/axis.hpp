// Axes: types whose identity is the type and whose name is for people; the same as values; axes with a fixed extent.
// Used by every floor. Must not know extents of particular tensors, sets of axes, or memory.
#pragma once

#include <axnorm/axis/fixed_string.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

namespace axnorm {

/// Base of every axis: `struct Head : axis<"Head"> {};`. Two axes of one name are still two axes.
template<fixed_string Name>
struct axis {
  using is_axis = void;
  static constexpr std::string_view label = Name.view();
};

/// A type that names an axis.
template<class A>
concept Axis = requires {
  typename A::is_axis;
  { A::label } -> std::convertible_to<std::string_view>;
};

/// The axes that most tensors have. A namespace of its own, since `using namespace axes` takes short names.
namespace axes {
struct N : axis<"N"> {}; ///< batch
struct C : axis<"C"> {}; ///< channel
struct D : axis<"D"> {}; ///< depth
struct H : axis<"H"> {}; ///< height
struct W : axis<"W"> {}; ///< width
struct T : axis<"T"> {}; ///< time
struct L : axis<"L"> {}; ///< length of a sequence, or features
struct G : axis<"G"> {}; ///< groups
struct S : axis<"S"> {}; ///< sources, sets
struct K : axis<"K"> {}; ///< anything counted, such as classes or filters

using Batch = N;
using Channel = C;
using Depth = D;
using Height = H;
using Width = W;
using Time = T;
using Length = L;
} // namespace axes

/// What stands for an axis among values: the address of this is different for every type.
template<class A>
inline constexpr char axis_key = 0;

/// The identity of an axis as a value: an address, or none. It remembers which, since under -fsanitize=undefined g++
/// takes no address of a template for certainly not null in constants.
class axis_identity {
public:
  constexpr axis_identity() = default;
  constexpr axis_identity(std::nullptr_t) {}                                         // NOLINT: implicit like a pointer
  constexpr axis_identity(const char* address) : address_(address), exists_(true) {} // NOLINT
  constexpr explicit operator bool() const { return exists_; }
  friend constexpr bool operator==(const axis_identity& a, const axis_identity& b) {
    return a.exists_ == b.exists_ && (!a.exists_ || a.address_ == b.address_);
  }

private:
  const char* address_ = nullptr;
  bool exists_ = false;
};

/// An axis as a value. Equal if they are the same type; the label is for people. Without a label it is no axis.
struct axis_value {
  std::string_view label;
  axis_identity key;

  constexpr explicit operator bool() const { return !label.empty(); }
  /// Labels come first: under -fsanitize=undefined g++ compares no two such addresses in constants.
  friend constexpr bool operator==(const axis_value& a, const axis_value& b) {
    return a.label == b.label && a.key == b.key;
  }
};

template<Axis A>
constexpr axis_value axis_value_of() {
  return {A::label, &axis_key<A>};
}

/// The extent of an axis whose type does not say it.
inline constexpr std::int64_t dynamic_extent = -1;

/// An axis whose extent is part of the type: `Tensor<float, N, Fixed<C, 64>, H, W>`.
template<class A, std::size_t Extent>
struct Fixed {
  using fixed_axis = A;
  static constexpr std::size_t extent = Extent;
};

/// An axis and its extent, `dynamic_extent` where the type does not say it.
struct axis_extent {
  axis_value axis;
  std::int64_t extent = dynamic_extent;

  friend constexpr bool operator==(const axis_extent&, const axis_extent&) = default;
};

/// `A` or `Fixed<A, n>`: what the axes of a tensor are written as.
template<class A>
concept AxisOrFixed = Axis<A> || (requires { typename A::fixed_axis; } && Axis<typename A::fixed_axis>);

namespace detail {
template<class A>
struct axis_without_extent {
  using type = A;
};
template<class A, std::size_t E>
struct axis_without_extent<Fixed<A, E>> {
  using type = A;
};
template<class A>
inline constexpr std::int64_t static_extent = dynamic_extent;
template<class A, std::size_t E>
inline constexpr std::int64_t static_extent<Fixed<A, E>> = static_cast<std::int64_t>(E);
} // namespace detail

/// The axis of `A` or of `Fixed<A, n>`.
template<class A>
using axis_of_t = typename detail::axis_without_extent<A>::type;

/// The extent of `Fixed<A, n>`; `dynamic_extent` of a plain axis.
template<class A>
inline constexpr std::int64_t static_extent_of = detail::static_extent<A>;

/// `A` or `Fixed<A, n>` as a value.
template<AxisOrFixed A>
constexpr axis_extent axis_extent_of() {
  return {axis_value_of<axis_of_t<A>>(), static_extent_of<A>};
}

} // namespace axnorm
