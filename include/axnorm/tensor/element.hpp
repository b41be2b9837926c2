// What a tensor can hold: float, double, the two halves (storage types), bool, integers; and conversion among them.
// Used by tensors and by the packs that load them. Must not know tensors or packs.
#pragma once

#include <bit>
#include <compare>
#include <concepts>
#include <cstdint>
#include <limits>
#include <type_traits>
#include <utility>

namespace axnorm {

namespace detail {

/// x as a float whose last bit tells whether something was cut: rounding that to at most 22 digits rounds x correctly.
template<class T>
constexpr float odd_float(T x) {
  if constexpr (std::same_as<T, float>) {
    return x;
  } else {
    // Integers of 64 bits are exact only in the widest type.
    using exact =
        std::conditional_t<std::floating_point<T> || sizeof(T) < 8, std::common_type_t<T, double>, long double>;
    const auto value = static_cast<exact>(x);
    const auto near = static_cast<float>(value);
    const auto bits = std::bit_cast<std::uint32_t>(near);
    if (!(value == value) || static_cast<exact>(near) == value || (bits & 1u) != 0) return near;
    const auto magnitude = [](exact v) { return v < 0 ? -v : v; };
    return std::bit_cast<float>(magnitude(static_cast<exact>(near)) > magnitude(value) ? bits - 1 : bits + 1);
  }
}

/// float to the bits of a float16: to nearest even, too large is infinity, NaN stays NaN and becomes quiet.
constexpr std::uint16_t float16_bits(float x) {
  const auto u = std::bit_cast<std::uint32_t>(x);
  const std::uint32_t sign = u >> 16 & 0x8000u, a = u & 0x7fffffffu;
  std::uint32_t r = 0;
  if (a > 0x7f800000u) {
    r = 0x7e00u | (a >> 13 & 0x3ffu);
  } else if (a >= 0x47800000u) { // 2^16
    r = 0x7c00u;
  } else if (a >= 0x38800000u) { // normal: the carry of rounding may go on into the exponent, up to infinity
    r = (a - 0x38000000u + 0xfffu + (a >> 13 & 1u)) >> 13;
  } else if (a >= 0x33000000u) { // subnormal, or at least half of the smallest one
    const std::uint32_t shift = 126u - (a >> 23), digits = (a & 0x7fffffu) | 0x800000u;
    const std::uint32_t cut = digits & ((1u << shift) - 1u), half = 1u << (shift - 1u);
    r = digits >> shift;
    if (cut > half || (cut == half && (r & 1u) != 0)) ++r;
  }
  return static_cast<std::uint16_t>(sign | r);
}

/// The bits of a float16 to float: exact.
constexpr float float16_value(std::uint16_t h) {
  const std::uint32_t sign = (h & 0x8000u) << 16, exponent = h >> 10 & 31u, digits = h & 0x3ffu;
  if (exponent == 31) return std::bit_cast<float>(sign | 0x7f800000u | digits << 13);
  if (exponent != 0) return std::bit_cast<float>(sign | (exponent + 112u) << 23 | digits << 13);
  const float magnitude = static_cast<float>(digits) * 0x1p-24f;
  return std::bit_cast<float>(sign | std::bit_cast<std::uint32_t>(magnitude));
}

/// float to the bits of a bfloat16: to nearest even, NaN stays NaN and becomes quiet.
constexpr std::uint16_t bfloat16_bits(float x) {
  const auto u = std::bit_cast<std::uint32_t>(x);
  if ((u & 0x7fffffffu) > 0x7f800000u) return static_cast<std::uint16_t>(u >> 16 | 0x40u);
  return static_cast<std::uint16_t>((u + 0x7fffu + (u >> 16 & 1u)) >> 16);
}
constexpr float bfloat16_value(std::uint16_t h) { return std::bit_cast<float>(static_cast<std::uint32_t>(h) << 16); }

} // namespace detail

/// IEEE half precision: 5 bits of exponent, 11 digits. A storage type: it converts, and computes nothing.
struct float16 {
  std::uint16_t bits;

