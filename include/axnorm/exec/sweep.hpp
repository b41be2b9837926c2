// Drives one sweep over its loops: runs of positions for the row kernel, blocks of columns for the column kernel. A run
// ends where an accumulator changes or has taken enough additions, which depends on extents only. Must not know:
// threads, where slots come from.
#pragma once

#include <axnorm/exec/column.hpp>
#include <axnorm/exec/nest.hpp>
#include <axnorm/exec/row.hpp>

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace axnorm::exec {

/// Copies n elements of `size` bytes between strided places.
inline void copy_strided(char* to, std::ptrdiff_t to_step, const char* from, std::ptrdiff_t from_step, std::int64_t n,
                         std::size_t size) {
  auto each = [&](auto unit) {
    for (std::int64_t i = 0; i < n; ++i)
      std::memcpy(to + i * to_step, from + i * from_step, sizeof(unit));
  };
  if (size == 1)
    each(std::uint8_t{});
  else if (size == 2)
    each(std::uint16_t{});
  else if (size == 4)
    each(std::uint32_t{});
  else
    each(std::uint64_t{});
}

inline namespace AXNORM_ISA {

/// At most about this many additions follow each other in one lane of an accumulator.
inline constexpr std::int64_t longest_chain = 1024;

template<class K, bool Tiled, int S>
struct sweep_driver {
  using T = sweep_traits<K, Tiled, S>;
  static constexpr int M = T::slots > 0 ? T::slots : 1;
  static constexpr int P = K::parts > 0 ? K::parts : 1;
  static constexpr int R = T::reductions;
  static constexpr bool by_rows = T::sweep.shape == plan::form::row;
  using loops = nest<M, P>;
  using row = row_kernel<K, Tiled, S>;
  using column = column_kernel<K, Tiled, S>;
  static constexpr std::int64_t piece = longest_chain * T::width * row::U;

  /// What a call of the sweep works on besides its loops.
  struct arguments {
    const loops* nest;
    std::array<std::ptrdiff_t, static_cast<std::size_t>(R > 0 ? R : 1)> word_stride; ///< in doubles, for moments
    const double* scalars;
    bool stream = false;
    bool unit = true; ///< all that varies along the innermost run is contiguous
  };

  static bool is_unit(const loops& nest) {
    bool unit = true;
    for (int m = 0; m < T::leaves + T::results; ++m) {
      const auto step = nest.inner_step[static_cast<std::size_t>(m)];
      if (varies(m)) unit = unit && (nest.n == 1 || step == static_cast<std::ptrdiff_t>(T::slot_size(m)));
    }
    return unit;
  }
  static constexpr bool varies(int m) { return m >= T::leaves || T::varies(T::leaf(m)); }

  /// Units of work along the persisting loops: rows, each cut in pieces where it is long.
  static std::int64_t pieces(const loops& nest) {
    return by_rows ? std::max<std::int64_t>(1, (nest.n + piece - 1) / piece) : 1;
  }
  static std::int64_t units(const loops& nest) { return nest.rows() * pieces(nest); }

  /// Does the outer positions [q0, q1) and, in each, the units [u0, u1). `start`: the slots' first elements.
  static void run(const arguments& a, const std::array<char*, static_cast<std::size_t>(M)>& start, std::int64_t q0,
                  std::int64_t q1, std::int64_t u0, std::int64_t u1) {
    const loops& nest = *a.nest;
    cursor<M, P> outer{start, {}};
    outer.seek(nest, 0, nest.first_persisting, q0);
    for (std::int64_t q = q0; q < q1; ++q) {
      if constexpr (by_rows)
        rows(a, outer.at, u0, u1);
      else
        columns(a, outer.at, u0, u1);
      outer.next(nest, 0, nest.first_persisting);
    }
  }

private:
  using addresses = std::array<char*, static_cast<std::size_t>(M)>;

  static void rows(const arguments& a, const addresses& start, std::int64_t u0, std::int64_t u1) {
    const loops& nest = *a.nest;
    const std::int64_t per_row = pieces(nest);
    if (nest.count == nest.first_persisting && per_row == 1)
      return rows_run(a, start, start, no_steps.data(), 1, nest.n);
    const std::int64_t most_rows = std::max<std::int64_t>(1, piece / std::max<std::int64_t>(nest.n, 1));
    const auto last = static_cast<std::size_t>(nest.count > nest.first_persisting ? nest.count - 1 : 0);
    for (std::int64_t u = u0; u < u1;) {
      cursor<M, P> at{start, {}};
      at.seek(nest, nest.first_persisting, nest.count, u / per_row);
      if (per_row > 1) {
        const std::int64_t k = u % per_row;
        for (std::size_t m = 0; m < M; ++m)
          at.at[m] += k * piece * nest.inner_step[m];
        rows_run(a, start, at.at, no_steps.data(), 1, std::min(piece, nest.n - k * piece));
        ++u;
      } else {
        const std::int64_t count = std::min({most_rows, nest.loops[last].extent - at.index[last], u1 - u});
        rows_run(a, start, at.at, nest.loops[last].step.data(), count, nest.n);
        u += count;
      }
    }
  }
  static constexpr std::array<std::ptrdiff_t, static_cast<std::size_t>(M)> no_steps{};

  static void rows_run(const arguments& a, const addresses& start, const addresses& at, const std::ptrdiff_t* step,
                       std::int64_t count, std::int64_t n) {
    char* const* const places = start.data() + T::leaves + T::results;
    if (a.unit) {
      if constexpr (T::writes > 0) {
        if (a.stream && aligned(at, step, count))
          return row::template run<true>(at.data(), step, count, n, a.scalars, places, a.word_stride.data());
      }
      return row::template run<false>(at.data(), step, count, n, a.scalars, places, a.word_stride.data());
    }
    addresses from = at;
    for (std::int64_t k = 0; k < count; ++k) {
      gathered(
          a, from, n,
          [&](const addresses& p, std::int64_t m) {
            row::template run<false>(p.data(), no_steps.data(), 1, m, a.scalars, places, a.word_stride.data());
          },
          T::results > 0);
      for (std::size_t m = 0; m < M; ++m)
        from[m] += step[m];
    }
  }
  /// Whether all rows of all results begin where packs can be streamed to.
  static bool aligned(const addresses& p, const std::ptrdiff_t* step, std::int64_t count) {
    bool good = true;
    repeat<T::results>([&](auto r) {
      constexpr auto m = static_cast<std::size_t>(T::result_slot(r));
      constexpr std::uintptr_t unit = stream_alignment<typename T::template result_t<r>, typename T::real>;
      good = good && reinterpret_cast<std::uintptr_t>(p[m]) % unit == 0 &&
             (count == 1 || static_cast<std::uintptr_t>(step[m]) % unit == 0);
    });
    return good;
  }

  /// Calls f on short contiguous copies of what is strided, and copies results back.
  template<class F>
  static void gathered(const arguments& a, const addresses& at, std::int64_t n, F f, bool write_back) {
    constexpr std::int64_t block = 256;
    alignas(64) char room[M][block * 8];
    const auto& step = a.nest->inner_step;
    for (std::int64_t i = 0; i < n; i += block) {
      const std::int64_t m = std::min(block, n - i);
      addresses p = at;
      for (int k = 0; k < T::leaves + T::results; ++k) {
        const auto s = static_cast<std::size_t>(k);
        if (!varies(k)) continue;
        const std::size_t size = T::slot_size(k);
        const std::ptrdiff_t packed = static_cast<std::ptrdiff_t>(size);
        p[s] = room[k];
        if (k < T::leaves) copy_strided(room[k], packed, at[s] + i * step[s], step[s], m, size);
      }
      f(p, m);
      if (write_back)
        for (int k = T::leaves; k < T::leaves + T::results; ++k) {
          const auto s = static_cast<std::size_t>(k);
          const std::size_t size = T::slot_size(k);
          copy_strided(at[s] + i * step[s], step[s], room[k], static_cast<std::ptrdiff_t>(size), m, size);
        }
    }
  }

  static void columns(const arguments& a, const addresses& start, std::int64_t u0, std::int64_t u1) {
    constexpr std::int64_t W = T::width;
    const loops& nest = *a.nest;
    // Blocks of columns are narrow pieces of long rows: rows that are walked again for the next block should be in
    // cache.
    const std::int64_t in_cache = std::max<std::int64_t>(16, 65536 / std::max<std::int64_t>(nest.n, 1));
    const std::int64_t rows_a_run = nest.n <= 8 * W ? longest_chain : std::min(longest_chain, in_cache);
    for (std::int64_t u = u0; u < u1; u += rows_a_run) {
      const std::int64_t end = std::min(u1, u + rows_a_run);
      std::int64_t j = 0;
      for (; j + 4 * W <= nest.n; j += 4 * W)
        columns_block<4, false>(a, start, u, end, j, 4 * W);
      for (; j + W <= nest.n; j += W)
        columns_block<1, false>(a, start, u, end, j, W);
      if (j < nest.n) columns_block<1, true>(a, start, u, end, j, nest.n - j);
    }
  }
  template<int B, bool Partial>
  static void columns_block(const arguments& a, const addresses& start, std::int64_t u0, std::int64_t u1,
                            std::int64_t j, std::int64_t n) {
    const loops& nest = *a.nest;
    char* const* const places = start.data() + T::leaves + T::results;
    const bool has_rows = nest.count > nest.first_persisting;
    const auto last = static_cast<std::size_t>(has_rows ? nest.count - 1 : 0);
    for (std::int64_t u = u0; u < u1;) {
      cursor<M, P> at{start, {}};
      at.seek(nest, nest.first_persisting, nest.count, u);
      const std::int64_t left = has_rows ? nest.loops[last].extent - at.index[last] : 1;
      if (a.unit) {
        const std::int64_t count = std::min(left, u1 - u);
        column::template run<B, Partial>(at.at.data(), has_rows ? nest.loops[last].step.data() : no_steps.data(), count,
                                         j, n, a.scalars, places, a.word_stride.data());
        u += count;
      } else {
        std::array<char*, static_cast<std::size_t>(R > 0 ? R : 1)> there;
        for (std::size_t r = 0; r < R; ++r)
          there[r] = places[r] + j * static_cast<std::ptrdiff_t>(sizeof(double));
        for (std::size_t m = 0; m < M; ++m)
          at.at[m] += j * nest.inner_step[m];
        gathered(
            a, at.at, n,
            [&](const addresses& q, std::int64_t) {
              column::template run<B, Partial>(q.data(), no_steps.data(), 1, 0, n, a.scalars, there.data(),
                                               a.word_stride.data());
            },
            false);
        ++u;
      }
    }
  }
};

} // namespace AXNORM_ISA
} // namespace axnorm::exec
