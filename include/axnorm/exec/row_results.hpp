// How runs of the row kernel end: what accumulators hold is collected for all tiles, and joins the places of the
// reductions. Used by the row kernel. Must not know: loops.
#pragma once

#include <axnorm/exec/row_runs.hpp>
#include <axnorm/exec/row_step.hpp>
#include <axnorm/exec/tile_sums.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>

namespace axnorm::exec {
inline namespace AXNORM_ISA {

template<class T>
struct row_results {
  using step = row_step<T>;
  using V = typename step::V;
  using real = typename step::real;
  using accumulators = typename step::accumulators;
  static constexpr int R = step::R, U = step::U;
  static constexpr code kind(int r) { return step::kind(r); }
  static constexpr bool weighted(int r) { return step::weighted(r); }

  /// What is collected in lanes until all tiles are done: of reduction r so many packs a tile, after those before it.
  static constexpr int packs_of(int r) {
    return kind(r) == code::total ? 1 : kind(r) == code::moments ? weighted(r) ? 3 : 2 : 0;
  }
  static constexpr int packs_before(int r) {
    int n = 0;
    for (int k = 0; k < r; ++k)
      n += packs_of(k);
    return n;
  }
  static constexpr int collected_packs = packs_before(R);
  struct collected {
    alignas(64) tile_lanes<real> lanes[collected_packs > 0 ? collected_packs : 1];
    tile_moments moments[T::moments ? R : 1];
  };

  AXNORM_INLINE static V folded(const V (&a)[U]) {
    if constexpr (U == 4)
      return (a[0] + a[1]) + (a[2] + a[3]);
    else if constexpr (U == 2)
      return a[0] + a[1];
    else
      return a[0];
  }

  /// Ends a run: sums and moments are collected, other reductions join their places.
  template<int... r>
  AXNORM_INLINE static void finish(index_list<r...>, accumulators& acc, collected& all, const row_runs& runs,
                                   bool first_time) {
    (finish_one<r>(acc, all, runs, first_time), ...);
  }
  template<int r>
  AXNORM_INLINE static void collect(const accumulators& acc, collected& all, std::int64_t tile, bool first_time) {
    constexpr int first = packs_before(r);
    store(all.lanes[first][tile], folded(acc.first[r]));
    if constexpr (kind(r) == code::moments) {
      store(all.lanes[first + 1][tile], folded(acc.second[r]));
      if constexpr (weighted(r)) store(all.lanes[first + 2][tile], folded(acc.third[r]));
      if (first_time) all.moments[r].pivot[tile] = static_cast<double>(first_lane(acc.pivot[r]));
    }
  }
  /// Adds a row of a tile to what its lanes hold, or, if it is the tile's first one, puts it there.
  template<int... r>
  AXNORM_INLINE static void collect_more(index_list<r...>, const accumulators& acc, collected& all, std::int64_t tile,
                                         bool first_time) {
    (collect_row<r>(acc, all, tile, first_time), ...);
  }
  template<int r>
  AXNORM_INLINE static void collect_row(const accumulators& acc, collected& all, std::int64_t tile, bool first_time) {
    if (first_time) return collect<r>(acc, all, tile, true);
    constexpr int first = packs_before(r);
    add_lanes_to(all.lanes[first][tile], folded(acc.first[r]));
    if constexpr (kind(r) == code::moments) {
      add_lanes_to(all.lanes[first + 1][tile], folded(acc.second[r]));
      if constexpr (weighted(r)) add_lanes_to(all.lanes[first + 2][tile], folded(acc.third[r]));
    }
  }
  /// Accumulators 0 go on from what a tile's lanes hold, or, if its first row begins, from nothing; and back.
  template<int... r>
  AXNORM_INLINE static void take_up(index_list<r...>, accumulators& acc, collected& all, std::int64_t tile,
                                    bool first_time) {
    (take_row_up<r>(acc, all, tile, first_time), ...);
  }
  template<int r>
  AXNORM_INLINE static void take_row_up(accumulators& acc, collected& all, std::int64_t tile, bool first_time) {
    if (first_time) {
      acc.template clear<r>(indices<1>{});
      if constexpr (kind(r) == code::moments)
        all.moments[r].pivot[tile] = static_cast<double>(first_lane(acc.pivot[r]));
      return;
    }
    constexpr int first = packs_before(r), packs = packs_of(r);
    const auto lanes = [&](int k) __attribute__((always_inline)) {
      return load<real>(static_cast<const real*>(all.lanes[first + k][tile]));
    };
    acc.first[r][0] = lanes(0);
    if constexpr (packs > 1) acc.second[r][0] = lanes(1);
    if constexpr (packs > 2) acc.third[r][0] = lanes(2);
  }
  template<int... r>
  AXNORM_INLINE static void put_back(index_list<r...>, const accumulators& acc, collected& all, std::int64_t tile) {
    (put_row_back<r>(acc, all, tile), ...);
  }
  template<int r>
  AXNORM_INLINE static void put_row_back(const accumulators& acc, collected& all, std::int64_t tile) {
    constexpr int first = packs_before(r), packs = packs_of(r);
    store(all.lanes[first][tile], acc.first[r][0]);
    if constexpr (packs > 1) store(all.lanes[first + 1][tile], acc.second[r][0]);
    if constexpr (packs > 2) store(all.lanes[first + 2][tile], acc.third[r][0]);
  }
  AXNORM_INLINE static void add_lanes_to(real* lanes, const V& more) {
    store(lanes, load<real>(static_cast<const real*>(lanes)) + more);
  }
  template<int r>
  AXNORM_INLINE static void finish_one(accumulators& acc, collected& all, const row_runs& runs, bool first_time) {
    if constexpr (packs_of(r) > 0) {
      collect<r>(acc, all, 0, first_time);
    } else if (first_time) {
      double* const to = reinterpret_cast<double*>(runs.places[r]);
      if constexpr (kind(r) == code::exponentials)
        merge_lanes(stored_exponentials{to, runs.word_stride[r]}, acc.first[r], acc.third[r]);
      else
        *to = further<r>(*to, acc, indices<U>{});
    }
  }
  template<int r, int... u>
  AXNORM_INLINE static double further(double best, const accumulators& acc, index_list<u...>) {
    if constexpr (kind(r) == code::largest)
      ((best = larger(best, static_cast<double>(hmax(acc.first[r][u])))), ...);
    else
      ((best = smaller(best, static_cast<double>(hmin(acc.first[r][u])))), ...);
    return best;
  }
  /// Ends a tile's run where no other joins its results: sums and moments are collected, the words of other reductions
  /// are written, `stride` doubles apart.
  template<int r>
  AXNORM_INLINE static void collect_one(const accumulators& acc, collected& all, double* words, std::ptrdiff_t stride,
                                        std::int64_t tile, bool first_time) {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    if constexpr (packs_of(r) > 0) {
      collect<r>(acc, all, tile, first_time);
    } else if (first_time) {
      if constexpr (kind(r) == code::exponentials) {
        const stored_exponentials to{words, stride};
        to.clear();
        merge_lanes(to, acc.first[r], acc.third[r]);
      } else {
        *words = further<r>(kind(r) == code::largest ? -infinity : infinity, acc, indices<U>{});
      }
    }
  }
  /// Writes the words of what was collected, `stride` doubles apart.
  template<int r>
  AXNORM_INLINE static void words_of(double* words, std::ptrdiff_t stride, collected& all, std::int64_t tiles) {
    if constexpr (kind(r) == code::total)
      find_totals<real>(words, all.lanes[packs_before(r)], tiles);
    else if constexpr (kind(r) == code::moments)
      set_columns(words, stride, all.moments[r].sums(), tiles);
  }
  template<int... r>
  AXNORM_INLINE static void use_pivots(index_list<r...>, accumulators& acc, const collected& all, std::int64_t tile) {
    ((acc.pivot[r] = kind(r) == code::moments ? V(static_cast<real>(all.moments[r].pivot[tile])) : V(real(0))), ...);
  }
  /// False, with better pivots set, if one was an outlier and `retry` is allowed.
  template<int... r>
  AXNORM_INLINE static bool take_moments(index_list<r...>, collected& all, std::int64_t tiles, double positions,
                                         bool retry) {
    return (static_cast<int>(take_moment<r>(all, tiles, positions, retry)) & ...) != 0;
  }
  template<int r>
  AXNORM_INLINE static bool take_moment(collected& all, std::int64_t tiles, double positions, bool retry) {
    if constexpr (kind(r) != code::moments) {
      return true;
    } else {
      all.moments[r].weighted = weighted(r);
      all.moments[r].positions = positions;
      return all.moments[r].take(all.lanes + packs_before(r), tiles, retry);
    }
  }
  /// What was collected of some tiles joins the places, each tile's a double behind the one before it.
  template<int... r>
  AXNORM_INLINE static void join(index_list<r...>, collected& all, const row_runs& runs,
                                 [[maybe_unused]] std::int64_t tiles = 1) {
    (join_one<r>(all, runs, tiles), ...);
  }
  template<int r>
  AXNORM_INLINE static void join_one(collected& all, const row_runs& runs, [[maybe_unused]] std::int64_t tiles) {
    double* const to = reinterpret_cast<double*>(runs.places[r]);
    if constexpr (kind(r) == code::total)
      for (std::int64_t k = 0; k < tiles; ++k)
        to[k] += sum_of_lanes<real>(all.lanes[packs_before(r)][k]);
    else if constexpr (kind(r) == code::moments)
      merge_columns(to, runs.word_stride[r], all.moments[r].sums(), tiles);
  }
};

} // namespace AXNORM_ISA
} // namespace axnorm::exec
