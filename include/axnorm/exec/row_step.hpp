// What the row kernel does at one pack of positions: values are computed, collected in accumulators, written, or added
// to sums of other tiles. Used by the row kernel. Must not know: loops, other tiles.
#pragma once

#include <axnorm/exec/body.hpp>
#include <axnorm/exec/exponentials.hpp>
#include <axnorm/exec/pack_scalar.hpp>

#include <cstdint>
#include <limits>

namespace axnorm::exec {
inline namespace AXNORM_ISA {

template<class T>
struct row_step {
  using V = typename T::V;
  using real = typename T::real;
  static constexpr int W = T::width;
  static constexpr int R = T::reductions;
  /// Whether one pack is work enough: many instructions, or a function that is many.
  static constexpr bool long_body = [] {
    for (int k = 0; k < T::operations; ++k)
      if (graph::takes_long(T::operation(k).kind)) return true;
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
    if constexpr (W < 8 && sizeof(real) == sizeof(float)) {
      // The mean of a narrow pack is a poor pivot, and additions are rounded in proportion to how far off it is.
      const int packs = n < 4 * W ? static_cast<int>(n / W) : n < 64 * W ? 4 : 16;
      for (int p = 1; p < packs; ++p) {
        (T::template read<l, true>(v, at, p * W, active), ...);
        (T::template compute<k>(v, up), ...);
        (improve_pivot<r>(acc, v, up, p), ...);
      }
    }
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
  /// The mean of packs 0 to p, from that of the packs before p: exact for constants.
  template<int r>
  AXNORM_INLINE static void improve_pivot(accumulators& acc, const typename T::values& v, const typename T::lifted& up,
                                          int p) {
    if constexpr (kind(r) == code::moments && !T::reduction(r).weighted) {
      const real before = first_lane(acc.pivot[r]);
      const real mean = hsum(T::template get<T::reduction(r).a>(v, up)) / real(W);
      const real off = (mean - before) / real(p + 1);
      if (is_finite(off)) acc.pivot[r] = V(before + off);
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
};

} // namespace AXNORM_ISA
} // namespace axnorm::exec
