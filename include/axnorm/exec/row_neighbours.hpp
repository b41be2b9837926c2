// Tiles of a row each that go side by side: a position of all of them after the other, so that what they share is
// loaded once. Used by the row kernel. Must not know: reductions.
#pragma once

#include <axnorm/exec/row_runs.hpp>
#include <axnorm/exec/row_step.hpp>

#include <cstddef>
#include <cstdint>

namespace axnorm::exec {
inline namespace AXNORM_ISA {

template<class T>
struct row_neighbours {
  using step = row_step<T>;
  using V = typename step::V;
  using real = typename step::real;
  static constexpr int W = T::width;

  /// So many tiles may go side by side, a position of all of them after the other: what they share is loaded once, and
  /// sums that all add to are loaded and stored once. As many as have room for their scalars in registers.
  static constexpr int side_by_side = [] {
    if (T::adds == 0 || step::long_body || !T::data) return 1;
    int lifted = T::scalars;
    for (int l = 0; l < T::leaves; ++l)
      lifted += !T::varies(l);
    constexpr int registers = AXNORM_HAS_AVX512 != 0 ? 32 : 16, others = 10;
    return 4 * lifted + others <= registers ? 4 : lifted < 8 || 2 * lifted + others <= registers ? 2 : 1;
  }();
  template<int M>
  struct neighbours {
    typename T::lifted up[M];
    typename T::values v[M];
    char* p[M][T::slots > 0 ? T::slots : 1];
  };
  template<bool Partial, int M, int m, int... l, int... k, class Reductions, class Results, class Adds>
  AXNORM_INLINE static void
  compute_neighbour(kernel_lists<index_list<l...>, index_list<k...>, Reductions, Results, Adds>, neighbours<M>& all,
                    std::ptrdiff_t i, std::size_t active) {
    (read_neighbour<l, Partial, m>(all, i, active), ...);
    (T::template compute<k>(all.v[m], all.up[m]), ...);
  }
  template<int l, bool Partial, int m, int M>
  AXNORM_INLINE static void read_neighbour(neighbours<M>& all, std::ptrdiff_t i, std::size_t active) {
    if constexpr (m == 0 || T::of_line(l))
      T::template read<l, Partial>(all.v[m], all.p[m], i, active);
    else if constexpr (T::varies(l))
      all.v[m].v[l] = all.v[0].v[l];
  }
  template<int a, bool Partial, int M, int... m>
  AXNORM_INLINE static void add_neighbours(index_list<m...>, neighbours<M>& all, std::ptrdiff_t i, std::size_t active) {
    real* const to = reinterpret_cast<real*>(all.p[0][T::add_slot(a)]) + i;
    V sum;
    if constexpr (Partial)
      sum = load_partial<real>(static_cast<const real*>(to), active);
    else
      sum = load<real>(static_cast<const real*>(to));
    ((sum = step::template added<a>(sum, all.v[m], all.up[m])), ...);
    if constexpr (Partial)
      store_partial(to, sum, active);
    else
      store(to, sum);
  }
  template<bool Partial, bool Stream, int M, int... m, int... w, int... a, class Leaves, class Body, class Reductions>
  AXNORM_INLINE static void
  step_side_by_side(index_list<m...>, kernel_lists<Leaves, Body, Reductions, index_list<w...>, index_list<a...>>,
                    neighbours<M>& all, std::ptrdiff_t i, std::size_t active) {
    (compute_neighbour<Partial, M, m>(T::lists, all, i, active), ...);
    (write_neighbours<w, Partial, Stream>(indices<M>{}, all, i, active), ...);
    (add_neighbours<a, Partial>(indices<M>{}, all, i, active), ...);
  }
  template<int w, bool Partial, bool Stream, int M, int... m>
  AXNORM_INLINE static void write_neighbours(index_list<m...>, neighbours<M>& all, std::ptrdiff_t i,
                                             std::size_t active) {
    (step::template write<w, Partial, Stream>(all.v[m], all.up[m], all.p[m], i, active), ...);
  }
  /// M tiles of a row each, from number `tile` on; `start`: the addresses of the first.
  template<int M, bool Stream, int... m>
  AXNORM_INLINE static void tiles_side_by_side(index_list<m...> these, char* const* start, const row_runs& r,
                                               std::int64_t tile, std::int64_t n) {
    neighbours<M> all;
    (place_neighbour<m>(all, start, r, tile), ...);
    std::ptrdiff_t i = 0;
    for (; i + W <= n; i += W) {
      if constexpr (Stream) (fetch_neighbour<m>(T::leaf_list, all, r, i), ...);
      step_side_by_side<false, Stream>(these, T::lists, all, i, 0);
    }
    if (i < n) step_side_by_side<true, false>(these, T::lists, all, i, static_cast<std::size_t>(n - i));
  }
  template<int m, int M>
  AXNORM_INLINE static void place_neighbour(neighbours<M>& all, char* const* start, const row_runs& r,
                                            std::int64_t tile) {
    set_addresses(T::moving_list, all.p[m], start);
    for (int k = 0; k < m; ++k)
      move_addresses(T::moving_list, all.p[m], r.tile_step);
    T::lift_scalars(T::scalar_list, all.up[m], r.scalars, tile + m);
    T::lift_leaves(T::leaf_list, all.up[m], all.p[m]);
  }
  template<int m, int M, int... l>
  AXNORM_INLINE static void fetch_neighbour(index_list<l...>, neighbours<M>& all, const row_runs& r, std::ptrdiff_t i) {
    (fetch_leaf_behind<l>(all.p[m][l] + r.ahead[l], i), ...);
  }
  template<int l>
  AXNORM_INLINE static void fetch_leaf_behind(char* next, std::ptrdiff_t i) {
    if constexpr (T::fetched(l))
      prefetch(next + i * static_cast<std::ptrdiff_t>(sizeof(typename T::template leaf_t<l>)));
  }
};

} // namespace AXNORM_ISA
} // namespace axnorm::exec
