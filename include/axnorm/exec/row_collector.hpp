// Short rows, of which each result needs many, far apart: results are collected side by side, row after row in the
// order of memory, in lanes that memory holds meanwhile. So a result ends once, not with each of its rows. Used by
// sweeps over the whole tensor. Must not know: outer loops, threads.
#pragma once

#include <axnorm/exec/row.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace axnorm::exec {
inline namespace AXNORM_ISA {

template<class T>
struct row_collector {
  using step = row_step<T>;
  using results = row_results<T>;
  using collected = typename results::collected;
  static constexpr int R = step::R, W = step::W;
  /// Rows of at most so many packs go straight into the lanes. Longer ones have accumulators of their own, whose
  /// additions need not wait for each other.
  static constexpr int straight = 2 * step::U;

  /// Whether all that the sweep does is to collect sums and moments.
  static constexpr bool possible = [] {
    bool all = T::results == 0 && R > 0;
    for (int r = 0; r < R; ++r)
      all = all && results::packs_of(r) > 0;
    return all;
  }();
  /// `r.tiles` results side by side, r.tile_step bytes apart and their places a double; each has r.rows rows. `room`:
  /// for one `collected` for each most_tiles results.
  [[gnu::noinline]] static void run(const row_runs& r, void* room) {
    auto* const all = static_cast<collected*>(room);
    if (r.n <= straight * W)
      rows<true>(all, r);
    else
      rows<false>(all, r);
    end(all, r);
  }

private:
  /// All rows. `Straight`: whether they are short enough to go straight into the lanes.
  template<bool Straight>
  AXNORM_INLINE static void rows(collected* all, const row_runs& r) {
    constexpr indices<R> reductions{};
    row_runs one = r;
    one.rows = 1;
    typename T::lifted up;
    T::lift_scalars(T::scalar_list, up, r.scalars);
    char* row_at[T::slots > 0 ? T::slots : 1];
    set_addresses(T::moving_list, row_at, r.at);
    for (std::int64_t row = 0; row < r.rows; ++row) {
      char* p[T::slots > 0 ? T::slots : 1];
      set_addresses(T::moving_list, p, row_at);
      for (std::int64_t tile = 0; tile < r.tiles; ++tile) {
        collected& mine = all[tile / most_tiles];
        typename step::accumulators acc;
        if constexpr (T::moments) {
          if (row == 0) {
            T::lift_leaves(T::leaf_list, up, p);
            step::find_pivots(T::lists, acc, up, p, r.n);
          } else {
            results::use_pivots(reductions, acc, mine, tile % most_tiles);
          }
        }
        if constexpr (Straight) {
          results::take_up(reductions, acc, mine, tile % most_tiles, row == 0);
          T::lift_leaves(T::leaf_list, up, p);
          std::ptrdiff_t i = 0;
          for (; i + W <= r.n; i += W)
            step::template step<false, false>(T::lists, acc, up, p, i, 0, 0);
          if (i < r.n) step::template step<true, false>(T::lists, acc, up, p, i, 0, static_cast<std::size_t>(r.n - i));
          results::put_back(reductions, acc, mine, tile % most_tiles);
        } else {
          acc.clear_all(reductions);
          row_kernel<T>::template rows<false>(acc, up, p, one, r.n);
          results::collect_more(reductions, acc, mine, tile % most_tiles, row == 0);
        }
        move_addresses(T::moving_list, p, r.tile_step);
      }
      move_addresses(T::moving_list, row_at, r.row_step);
    }
  }
  /// What was collected joins the places. Results whose pivot was an outlier are found once more by themselves.
  static void end(collected* all, const row_runs& r) {
    constexpr indices<R> reductions{};
    char* p[T::slots > 0 ? T::slots : 1];
    set_addresses(T::moving_list, p, r.at);
    char* places[R];
    std::copy_n(r.places, R, places);
    for (std::int64_t first = 0; first < r.tiles; first += most_tiles, ++all) {
      const std::int64_t count = std::min<std::int64_t>(most_tiles, r.tiles - first);
      bool good = true;
      if constexpr (T::moments)
        good = results::take_moments(reductions, *all, count, static_cast<double>(r.rows * r.n), true);
      row_runs these = r;
      these.at = p;
      these.places = places;
      if (good) results::join(reductions, *all, these, count);
      for (std::int64_t k = 0; k < count; ++k) {
        if (!good) row_kernel<T>::template run<false, 0>(these);
        move_addresses(T::moving_list, p, r.tile_step);
        for (char*& place : places)
          place += sizeof(double);
      }
    }
  }
};

} // namespace AXNORM_ISA
} // namespace axnorm::exec
