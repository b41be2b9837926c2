// The row kernel: runs along the innermost axis, reductions in accumulators of a few packs, results stored as they
// arise and sums of other tiles added to. One function a kernel, kept out of line; accumulators live in registers
// inside it. Must not know: outer loops, threads.
#pragma once

#include <axnorm/exec/body.hpp>
#include <axnorm/exec/exponentials.hpp>
#include <axnorm/exec/moments.hpp>
#include <axnorm/exec/tile_sums.hpp>

#include <cstdint>
#include <limits>

namespace axnorm::exec {
inline namespace AXNORM_ISA {

/// What a row kernel is to do: in each of `tiles` tiles, `tile_step` bytes apart, `rows` rows of `n` positions from
/// `at` on, `row_step` bytes apart. Steps are by slot (see kernel_body); several tiles have the places of a moment side
/// by side.
struct row_runs {
  char* const* at;
  const std::ptrdiff_t* row_step;
  std::int64_t rows, n;
  kernel_scalars scalars;
  char* const* places;                       ///< by reduction
  const std::ptrdiff_t *word_stride, *ahead; ///< by reduction; by slot: what so many bytes behind will be read soon
  std::int64_t tiles = 1;
  const std::ptrdiff_t* tile_step = nullptr; ///< not looked at if there is a single tile
  bool side_by_side = false;                 ///< whether tiles may go side by side
};

template<class T>
struct row_kernel {
  using V = typename T::V;
  using real = typename T::real;
  static constexpr int W = T::width;
  static constexpr int R = T::reductions;
  /// Whether one pack is work enough: many instructions, or a function that is many.
  static constexpr bool long_body = [] {
    for (int k = 0; k < T::operations; ++k)
      switch (T::operation(k).kind) {
      case code::exponential:
      case code::logarithm:
      case code::hyperbolic_tangent:
      case code::logistic:
      case code::error_function:
      case code::softplus:
      case code::power:
        return true;
      default:
        break;
      }
    return T::operations > 24;
  }();
  /// Packs a step: enough independent additions to hide their latency, fewer where the body is long; without additions
  /// one will do, and so it will for statistics, which are few.
  static constexpr int U = R == 0 || !T::data || T::operations > 24 ? 1 : T::operations > 12 || T::results > 2 ? 2 : 4;
  /// The same of a row whose results are streamed: as many as a cache line has, to ask for lines and not for packs.
  template<bool Stream>
  static constexpr int packs = Stream && R == 0 && !long_body && W * sizeof(real) < 64 ? 2 : U;

  static constexpr code kind(int r) { return T::reduction(r).kind; }
  static constexpr bool weighted(int r) { return T::reduction(r).weighted; }

  /// Accumulators of a run: sums (or extremes), squares, weights (or the largest values that exponentials are about);
  /// which are used depends on the reduction.
  struct accumulators {
    V first[R > 0 ? R : 1][U], second[R > 0 ? R : 1][U], third[R > 0 ? R : 1][U];
    V pivot[R > 0 ? R : 1];

    template<int r, int... u>
    AXNORM_INLINE void clear(index_list<u...>) {
      constexpr real infinity = std::numeric_limits<real>::infinity();
      constexpr real none = kind(r) == code::largest ? -infinity : kind(r) == code::smallest ? infinity : real(0);
      ((first[r][u] = V(none)), ...);
      if constexpr (kind(r) == code::moments) ((second[r][u] = V(real(0))), ...);
      if constexpr (kind(r) == code::moments && weighted(r)) ((third[r][u] = V(real(0))), ...);
      if constexpr (kind(r) == code::exponentials) ((third[r][u] = V(-infinity)), ...);
    }
    template<int... r>
    AXNORM_INLINE void clear_all(index_list<r...>) {
      (clear<r>(indices<U>{}), ...);
    }
  };

  /// The pivot of each moment: the pairwise mean of the run's first pack (exact for constants), or its first element;
  /// with weights the first element that counts.
  template<int... l, int... k, int... r, class Results, class Adds>
  AXNORM_INLINE static void
  find_pivots(kernel_lists<index_list<l...>, index_list<k...>, index_list<r...>, Results, Adds>, accumulators& acc,
              const typename T::lifted& up, char* const* at, std::int64_t n) {
    typename T::values v;
    const std::size_t active = n < W ? static_cast<std::size_t>(n) : static_cast<std::size_t>(W);
    (T::template read<l, true>(v, at, 0, active), ...);
    (T::template compute<k>(v, up), ...);
    (find_pivot<r>(acc, v, up, active), ...);
  }
  template<int r>
  AXNORM_INLINE static void find_pivot(accumulators& acc, const typename T::values& v, const typename T::lifted& up,
                                       std::size_t active) {
    if constexpr (kind(r) == code::moments) {
      constexpr kernel_step x = T::reduction(r);
      const V& a = T::template get<x.a>(v, up);
      real p = active == W ? hsum(a) / real(W) : first_lane(a);
      if constexpr (x.weighted) {
        alignas(64) real lanes[W], weights[W];
        store(lanes, a);
        store(weights, T::template get<x.b>(v, up));
        p = 0;
        for (std::size_t i = active; i-- > 0;)
          if (weights[i] != 0) p = lanes[i];
      }
      acc.pivot[r] = V(is_finite(p) ? p : real(0));
    }
  }

  /// Adds what reduction r sees at one pack of positions.
  template<int r, bool Partial>
  AXNORM_INLINE static void accumulate(accumulators& acc, const typename T::values& v, const typename T::lifted& up,
                                       int u, std::size_t active) {
    constexpr kernel_step x = T::reduction(r);
    const V& a = T::template get<x.a>(v, up);
    [[maybe_unused]] const auto on = first_lanes<real>(Partial ? active : static_cast<std::size_t>(W));
    V &s = acc.first[r][u], &q = acc.second[r][u];
    if constexpr (x.kind == code::total) {
      if constexpr (Partial) {
        if constexpr (x.b >= 0)
          s = s + select(on, a * T::template get<x.b>(v, up), V(real(0)));
        else
          s = s + select(on, a, V(real(0)));
      } else if constexpr (x.b >= 0) {
        s = fma(a, T::template get<x.b>(v, up), s);
      } else {
        s = s + a;
      }
    } else if constexpr (x.kind == code::moments) {
      V d = a - acc.pivot[r];
      if constexpr (x.weighted) {
        V w = T::template get<x.b>(v, up);
        if constexpr (Partial) w = select(on, w, V(real(0)));
        d = select(w == V(real(0)), V(real(0)), d);
        const V wd = w * d;
        s = s + wd;
        q = fma(wd, d, q);
        acc.third[r][u] = acc.third[r][u] + w;
      } else {
        if constexpr (Partial) d = select(on, d, V(real(0)));
        s = s + d;
        q = fma(d, d, q);
      }
    } else if constexpr (x.kind == code::exponentials) {
      add_exponential(s, acc.third[r][u], Partial ? select(on, a, V(-std::numeric_limits<real>::infinity())) : a);
    } else if constexpr (x.kind == code::largest) {
      s = max(s, Partial ? select(on, a, V(-std::numeric_limits<real>::infinity())) : a);
    } else {
      s = min(s, Partial ? select(on, a, V(std::numeric_limits<real>::infinity())) : a);
    }
  }

  /// Asks for what the same positions of the next tile will be computed from, as it comes from the caller's memory.
  template<int Packs, int l>
  AXNORM_INLINE static void fetch_leaf(char* const* next, std::ptrdiff_t i) {
    if constexpr (T::fetched(l))
      for (int k = 0; k < Packs * W; k += 64 / sizeof(typename T::template leaf_t<l>))
        prefetch(next[l] + (i + k) * static_cast<std::ptrdiff_t>(sizeof(typename T::template leaf_t<l>)));
  }
  template<int Packs, int... l>
  AXNORM_INLINE static void fetch(index_list<l...>, [[maybe_unused]] char* const* next,
                                  [[maybe_unused]] std::ptrdiff_t i) {
    (fetch_leaf<Packs, l>(next, i), ...);
  }
  /// Where the next tile has its leaves.
  template<int... l>
  AXNORM_INLINE static void set_next(index_list<l...>, [[maybe_unused]] char** next, [[maybe_unused]] char* const* p,
                                     [[maybe_unused]] const std::ptrdiff_t* ahead) {
    ((next[l] = T::fetched(l) ? p[l] + ahead[l] : nullptr), ...);
  }

  template<int r, bool Partial, bool Stream>
  AXNORM_INLINE static void write(const typename T::values& v, const typename T::lifted& up, char* const* p,
                                  std::ptrdiff_t i, std::size_t active) {
    auto* to = reinterpret_cast<typename T::template result_t<r>*>(p[T::result_slot(r)]) + i;
    const V& y = T::template get<T::result(r)>(v, up);
    if constexpr (Partial)
      store_partial(to, y, active);
    else if constexpr (Stream)
      stream(to, y);
    else
      store(to, y);
  }
  template<int a, bool Partial>
  AXNORM_INLINE static void add(const typename T::values& v, const typename T::lifted& up, char* const* p,
                                std::ptrdiff_t i, std::size_t active) {
    real* const to = reinterpret_cast<real*>(p[T::add_slot(a)]) + i;
    V sum;
    if constexpr (Partial)
      sum = load_partial<real>(static_cast<const real*>(to), active);
    else
      sum = load<real>(static_cast<const real*>(to));
    sum = added<a>(sum, v, up);
    if constexpr (Partial)
      store_partial(to, sum, active);
    else
      store(to, sum);
  }
  /// What is added to sum a at this position joins it.
  template<int a>
  AXNORM_INLINE static V added(const V& sum, const typename T::values& v, const typename T::lifted& up) {
    constexpr kernel_step x = T::reduction(a);
    if constexpr (x.b >= 0)
      return fma(T::template get<x.a>(v, up), T::template get<x.b>(v, up), sum);
    else
      return sum + T::template get<x.a>(v, up);
  }

  /// Everything at one pack of positions, i on; accumulators u take what is reduced.
  template<bool Partial, bool Stream, int... l, int... k, int... r, int... w, int... a>
  AXNORM_INLINE static void
  step(kernel_lists<index_list<l...>, index_list<k...>, index_list<r...>, index_list<w...>, index_list<a...>>,
       [[maybe_unused]] accumulators& acc, const typename T::lifted& up, [[maybe_unused]] char* const* p,
       [[maybe_unused]] std::ptrdiff_t i, [[maybe_unused]] int u, std::size_t active) {
    typename T::values v;
    (T::template read<l, Partial>(v, p, i, active), ...);
    (T::template compute<k>(v, up), ...);
    (accumulate<r, Partial>(acc, v, up, u, active), ...);
    (write<w, Partial, Stream>(v, up, p, i, active), ...);
    (add<a, Partial>(v, up, p, i, active), ...);
  }

  /// So many tiles may go side by side, a position of all of them after the other: what they share is loaded once, and
  /// sums that all add to are loaded and stored once. As many as have room for their scalars in registers.
  static constexpr int side_by_side = [] {
    bool shares = T::adds > 0;
    for (int l = 0; l < T::leaves; ++l)
      shares = shares || (T::varies(l) && !T::of_line(l));
    if (R > 0 || !shares || long_body || !T::data) return 1;
    int lifted = T::scalars;
    for (int l = 0; l < T::leaves; ++l)
      lifted += !T::varies(l);
    constexpr int registers = AXNORM_HAS_AVX512 != 0 ? 32 : 16, others = 10;
    return 4 * lifted + others <= registers                                  ? 4
           : (T::adds > 0 && lifted < 8) || 2 * lifted + others <= registers ? 2
                                                                             : 1;
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
    ((sum = added<a>(sum, all.v[m], all.up[m])), ...);
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
    (write<w, Partial, Stream>(all.v[m], all.up[m], all.p[m], i, active), ...);
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

  /// In each tile a run: rows that share their accumulators; then these are added to the places of the reductions. If a
  /// pivot was an outlier, all runs are done again about the means found. Stream: results go around the cache, their
  /// addresses must then be aligned; and what is ahead of each slot is asked for. Known: the length of a row, or 0.
  template<bool Stream, std::int64_t Known>
  [[gnu::noinline]] static void run(const row_runs& r) {
    const std::int64_t n = Known != 0 ? Known : r.n;
    collected all;
    for (bool retry = true;; retry = false) {
      char* start[T::slots > 0 ? T::slots : 1];
      set_addresses(T::moving_list, start, r.at);
      for (std::int64_t tile = 0;;) {
        if constexpr (side_by_side > 1)
          if (r.side_by_side && tile + side_by_side <= r.tiles) {
            tiles_side_by_side<side_by_side, Stream>(indices<side_by_side>{}, start, r, tile, n);
            tile += side_by_side;
            if (tile == r.tiles) break;
            for (int k = 0; k < side_by_side; ++k)
              move_addresses(T::moving_list, start, r.tile_step);
            continue;
          }
        typename T::lifted up;
        T::lift_scalars(T::scalar_list, up, r.scalars, tile);
        accumulators acc;
        if constexpr (T::moments) {
          if (retry) {
            T::lift_leaves(T::leaf_list, up, start);
            find_pivots(T::lists, acc, up, start, n);
          } else {
            use_pivots(indices<R>{}, acc, all, tile);
          }
        }
        acc.clear_all(indices<R>{});
        rows<Stream>(acc, up, start, r, n);
        if constexpr (R > 0) finish(indices<R>{}, acc, all, r, tile, retry);
        if (++tile == r.tiles) break;
        move_addresses(T::moving_list, start, r.tile_step);
      }
      if constexpr (!T::moments)
        break;
      else if (take_moments(indices<R>{}, all, r, static_cast<double>(r.rows * n), retry))
        break;
    }
    join(indices<R>{}, all, r);
  }
  /// The rows of a run.
  template<bool Stream>
  AXNORM_INLINE static void rows([[maybe_unused]] accumulators& acc, typename T::lifted& up, char* const* start,
                                 const row_runs& r, std::int64_t n) {
    constexpr int P = packs<Stream>;
    char* p[T::slots > 0 ? T::slots : 1];
    set_addresses(T::moving_list, p, start);
    for (std::int64_t row = 0;;) {
      T::lift_leaves(T::leaf_list, up, p);
      [[maybe_unused]] char* next[T::leaves > 0 ? T::leaves : 1];
      if constexpr (Stream) set_next(T::leaf_list, next, p, r.ahead);
      std::ptrdiff_t i = 0;
      for (; i + P * W <= n; i += P * W) {
        if constexpr (Stream) fetch<P>(T::leaf_list, next, i);
        step<false, Stream>(T::lists, acc, up, p, i, 0, 0);
        if constexpr (P > 1) step<false, Stream>(T::lists, acc, up, p, i + W, 1, 0);
        if constexpr (P > 2) {
          step<false, Stream>(T::lists, acc, up, p, i + 2 * W, 2, 0);
          step<false, Stream>(T::lists, acc, up, p, i + 3 * W, 3, 0);
        }
      }
      if constexpr (AXNORM_HAS_AVX512 != 0) {
        // Masks cost nothing here, so that whole packs of the rest may share the code of the tail.
        for (; i < n; i += W)
          step<true, false>(T::lists, acc, up, p, i, U - 1, static_cast<std::size_t>(n - i < W ? n - i : W));
      } else {
        if constexpr (P > 1)
          for (; i + W <= n; i += W)
            step<false, Stream>(T::lists, acc, up, p, i, 0, 0);
        if (i < n) step<true, false>(T::lists, acc, up, p, i, U - 1, static_cast<std::size_t>(n - i));
      }
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

private:
  AXNORM_INLINE static V folded(const V (&a)[U]) {
    if constexpr (U == 4)
      return (a[0] + a[1]) + (a[2] + a[3]);
    else if constexpr (U == 2)
      return a[0] + a[1];
    else
      return a[0];
  }

  /// Ends a tile's run: sums and moments are collected, other reductions join their places.
  template<int... r>
  AXNORM_INLINE static void finish(index_list<r...>, accumulators& acc, collected& all, const row_runs& runs,
                                   std::int64_t tile, bool first_time) {
    (finish_one<r>(acc, all, runs, tile, first_time), ...);
  }
  template<int r>
  AXNORM_INLINE static void finish_one(accumulators& acc, collected& all, const row_runs& runs, std::int64_t tile,
                                       bool first_time) {
    [[maybe_unused]] const auto collect = [&](int k, const V& sum) __attribute__((always_inline)) {
      store(all.lanes[packs_before(r) + k][tile], sum);
    };
    if constexpr (kind(r) == code::total) {
      collect(0, folded(acc.first[r]));
    } else if constexpr (kind(r) == code::moments) {
      collect(0, folded(acc.first[r]));
      collect(1, folded(acc.second[r]));
      if constexpr (weighted(r)) collect(2, folded(acc.third[r]));
      if (first_time) all.moments[r].pivot[tile] = static_cast<double>(first_lane(acc.pivot[r]));
    } else if (first_time) {
      double* const to = reinterpret_cast<double*>(runs.places[r] + (tile == 0 ? 0 : tile * place_step(runs, r)));
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
  AXNORM_INLINE static std::ptrdiff_t place_step(const row_runs& runs, int r) {
    return runs.tiles == 1 ? 0 : runs.tile_step[T::moving + r];
  }

  template<int... r>
  AXNORM_INLINE static void use_pivots(index_list<r...>, accumulators& acc, const collected& all, std::int64_t tile) {
    ((acc.pivot[r] = kind(r) == code::moments ? V(static_cast<real>(all.moments[r].pivot[tile])) : V(real(0))), ...);
  }
  /// False, with better pivots set, if one was an outlier and `retry` is allowed.
  template<int... r>
  AXNORM_INLINE static bool take_moments(index_list<r...>, collected& all, const row_runs& runs, double positions,
                                         bool retry) {
    return (static_cast<int>(take_moment<r>(all, runs, positions, retry)) & ...) != 0;
  }
  template<int r>
  AXNORM_INLINE static bool take_moment(collected& all, const row_runs& runs, double positions, bool retry) {
    if constexpr (kind(r) != code::moments) {
      return true;
    } else {
      all.moments[r].weighted = weighted(r);
      all.moments[r].positions = positions;
      return all.moments[r].take(all.lanes + packs_before(r), runs.tiles, retry);
    }
  }
  /// What all tiles collected joins their places.
  template<int... r>
  AXNORM_INLINE static void join(index_list<r...>, collected& all, const row_runs& runs) {
    (join_one<r>(all, runs), ...);
  }
  template<int r>
  AXNORM_INLINE static void join_one(collected& all, const row_runs& runs) {
    if constexpr (kind(r) == code::total)
      join_totals<real>(runs.places[r], place_step(runs, r), all.lanes[packs_before(r)], runs.tiles);
    else if constexpr (kind(r) == code::moments)
      merge_columns(reinterpret_cast<double*>(runs.places[r]), runs.word_stride[r], all.moments[r].sums(), runs.tiles);
  }
};

} // namespace AXNORM_ISA
} // namespace axnorm::exec
