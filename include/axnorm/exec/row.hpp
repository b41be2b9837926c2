// The row kernel: runs along the innermost axis, reductions in accumulators of a few packs, results stored as they
// arise and sums of other tiles added to. One function a kernel, kept out of line; accumulators live in registers
// inside it. Must not know: outer loops, threads.
#pragma once

#include <axnorm/exec/row_results.hpp>

#include <cstddef>
#include <cstdint>

namespace axnorm::exec {
inline namespace AXNORM_ISA {

template<class T>
struct row_kernel {
  using work = row_step<T>;
  using results = row_results<T>;
  static constexpr int W = T::width;
  static constexpr int R = work::R, U = work::U;

  /// A run: rows that share their accumulators; then these are added to the places of the reductions. If a pivot was an
  /// outlier, the run is done again about the means found. Stream: results go around the cache, their addresses must
  /// then be aligned; and what is ahead of each slot is asked for. Known: the length of a row, or 0.
  template<bool Stream, std::int64_t Known>
  [[gnu::noinline]] static void run(const row_runs& r) {
    const std::int64_t n = Known != 0 ? Known : r.n;
    typename results::collected all;
    typename T::lifted up;
    T::lift_scalars(T::scalar_list, up, r.scalars);
    for (bool retry = true;; retry = false) {
      typename work::accumulators acc;
      if constexpr (T::moments) {
        if (retry) {
          T::lift_leaves(T::leaf_list, up, r.at);
          work::find_pivots(T::lists, acc, up, r.at, n);
        } else {
          results::use_pivots(indices<R>{}, acc, all, 0);
        }
      }
      acc.clear_all(indices<R>{});
      rows<Stream>(acc, up, r.at, r, n);
      if constexpr (R > 0) results::finish(indices<R>{}, acc, all, r, retry);
      if constexpr (!T::moments)
        break;
      else if (results::take_moments(indices<R>{}, all, 1, static_cast<double>(r.rows * n), retry))
        break;
    }
    results::join(indices<R>{}, all, r);
  }
  /// The rows of a run.
  template<bool Stream>
  AXNORM_INLINE static void rows([[maybe_unused]] typename work::accumulators& acc, typename T::lifted& up,
                                 char* const* start, const row_runs& r, std::int64_t n) {
    constexpr int P = work::template packs<Stream>;
    if constexpr (has_short_rows)
      if (n <= U * W) return short_rows(indices<U>{}, acc, up, start, r, n);
    char* p[T::slots > 0 ? T::slots : 1];
    set_addresses(T::moving_list, p, start);
    for (std::int64_t row = 0;;) {
      T::lift_leaves(T::leaf_list, up, p);
      [[maybe_unused]] char* next[T::leaves > 0 ? T::leaves : 1];
      if constexpr (Stream) work::set_next(T::leaf_list, next, p, r.ahead);
      std::ptrdiff_t i = 0;
      for (; i + P * W <= n; i += P * W) {
        if constexpr (Stream) work::template fetch<P>(T::leaf_list, next, i);
        work::template step<false, Stream>(T::lists, acc, up, p, i, 0, 0);
        if constexpr (P > 1) work::template step<false, Stream>(T::lists, acc, up, p, i + W, 1, 0);
        if constexpr (P > 2) {
          work::template step<false, Stream>(T::lists, acc, up, p, i + 2 * W, 2, 0);
          work::template step<false, Stream>(T::lists, acc, up, p, i + 3 * W, 3, 0);
        }
      }
      if constexpr (AXNORM_HAS_AVX512 != 0) {
        // Masks cost nothing here, so that whole packs of the rest may share the code of the tail.
        for (; i < n; i += W)
          work::template step<true, false>(T::lists, acc, up, p, i, U - 1,
                                           static_cast<std::size_t>(n - i < W ? n - i : W));
      } else {
        if constexpr (P > 1)
          for (; i + W <= n; i += W)
            work::template step<false, Stream>(T::lists, acc, up, p, i, 0, 0);
        if (i < n) work::template step<true, false>(T::lists, acc, up, p, i, U - 1, static_cast<std::size_t>(n - i));
      }
      if (++row == r.rows) break;
      move_addresses(T::moving_list, p, r.row_step);
    }
  }
  /// Whether rows that one pass covers have a loop of their own: masks cost nothing here.
  static constexpr bool has_short_rows = AXNORM_HAS_AVX512 != 0 && R > 0 && U > 1 && T::results == 0;
  /// Rows of at most U packs: each pack has its accumulator, and masks are the same for all rows.
  template<int... u>
  AXNORM_INLINE static void short_rows(index_list<u...>, typename work::accumulators& acc, typename T::lifted& up,
                                       char* const* start, const row_runs& r, std::int64_t n) {
    const auto active = [&](std::int64_t first) __attribute__((always_inline)) {
      return static_cast<std::size_t>(n <= first ? 0 : n - first < W ? n - first : W);
    };
    const std::size_t lanes[] = {active(u * W)...};
    char* p[T::slots > 0 ? T::slots : 1];
    set_addresses(T::moving_list, p, start);
    for (std::int64_t row = 0;;) {
      T::lift_leaves(T::leaf_list, up, p);
      (work::template step<true, false>(T::lists, acc, up, p, u * W, u, lanes[u]), ...);
      if (++row == r.rows) break;
      move_addresses(T::moving_list, p, r.row_step);
    }
  }
  /// A length that types know makes the tail, and for short rows the loop, disappear.
  template<bool Stream, std::int64_t Known>
  static void run_some(const row_runs& r) {
    if (r.n == Known)
      run<Stream, Known>(r);
    else
      run<Stream, 0>(r);
  }
  /// What does runs, most of them of `Known` positions, if that is not 0.
  template<bool Stream, std::int64_t Known>
  static constexpr auto function() {
    if constexpr (Known > 0)
      return &run_some<Stream, Known>;
    else
      return &run<Stream, 0>;
  }
};

} // namespace AXNORM_ISA
} // namespace axnorm::exec