  float16() = default;
  /// Rounds to nearest even, once, from any number.
  template<class T>
  requires std::is_arithmetic_v<T>
  constexpr explicit float16(T x) : bits(detail::float16_bits(detail::odd_float(x))) {}
  static constexpr float16 from_bits(std::uint16_t b) {
    float16 r{0.f};
    r.bits = b;
    return r;
  }

  constexpr explicit operator float() const { return detail::float16_value(bits); }
  constexpr explicit operator double() const { return static_cast<double>(detail::float16_value(bits)); }

  /// As numbers: -0 equals 0, NaN equals nothing.
  friend constexpr bool operator==(float16 a, float16 b) { return static_cast<float>(a) == static_cast<float>(b); }
  friend constexpr std::partial_ordering operator<=>(float16 a, float16 b) {
    return static_cast<float>(a) <=> static_cast<float>(b);
  }
};

/// The upper half of a float: 8 bits of exponent, 8 digits. A storage type: it converts, and computes nothing.
struct bfloat16 {
  std::uint16_t bits;

  bfloat16() = default;
  /// Rounds to nearest even, once, from any number.
  template<class T>
  requires std::is_arithmetic_v<T>
  constexpr explicit bfloat16(T x) : bits(detail::bfloat16_bits(detail::odd_float(x))) {}
  static constexpr bfloat16 from_bits(std::uint16_t b) {
    bfloat16 r{0.f};
    r.bits = b;
    return r;
  }

  constexpr explicit operator float() const { return detail::bfloat16_value(bits); }
  constexpr explicit operator double() const { return static_cast<double>(detail::bfloat16_value(bits)); }

  /// As numbers: -0 equals 0, NaN equals nothing.
  friend constexpr bool operator==(bfloat16 a, bfloat16 b) { return static_cast<float>(a) == static_cast<float>(b); }
  friend constexpr std::partial_ordering operator<=>(bfloat16 a, bfloat16 b) {
    return static_cast<float>(a) <=> static_cast<float>(b);
  }
};

template<class E>
inline constexpr bool is_half_element = std::same_as<E, float16> || std::same_as<E, bfloat16>;

/// What formulas compute with.
template<class E>
concept FloatingElement = std::same_as<E, float> || std::same_as<E, double> || is_half_element<E>;

namespace detail {
template<class E>
inline constexpr bool is_character = std::same_as<E, char> || std::same_as<E, wchar_t> || std::same_as<E, char8_t> ||
                                     std::same_as<E, char16_t> || std::same_as<E, char32_t>;
} // namespace detail

/// What a tensor can hold: floating elements, bool and integers (masks, labels, counters).
template<class E>
concept TensorElement = FloatingElement<E> || (std::integral<E> && !detail::is_character<E> && sizeof(E) <= 8 &&
                                               std::same_as<E, std::remove_cv_t<E>>);

/// Converts between element types, rounding once: to halves to nearest even; to integers truncated, limited to what
/// they hold, NaN is 0; to bool: whether it is not 0.
template<TensorElement To, TensorElement From>
constexpr To element_cast(From x) {
  if constexpr (std::same_as<To, From>) {
    return x;
  } else if constexpr (is_half_element<From>) {
    return element_cast<To>(static_cast<float>(x));
  } else if constexpr (is_half_element<To>) {
    return To(x);
  } else if constexpr (std::same_as<To, bool>) {
    return x != From(0);
  } else if constexpr (std::integral<To> && std::floating_point<From>) {
    using limits = std::numeric_limits<To>;
    constexpr From least = static_cast<From>(limits::min());
    constexpr From beyond = static_cast<From>(limits::max() / 2 + 1) * From(2);
    return !(x == x) ? To(0) : x < least ? limits::min() : x >= beyond ? limits::max() : static_cast<To>(x);
  } else if constexpr (std::integral<To> && std::integral<From> && !std::same_as<From, bool>) {
    using limits = std::numeric_limits<To>;
    return std::cmp_less(x, limits::min())      ? limits::min()
           : std::cmp_greater(x, limits::max()) ? limits::max()
                                                : static_cast<To>(x);
  } else {
    return static_cast<To>(x);
  }
}

} // namespace axnorm
