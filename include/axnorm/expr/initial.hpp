// Initial values that are no plain numbers: seeded random ones as functions of an element's position, so that they are
// the same whatever the order or the number of threads; and those that depend on extents. Used in the declarations of
// parameters.
#pragma once

#include <axnorm/axis/axis.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

namespace axnorm {
namespace detail {

/// Number `index` of the random sequence `seed`, from 0 to less than 1 in steps of 2⁻⁵³ (SplitMix64's mixer; Steele,
/// Lea, Flood: Fast splittable pseudorandom number generators, 2014).
constexpr double random_number(std::uint64_t seed, std::uint64_t index) {
  std::uint64_t z = (seed + 1) * 0xD1B54A32D192ED03u + (index + 1) * 0x9E3779B97F4A7C15u;
  z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
  z = (z ^ z >> 27) * 0x94D049BB133111EBu;
  z ^= z >> 31;
  return static_cast<double>(z >> 11) * 0x1p-53;
}

} // namespace detail

/// Evenly distributed from Low to less than High, before it is rounded to the tensor's type:
/// `parameter<"weight", C>(uniform<-0.1, 0.1, 7>{})`.
template<auto Low, auto High, std::uint64_t Seed = 0>
struct uniform {
  static_assert(Low <= High, "axnorm: uniform<low, high> has its bounds in order");
  constexpr double operator()(std::int64_t position) const {
    return Low + (High - Low) * detail::random_number(Seed, static_cast<std::uint64_t>(position));
  }
};

/// Normally distributed (Box and Muller: A note on the generation of random normal deviates, 1958).
template<auto Mean, auto Deviation, std::uint64_t Seed = 0>
struct normal {
  static_assert(Deviation >= 0, "axnorm: a deviation is not negative");
  double operator()(std::int64_t position) const {
    const auto at = static_cast<std::uint64_t>(position);
    const double radius = std::sqrt(-2 * std::log1p(-detail::random_number(Seed, 2 * at)));
    return Mean + Deviation * radius * std::cos(6.283185307179586 * detail::random_number(Seed, 2 * at + 1));
  }
};

namespace expr {

/// What by_extents makes.
template<class F, class... A>
struct initial_by_extents {
  using is_by_extents = void;
  static constexpr std::array<axis_extent, sizeof...(A)> axes{axis_extent_of<A>()...};
  F function;
  /// From the extents in the order of the axes.
  static double value(const std::int64_t* extents) {
    return [&]<std::size_t... I>(std::index_sequence<I...>) {
      return static_cast<double>(F{}(static_cast<double>(extents[I])...));
    }(std::index_sequence_for<A...>{});
  }
};

} // namespace expr

/// The same for all elements, by the extents of axes, whether the parameter has these or not: the length √n of n
/// features is `parameter<"length">(by_extents<C>([](double n) { return std::sqrt(n); }))`. The function is captureless
/// and takes a double for each axis. A layer computes it when it knows the extents.
template<Axis... A, class F>
requires(sizeof...(A) > 0 && std::is_empty_v<F> &&
         requires(const F& f) { static_cast<double>(f((void(sizeof(A)), 1.0)...)); })
constexpr expr::initial_by_extents<F, A...> by_extents(const F& function) {
  return {function};
}

} // namespace axnorm
