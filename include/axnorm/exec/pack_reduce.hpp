// Across the lanes of a pack: sums in a fixed pairwise order, maxima, single lanes, float lanes as doubles.
// Used where a sweep ends and its accumulators become a tile's numbers.
// Must not know: what is summed, or in which chunks.
#pragma once

#include <axnorm/exec/pack.hpp>

#include <cstddef>
#include <utility>

namespace axnorm::exec {
inline namespace AXNORM_ISA {

namespace simd {
template<std::size_t From, class V, std::size_t... I>
AXNORM_INLINE auto part(V v, std::index_sequence<I...>) {
  return __builtin_shufflevector(v, v, static_cast<int>(From + I)...);
}
/// Halves of a vector type of N lanes.
template<std::size_t N, class V>
AXNORM_INLINE auto low_half(V v) {
  return part<0>(v, std::make_index_sequence<N / 2>{});
}
template<std::size_t N, class V>
AXNORM_INLINE auto high_half(V v) {
  return part<N / 2>(v, std::make_index_sequence<N / 2>{});
}

/// Folds the upper half onto the lower until one lane is left: lane i meets lane i + N/2.
template<std::size_t N, class V, class F>
AXNORM_INLINE auto fold(V v, F op) {
  if constexpr (N == 2)
    return op(v[0], v[1]);
  else
    return fold<N / 2>(op(low_half<N>(v), high_half<N>(v)), op);
}
} // namespace simd

/// Sum of all lanes in a fixed order: halves onto each other, log2(width) times.
template<PackElement T>
AXNORM_INLINE T hsum(pack<T> a) {
  return simd::fold<pack<T>::width>(to_vector(a), [](auto x, auto y) __attribute__((always_inline)) { return x + y; });
}
/// The same sum with every addition in double.
template<PackElement T>
AXNORM_INLINE double hsum_double(pack<T> a) {
  if constexpr (std::same_as<T, double>) {
    return hsum(a);
  } else {
    constexpr std::size_t H = pack<T>::width / 2;
    using half = simd::vector_t<double, H>;
    const auto v = to_vector(a);
    const half s = __builtin_convertvector(simd::low_half<2 * H>(v), half) +
                   __builtin_convertvector(simd::high_half<2 * H>(v), half);
    return simd::fold<H>(s, [](auto x, auto y) __attribute__((always_inline)) { return x + y; });
  }
}
/// Largest lane; NaN if any lane is.
template<PackElement T>
AXNORM_INLINE T hmax(pack<T> a) {
  return simd::fold<pack<T>::width>(
      to_vector(a), [](auto x, auto y) __attribute__((always_inline)) { return ((x > y) | (x != x)) ? x : y; });
}
/// Smallest lane; NaN if any lane is.
template<PackElement T>
AXNORM_INLINE T hmin(pack<T> a) {
  return simd::fold<pack<T>::width>(
      to_vector(a), [](auto x, auto y) __attribute__((always_inline)) { return ((x < y) | (x != x)) ? x : y; });
}

/// Lane i, and the first one.
template<std::size_t I, PackElement T>
AXNORM_INLINE T lane(pack<T> a) {
  static_assert(I < pack<T>::width, "a pack has only width lanes");
  return to_vector(a)[I];
}
template<PackElement T>
AXNORM_INLINE T first_lane(pack<T> a) {
  return lane<0>(a);
}

} // namespace AXNORM_ISA
} // namespace axnorm::exec
