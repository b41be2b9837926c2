// The pivots about which the column kernel collects moments: a mean of the first rows for each column. Used by the
// column kernel. Must not know: outer loops, threads.
#pragma once

#include <axnorm/exec/body.hpp>

#include <cstdint>

namespace axnorm::exec {
inline namespace AXNORM_ISA {

template<class T>
struct column_pivots {
  using V = typename T::V;
  using real = typename T::real;
  static constexpr int R = T::reductions;
  static constexpr code kind(int r) { return T::reduction(r).kind; }
  static constexpr bool weighted(int r) { return T::reduction(r).weighted; }

  /// Of each reduction, for one pack of columns.
  struct found_pivots {
    V of[R > 0 ? R : 1];
  };
  /// By level: sums of 2^level rows that wait for their neighbours.
  struct waiting_sums {
    V of[R > 0 ? R : 1][4];
  };
  /// The pivots are the pairwise means, exact for constants, of the first 2^k <= 8 rows (of what counts in the first
  /// row, if there are weights): fewer would be outliers too often, and twice as many took a tenth of a call
  /// whose runs have a hundred rows. Out of line: what
  /// finds them would be as much code again as what adds.
  template<bool Partial>
  [[gnu::noinline]] static void find(found_pivots& found, char* const* first, const std::ptrdiff_t* step,
                                     std::int64_t rows, std::ptrdiff_t j, std::size_t active,
                                     const kernel_scalars& scalars) {
    typename T::lifted up;
    T::lift_scalars(T::scalar_list, up, scalars);
    int levels = 0;
    while (levels < 3 && (std::int64_t{2} << levels) <= rows)
      ++levels;
    char* at[T::slots > 0 ? T::slots : 1];
    set_addresses(T::leaf_list, at, first);
    waiting_sums sums;
    for (int k = 0; k < 1 << levels; ++k) {
      T::lift_leaves(T::leaf_list, up, at);
      sample<Partial>(T::lists, found, sums, k, at, j, active, up);
      move_addresses(T::leaf_list, at, step);
    }
    const V share(real(1) / static_cast<real>(1 << levels));
    repeat<R>([&](auto r) __attribute__((always_inline)) {
      if constexpr (kind(r) == code::moments) {
        V& p = found.of[r];
        if constexpr (!weighted(r)) p = sums.of[r][levels] * share;
        p = select(is_finite(p), p, V(real(0)));
      }
    });
  }
  /// One row of what pivots are found from.
  template<bool Partial, int... l, int... k, int... r, class Results, class Adds>
  AXNORM_INLINE static void sample(kernel_lists<index_list<l...>, index_list<k...>, index_list<r...>, Results, Adds>,
                                   found_pivots& found, waiting_sums& sums, int row, char* const* at, std::ptrdiff_t j,
                                   std::size_t active, const typename T::lifted& up) {
    typename T::values v;
    (T::template read<l, Partial>(v, at, j, active), ...);
    (T::template compute<k>(v, up), ...);
    (sample_of<r>(found.of[r], sums.of[r], row, v, up), ...);
  }
  template<int r>
  AXNORM_INLINE static void sample_of(V& pivot, V (&sums)[4], int row, const typename T::values& v,
                                      const typename T::lifted& up) {
    constexpr kernel_step x = T::reduction(r);
    if constexpr (kind(r) == code::moments && x.weighted) {
      if (row == 0) pivot = select(T::template get<x.b>(v, up) == V(real(0)), V(real(0)), T::template get<x.a>(v, up));
    } else if constexpr (kind(r) == code::moments) {
      V sum = T::template get<x.a>(v, up);
      int level = 0;
      for (; row >> level & 1; ++level)
        sum = sums[level] + sum;
      sums[level] = sum;
    }
  }
};

} // namespace AXNORM_ISA
} // namespace axnorm::exec
