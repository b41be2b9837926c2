// What runs collected in the lanes of packs becomes the results of their tiles: lanes are added up in double, for all
// tiles at once. Used by the row kernel. Must not know: loops, formulas.
#pragma once

#include <axnorm/exec/body.hpp>
#include <axnorm/exec/column_moments.hpp>

#include <cstddef>
#include <cstdint>
#include <utility>

namespace axnorm::exec {
inline namespace AXNORM_ISA {

/// A pack of sums by tile.
template<PackElement T>
using tile_lanes = T[most_tiles][pack<T>::width];

namespace simd {
/// Of two vectors the even (odd) blocks of Size lanes, the first one's first.
template<std::size_t Size, std::size_t Odd, class V, std::size_t... I>
AXNORM_INLINE V blocks(V a, V b, std::index_sequence<I...>) {
  return __builtin_shufflevector(a, b, static_cast<int>((2 * (I / Size) + Odd) * Size + I % Size)...);
}
/// The even (odd) lanes of two vectors in turn.
template<std::size_t Odd, class V, std::size_t... I>
AXNORM_INLINE V interleaved(V a, V b, std::index_sequence<I...>) {
  return __builtin_shufflevector(a, b, static_cast<int>(I / 2 * 2 + Odd + I % 2 * sizeof...(I))...);
}

/// As many vectors as each has lanes: lane k of the result is the sum of vector k.
template<std::size_t N, class V>
AXNORM_INLINE V sum_of_each(const V* v) {
  constexpr std::make_index_sequence<N> lanes{};
  const auto pairs = [&](std::size_t k) __attribute__((always_inline)) {
    return interleaved<0>(v[k], v[k + 1], lanes) + interleaved<1>(v[k], v[k + 1], lanes);
  };
  const auto joined = [&](V a, V b) __attribute__((always_inline)) {
    return blocks<2, 0>(a, b, lanes) + blocks<2, 1>(a, b, lanes);
  };
  if constexpr (N == 2)
    return pairs(0);
  else if constexpr (N == 4)
    return joined(pairs(0), pairs(2));
  else
    return joined(joined(pairs(0), pairs(2)), joined(pairs(4), pairs(6)));
}
} // namespace simd

namespace simd {
/// The sum of the N lanes from First on, in the order of sum_of_each.
template<std::size_t First, std::size_t N, class V>
AXNORM_INLINE double sum_of_lanes(const V& v) {
  if constexpr (N == 1)
    return v[First];
  else
    return sum_of_lanes<First, N / 2>(v) + sum_of_lanes<First + N / 2, N / 2>(v);
}
} // namespace simd

/// The lanes of a pack in double, in half as many.
template<PackElement T>
AXNORM_INLINE typename pack<double>::vector in_double(const T* lanes) {
  if constexpr (std::same_as<T, double>)
    return to_vector(load<double>(lanes));
  else
    return to_vector(load<double>(lanes)) + to_vector(load<double>(lanes + pack<double>::width));
}
/// The sum of one tile's lanes: the same bits as add_lanes finds.
template<PackElement T>
AXNORM_INLINE double sum_of_lanes(const T* lanes) {
  return simd::sum_of_lanes<0, pack<double>::width>(in_double<T>(lanes));
}

/// The sum of each tile's lanes, to whole packs of doubles; 0 for tiles that fill up the last one.
template<PackElement T>
AXNORM_INLINE void add_lanes(double* to, const tile_lanes<T>& from, std::int64_t tiles) {
  constexpr std::size_t D = pack<double>::width;
  static_assert(D == 2 || D == 4 || D == 8);
  if (tiles == 1) { // for less
    store(to, pack<double>(0.0));
    to[0] = sum_of_lanes<T>(from[0]);
    return;
  }
  for (std::size_t first = 0; first < static_cast<std::size_t>(tiles); first += D) {
    typename pack<double>::vector v[D];
    for (std::size_t k = 0; k < D; ++k)
      v[k] = static_cast<std::int64_t>(first + k) < tiles ? in_double<T>(from[first + k])
                                                          : typename pack<double>::vector{};
    store(to + first, from_vector<double>(simd::sum_of_each<D>(v)));
  }
}

/// The same out of line, for kernels.
template<PackElement T>
[[gnu::noinline]] void find_totals(double* to, const tile_lanes<T>& from, std::int64_t tiles) {
  add_lanes<T>(to, from, tiles);
}

/// What moments are made of, by tile: sums about a pivot.
struct tile_moments {
  alignas(64) double shifted[most_tiles], squares[most_tiles], weight[most_tiles], pivot[most_tiles];
  bool weighted = false;
  double positions = 0; ///< of each tile, if there are no weights

  column_sums<double> sums() { return {shifted, squares, weighted ? weight : nullptr, pivot, positions}; }

  /// Takes what is collected in lanes: one such array for the sums, one for the squares, one for weights if there are
  /// any. False, with better pivots set, if one was an outlier and `retry` is allowed.
  template<PackElement T>
  [[gnu::noinline]] bool take(const tile_lanes<T>* lanes, std::int64_t tiles, bool retry) {
    add_lanes<T>(shifted, lanes[0], tiles);
    add_lanes<T>(squares, lanes[1], tiles);
    if (weighted) add_lanes<T>(weight, lanes[2], tiles);
    if (!retry || !improve_pivots(sums(), tiles)) return true;
    for (std::int64_t k = 0; k < tiles; ++k)
      pivot[k] = static_cast<double>(static_cast<T>(pivot[k])); // what kernels subtract
    return false;
  }
};

} // namespace AXNORM_ISA
} // namespace axnorm::exec
