// The column kernel: the innermost axis is kept, so that a reduction has one accumulator a position: a block of packs
// of columns is walked down the rows. Used by sweeps of that form. Must not know: outer loops, threads.
#pragma once

#include <axnorm/exec/body.hpp>
#include <axnorm/exec/column_moments.hpp>
#include <axnorm/exec/column_pivots.hpp>
#include <axnorm/exec/exponentials.hpp>
#include <axnorm/exec/moments.hpp>
#include <axnorm/exec/pack_wide.hpp>

#include <cstdint>
#include <limits>

namespace axnorm::exec {
inline namespace AXNORM_ISA {

template<class T>
struct column_kernel {
  using V = typename T::V;
  using real = typename T::real;
  static constexpr int W = T::width;
  static constexpr int R = T::reductions;

  static constexpr code kind(int r) { return T::reduction(r).kind; }
  static constexpr bool weighted(int r) { return T::reduction(r).weighted; }

  /// Accumulators of B packs of columns, as the row kernel's.
  template<int B>
  struct block {
    V first[R > 0 ? R : 1][B], second[R > 0 ? R : 1][B], third[R > 0 ? R : 1][B], pivot[R > 0 ? R : 1][B];

    template<int r, int... b>
    AXNORM_INLINE void clear(index_list<b...>) {
      constexpr real infinity = std::numeric_limits<real>::infinity();
      constexpr real none = kind(r) == code::largest ? -infinity : kind(r) == code::smallest ? infinity : real(0);
      ((first[r][b] = V(none)), ...);
      if constexpr (kind(r) == code::moments) ((second[r][b] = V(real(0))), ...);
      if constexpr (kind(r) == code::moments && weighted(r)) ((third[r][b] = V(real(0))), ...);
      if constexpr (kind(r) == code::exponentials) ((third[r][b] = V(-infinity)), ...);
    }
    template<int... r>
    AXNORM_INLINE void clear_all(index_list<r...>) {
      (clear<r>(indices<B>{}), ...);
    }
    /// What is used of them.
    template<int... r>
    AXNORM_INLINE void take_all(const block& from, index_list<r...>) {
      (take<r>(from, indices<B>{}), ...);
    }
    template<int r, int... b>
    AXNORM_INLINE void take(const block& from, index_list<b...>) {
      ((first[r][b] = from.first[r][b]), ...);
      if constexpr (kind(r) == code::moments) ((second[r][b] = from.second[r][b]), ...);
      if constexpr (kind(r) == code::moments) ((pivot[r][b] = from.pivot[r][b]), ...);
      if constexpr (kind(r) == code::exponentials || (kind(r) == code::moments && weighted(r)))
        ((third[r][b] = from.third[r][b]), ...);
    }
  };

  /// What all rows share of B packs of columns is loaded, and made of the type of the data, once.
  template<int B>
  struct shared_leaves {
    typename T::values of[B];
  };
  static constexpr bool is_shared(int leaf) { return T::varies(leaf) && !T::of_line(leaf); }
  template<int b, bool Partial, int B, int... l>
  AXNORM_INLINE static void share(index_list<l...>, shared_leaves<B>& all, char* const* at, std::ptrdiff_t j,
                                  std::size_t active) {
    (share_leaf<l, Partial>(all.of[b], at, j + b * W, active), ...);
  }
  template<int l, bool Partial>
  AXNORM_INLINE static void share_leaf(typename T::values& v, char* const* at, std::ptrdiff_t j, std::size_t active) {
    if constexpr (is_shared(l)) T::template read<l, Partial>(v, at, j, active);
  }
  template<bool Partial, int B, int... b>
  AXNORM_INLINE static void share_all(index_list<b...>, shared_leaves<B>& all, char* const* at, std::ptrdiff_t j,
                                      std::size_t active) {
    (share<b, Partial>(T::leaf_list, all, at, j, active), ...);
  }
  template<int l, bool Partial>
  AXNORM_INLINE static void read(typename T::values& v, const typename T::values& shared, char* const* at,
                                 std::ptrdiff_t j, std::size_t active) {
    if constexpr (is_shared(l))
      v.v[l] = shared.v[l];
    else
      T::template read<l, Partial>(v, at, j, active);
  }

  /// Adds one row's pack b of columns to the accumulators.
  template<int B, int b, bool Partial, int... l, int... k, int... r, class Results, class Adds>
  AXNORM_INLINE static void add_row(kernel_lists<index_list<l...>, index_list<k...>, index_list<r...>, Results, Adds>,
                                    block<B>& acc, const shared_leaves<B>& shared, char* const* at, std::ptrdiff_t j,
                                    std::size_t active, const typename T::lifted& up) {
    typename T::values v;
    (read<l, Partial>(v, shared.of[b], at, j + b * W, active), ...);
    (T::template compute<k>(v, up), ...);
    (accumulate<r, b>(acc, v, up), ...);
  }
  template<int r, int b, int B>
  AXNORM_INLINE static void accumulate(block<B>& acc, const typename T::values& v, const typename T::lifted& up) {
    constexpr kernel_step x = T::reduction(r);
    const V& a = T::template get<x.a>(v, up);
    V &s = acc.first[r][b], &q = acc.second[r][b];
    if constexpr (x.kind == code::total) {
      if constexpr (x.b >= 0)
        s = fma(a, T::template get<x.b>(v, up), s);
      else
        s = s + a;
    } else if constexpr (x.kind == code::moments) {
      V d = a - acc.pivot[r][b];
      if constexpr (x.weighted) {
        const V w = T::template get<x.b>(v, up);
        d = select(w == V(real(0)), V(real(0)), d);
        const V wd = w * d;
        s = s + wd;
        q = fma(wd, d, q);
        acc.third[r][b] = acc.third[r][b] + w;
      } else {
        s = s + d;
        q = fma(d, d, q);
      }
    } else if constexpr (x.kind == code::exponentials) {
      add_exponential(s, acc.third[r][b], a);
    } else if constexpr (x.kind == code::largest) {
      s = max(s, a);
    } else {
      s = min(s, a);
    }
  }

  AXNORM_INLINE static void add_to(double* to, pack<double> a) {
    store(to, load<double>(static_cast<const double*>(to)) + a);
  }
  AXNORM_INLINE static void add_to(double* to, pack<float> a) {
    const wide_pack wide = widen(a);
    add_to(to, wide.low);
    add_to(to + pack<double>::width, wide.high);
  }
  template<int b, bool Partial, int... l, int... k, int... r, class Results, class Adds>
  AXNORM_INLINE static void
  add_columns(kernel_lists<index_list<l...>, index_list<k...>, index_list<r...>, Results, Adds>, char* const* at,
              std::ptrdiff_t j, std::size_t active, const typename T::lifted& up, char* const* places) {
    typename T::values v;
    (T::template read<l, Partial>(v, at, j + b * W, active), ...);
    (T::template compute<k>(v, up), ...);
    (add_columns_of<r, Partial>(reinterpret_cast<double*>(places[r]) + j + b * W, v, up, active), ...);
  }
  template<int r, bool Partial>
  AXNORM_INLINE static void add_columns_of(double* to, const typename T::values& v, const typename T::lifted& up,
                                           std::size_t active) {
    constexpr kernel_step x = T::reduction(r);
    V a = T::template get<x.a>(v, up);
    if constexpr (x.b >= 0) a = a * T::template get<x.b>(v, up);
    if constexpr (Partial) {
      real rest[W];
      store(rest, a);
      for (std::size_t c = 0; c < active; ++c)
        to[c] += static_cast<double>(rest[c]);
    } else {
      add_to(to, a);
    }
  }
  /// One row of `columns` columns straight to the places of the sums: beside a single row, accumulators in registers
  /// would cost more than they save.
  [[gnu::noinline]] static void add_one_row(char* const* at, const std::ptrdiff_t*, std::int64_t, std::int64_t,
                                            std::int64_t columns, const kernel_scalars& scalars, char* const* places,
                                            const std::ptrdiff_t*) {
    typename T::lifted up;
    T::lift_scalars(T::scalar_list, up, scalars);
    T::lift_leaves(T::leaf_list, up, at);
    std::int64_t j = 0;
    for (; j + 2 * W <= columns; j += 2 * W) {
      add_columns<0, false>(T::lists, at, j, 0, up, places);
      add_columns<1, false>(T::lists, at, j, 0, up, places);
    }
    for (; j + W <= columns; j += W)
      add_columns<0, false>(T::lists, at, j, 0, up, places);
    if (j < columns) add_columns<0, true>(T::lists, at, j, static_cast<std::size_t>(columns - j), up, places);
  }

  /// Finds the pivots of each pack.
  template<bool Partial, int... b>
  AXNORM_INLINE static void set_pivots(index_list<b...>, block<sizeof...(b)>& acc, char* const* first,
                                       const std::ptrdiff_t* step, std::int64_t rows, std::ptrdiff_t j,
                                       std::size_t active, const kernel_scalars& scalars) {
    typename column_pivots<T>::found_pivots found[sizeof...(b)];
    (column_pivots<T>::template find<Partial>(found[b], first, step, rows, j + b * W, active, scalars), ...);
    repeat<R>([&](auto r) __attribute__((always_inline)) {
      if constexpr (kind(r) == code::moments) ((acc.pivot[r][b] = found[b].of[r]), ...);
    });
  }

  /// Adds `rows` rows, `step` bytes apart for each slot, to the accumulators of B packs of columns from position j on.
  template<int B, bool Partial>
  [[gnu::noinline]] static void add_rows(block<B>& to, char* const* first, const std::ptrdiff_t* step,
                                         std::int64_t rows, std::int64_t j, std::size_t active,
                                         const kernel_scalars& scalars) {
    typename T::lifted up;
    T::lift_scalars(T::scalar_list, up, scalars);
    shared_leaves<B> shared;
    share_all<Partial>(indices<B>{}, shared, first, j, active);
    block<B> acc; // a copy: what others know the address of cannot stay in registers
    acc.take_all(to, indices<R>{});
    char* at[T::slots > 0 ? T::slots : 1];
    set_addresses(T::leaf_list, at, first);
    for (std::int64_t k = 0;;) {
      T::lift_leaves(T::leaf_list, up, at);
      add_row<B, 0, Partial>(T::lists, acc, shared, at, j, active, up);
      if constexpr (B > 1) add_row<B, 1, Partial>(T::lists, acc, shared, at, j, active, up);
      if constexpr (B > 2) {
        add_row<B, 2, Partial>(T::lists, acc, shared, at, j, active, up);
        add_row<B, 3, Partial>(T::lists, acc, shared, at, j, active, up);
      }
      if (++k == rows) break;
      move_addresses(T::leaf_list, at, step);
    }
    to.take_all(acc, indices<R>{});
  }

  /// A run: B packs of columns from position j on, down `rows` rows; afterwards the columns are added to the `places`
  /// of the reductions. Outlying pivots: as in the row kernel.
  template<int B, bool Partial>
  [[gnu::noinline]] static void run(char* const* first, const std::ptrdiff_t* step, std::int64_t rows, std::int64_t j,
                                    std::int64_t columns, const kernel_scalars& scalars, char* const* places,
                                    const std::ptrdiff_t* word_stride) {
    static_assert(!Partial || B == 1);
    const auto active = static_cast<std::size_t>(columns); // of a pack that is not whole
    block<B> acc;
    if constexpr (T::moments) set_pivots<Partial>(indices<B>{}, acc, first, step, rows, j, active, scalars);
    for (bool retry = true;; retry = false) {
      acc.clear_all(indices<R>{});
      add_rows<B, Partial>(acc, first, step, rows, j, active, scalars);
      if (finish<B>(acc, rows, places, word_stride, columns, j, retry)) return;
    }
  }

  /// The same of many blocks of four packs, row by row: memory is read as it lies, which is all that its prefetchers
  /// know how to help with (rows that take turns halve the speed), and accumulators wait in `room`, a block each.
  [[gnu::noinline]] static void run_wide(char* const* first, const std::ptrdiff_t* step, std::int64_t rows,
                                         std::int64_t columns, const kernel_scalars& scalars, char* const* places,
                                         const std::ptrdiff_t* word_stride, void* room) {
    auto* const all = static_cast<block<4>*>(room);
    const std::int64_t width = 4 * W, blocks = columns / width;
    for (std::int64_t b = 0; b < blocks; ++b) {
      if constexpr (T::moments) set_pivots<false>(indices<4>{}, all[b], first, step, rows, b * width, 0, scalars);
      all[b].clear_all(indices<R>{});
    }
    add_wide_rows(all, first, step, rows, blocks, scalars);
    for (std::int64_t b = 0; b < blocks; ++b) {
      if (finish<4>(all[b], rows, places, word_stride, width, b * width, true)) continue;
      all[b].clear_all(indices<R>{}); // with better pivots
      add_rows<4, false>(all[b], first, step, rows, b * width, 0, scalars);
      finish<4>(all[b], rows, places, word_stride, width, b * width, false);
    }
  }
  AXNORM_INLINE static void add_wide_rows(block<4>* all, char* const* first, const std::ptrdiff_t* step,
                                          std::int64_t rows, std::int64_t blocks, const kernel_scalars& scalars) {
    typename T::lifted up;
    T::lift_scalars(T::scalar_list, up, scalars);
    char* at[T::slots > 0 ? T::slots : 1];
    set_addresses(T::leaf_list, at, first);
    for (std::int64_t k = 0; k < rows; ++k) {
      T::lift_leaves(T::leaf_list, up, at);
      for (std::int64_t b = 0; b < blocks; ++b) {
        const std::int64_t j = b * 4 * W;
        shared_leaves<4> shared;
        share_all<false>(indices<4>{}, shared, first, j, 0);
        block<4> acc;
        acc.take_all(all[b], indices<R>{});
        add_row<4, 0, false>(T::lists, acc, shared, at, j, 0, up);
        add_row<4, 1, false>(T::lists, acc, shared, at, j, 0, up);
        add_row<4, 2, false>(T::lists, acc, shared, at, j, 0, up);
        add_row<4, 3, false>(T::lists, acc, shared, at, j, 0, up);
        all[b].take_all(acc, indices<R>{});
      }
      move_addresses(T::leaf_list, at, step);
    }
  }

  /// Ends the block: adds its columns to the places of the reductions (each column 8 bytes after the last). As in the
  /// row kernel, false asks for another try about better pivots.
  template<int B>
  [[gnu::noinline]] static bool finish(block<B>& acc, std::int64_t rows, char* const* places,
                                       const std::ptrdiff_t* word_stride, std::int64_t columns, std::ptrdiff_t j,
                                       bool retry) {
    constexpr int lanes = B * W;
    alignas(64) real first[lanes], second[lanes], third[lanes], pivot[lanes];
    auto unpack = [](const V(&from)[B], real* to) { repeat<B>([&](auto b) { store(to + b * W, from[b]); }); };
    auto sums_of = [&](auto r) {
      unpack(acc.first[r], first);
      unpack(acc.second[r], second);
      if constexpr (weighted(r)) unpack(acc.third[r], third);
      unpack(acc.pivot[r], pivot);
      return column_sums<real>{first, second, weighted(r) ? third : nullptr, pivot, static_cast<double>(rows)};
    };
    bool good = true;
    if (retry)
      repeat<R>([&](auto r) {
        if constexpr (kind(r) == code::moments)
          if (improve_pivots(sums_of(r), columns)) {
            repeat<B>([&](auto b) { acc.pivot[r][b] = load<real>(static_cast<const real*>(pivot) + b * W); });
            good = false;
          }
      });
    if (!good) return false;
    repeat<R>([&](auto r) {
      double* to = reinterpret_cast<double*>(places[r]) + j;
      if constexpr (kind(r) == code::moments) {
        merge_columns(to, word_stride[r], sums_of(r), columns);
      } else if constexpr (kind(r) == code::exponentials) {
        unpack(acc.first[r], first);
        unpack(acc.third[r], third);
        for (std::int64_t c = 0; c < columns; ++c) {
          const double largest = static_cast<double>(third[c]);
          const double sum = std::isinf(largest) ? largest - largest : static_cast<double>(first[c]);
          stored_exponentials{to + c, word_stride[r]}.merge(largest, sum);
        }
      } else {
        if constexpr (kind(r) == code::total)
          if (columns == lanes) return repeat<B>([&](auto b) { add_to(to + b * W, acc.first[r][b]); });
        unpack(acc.first[r], first);
        for (std::int64_t c = 0; c < columns; ++c) {
          const double s = static_cast<double>(first[c]);
          if constexpr (kind(r) == code::total)
            to[c] += s;
          else if constexpr (kind(r) == code::largest)
            to[c] = larger(to[c], s);
          else
            to[c] = smaller(to[c], s);
        }
      }
    });
    return true;
  }
};

} // namespace AXNORM_ISA
} // namespace axnorm::exec
