// Rows that follow each other in memory and only write, taken as one run: each pack is whole and aligned, and where one
// has the end of a row and the beginning of the next, the values that the rows have are chosen by lane. So rows that
// are no whole packs are read and written as fast as others, and may be streamed. Used by the drivers of sweeps. Must
// not know: outer loops, threads.
#pragma once

#include <axnorm/exec/row_runs.hpp>
#include <axnorm/exec/row_step.hpp>

#include <cstddef>
#include <cstdint>

namespace axnorm::exec {
inline namespace AXNORM_ISA {

template<class T>
struct row_flat {
  using step = row_step<T>;
  using real = typename T::real;
  static constexpr int W = T::width;

  /// Whether rows may be one run: of each leaf, rows have elements of their own, or one value each (or all the same).
  static constexpr bool possible = [] {
    bool all = T::results > 0 && T::adds == 0 && T::reductions == 0 && T::data;
    bool own = false;
    for (int l = 0; l < T::leaves; ++l) {
      all = all && (!T::varies(l) || T::of_line(l));
      own = own || (!T::varies(l) && T::of_line(l));
    }
    return all && own;
  }();

  /// `r.rows` rows, each at least a pack. Stream: results go around the cache; all are then as far from an aligned
  /// address.
  template<bool Stream>
  [[gnu::noinline]] static void run(const row_runs& r) {
    char *p[T::slots > 0 ? T::slots : 1], *row[T::slots > 0 ? T::slots : 1];
    set_addresses(T::moving_list, p, r.at);
    set_addresses(T::moving_list, row, r.at);
    typename step::accumulators none;
    typename T::lifted up;
    T::lift_scalars(T::scalar_list, up, r.scalars);
    T::lift_leaves(T::leaf_list, up, row);
    const std::int64_t all = r.rows * r.n;
    std::int64_t end = r.n; // of the row
    std::int64_t i = to_alignment(p[T::result_slot(0)]);
    if (i > 0) step::template step<true, false>(T::lists, none, up, p, 0, 0, static_cast<std::size_t>(i));
    for (;; end += r.n) {
      for (; i + W <= end; i += W)
        step::template step<false, Stream>(T::lists, none, up, p, i, 0, 0);
      if (end == all) break;
      typename T::lifted next = up, both = up;
      move_addresses(T::moving_list, row, r.row_step);
      T::lift_leaves(T::leaf_list, next, row);
      if (i < end) {
        choose(T::leaf_list, both, up, next, static_cast<std::size_t>(end - i));
        if (i + W > all) {
          step::template step<true, false>(T::lists, none, both, p, i, 0, static_cast<std::size_t>(all - i));
          return;
        }
        step::template step<false, Stream>(T::lists, none, both, p, i, 0, 0);
        i += W;
      }
      up = next;
    }
    if (i < all) step::template step<true, false>(T::lists, none, up, p, i, 0, static_cast<std::size_t>(all - i));
  }

private:
  /// Elements up to the next address that is a multiple of a pack's bytes.
  AXNORM_INLINE static std::int64_t to_alignment(const char* at) {
    using E = typename T::template result_t<0>;
    constexpr std::uintptr_t bytes = W * sizeof(E);
    return static_cast<std::int64_t>((bytes - reinterpret_cast<std::uintptr_t>(at) % bytes) % bytes / sizeof(E));
  }
  /// The first lanes of `to` stay, the others become those of the next row.
  template<int... l>
  AXNORM_INLINE static void choose(index_list<l...>, typename T::lifted& to, const typename T::lifted& here,
                                   const typename T::lifted& next, std::size_t first) {
    const auto on = first_lanes<real>(first);
    ((to.v[l] = T::varies(l) ? here.v[l] : select(on, here.v[l], next.v[l])), ...);
  }
};

} // namespace AXNORM_ISA
} // namespace axnorm::exec
