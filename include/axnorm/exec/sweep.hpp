// Drives one sweep over its loops: runs of rows for the row kernel; blocks of columns are sweep_columns.hpp's; both may
// be for a tape. A run ends where an accumulator changes or has taken enough additions, which depends on extents only.
// Must not know: threads, where slots come from.
#pragma once

#include <axnorm/exec/kernels.hpp>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <limits>

namespace axnorm::exec {
inline namespace AXNORM_ISA {

/// Copies n elements of `size` bytes between strided places.
[[gnu::cold]] inline void copy_strided(char* to, std::ptrdiff_t to_step, const char* from, std::ptrdiff_t from_step,
                                       std::int64_t n, std::size_t size) {
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

/// About the most additions that follow each other in one lane of an accumulator: beyond, the rounding of float sums
/// would show (about 4e-7 at a thousand).
inline constexpr std::int64_t longest_chain = 256;
/// The longest piece of a row in which nothing is added up.
inline constexpr std::int64_t longest_plain_piece = 32768;

/// One sweep ready to run: its kernels, its loops and what its kernels are given.
struct sweep_run {
  const sweep_kernel* kernel = nullptr;
  nest loops;
  kernel_scalars scalars{};
  bool stream = false;
  bool unit = true;  ///< all that varies along the innermost run is contiguous
  steps word_stride; ///< by reduction: doubles between the words of a result
  steps ahead{};     ///< by slot: bytes to what the next tile will read there; 0 if nothing is to be asked for early

  // Found once, since tiles are many and may be short.
  std::int64_t pieces = 1;    ///< of a row: long ones are cut
  std::int64_t most_rows = 1; ///< of a run
  std::int64_t outer = 1;     ///< outer positions
  std::int64_t units = 1;     ///< rows or pieces of rows: the units of work along the persisting loops
  bool flat = false;          ///< rows that follow each other in memory are one run
  bool single = false;        ///< all there is to do is one run of the row kernel
  row_function row = nullptr; ///< the kernel that does a tile in one run, if one does
  bool side_by_side = false;  ///< several tiles may go side by side

  /// Rows of at most so many positions are short: to end the results of each takes longer than the row.
  static constexpr std::int64_t short_row = 4096;

  /// Whether results are collected side by side: those of the loop `across`, each of a short row of every step of the
  /// loop outside it, if that persists. Call when the units are known.
  bool collects() const {
    if (!by_rows() || kernel->collect == nullptr || !unit || loops.empty || loops.first_persisting == 0 ||
        loops.first_persisting != loops.count || loops.n > short_row || across().persists)
      return false;
    for (int r = kernel->moving(); r < kernel->slots(); ++r)
      if (across().step[static_cast<std::size_t>(r)] != static_cast<std::ptrdiff_t>(sizeof(double))) return false;
    return true;
  }
  /// Whether blocks of columns are pieces of long rows and the data come from memory (the number is fixed, since the
  /// order of additions depends on it): then all blocks of a row are added to before the next row.
  bool reads_long_rows() const {
    if (by_rows() || kernel->wide == nullptr || !unit || loops.n < 8 * kernel->width) return false;
    std::int64_t bytes = 0;
    for (int m = 0; m < kernel->leaves; ++m)
      if (kernel->varies(m)) bytes += kernel->size[static_cast<std::size_t>(m)];
    return loops.positions() * bytes > 16 << 20;
  }
  const loop& across() const { return loops.at(loops.count - 1); }
  /// Results that are collected at a time, and bytes of room for them.
  static constexpr std::int64_t most_collected = 512;
  std::int64_t collected_results() const { return std::min(across().extent, most_collected); }
  std::size_t collecting_room() const {
    if (!by_rows()) return kernel->room_to_collect * static_cast<std::size_t>(loops.n / (4 * kernel->width));
    const std::int64_t groups = (collected_results() + most_tiles - 1) / most_tiles;
    return kernel->room_to_collect * static_cast<std::size_t>(groups);
  }
  /// Collects the results [c0, c1) of the loop across.
  void collect(const addresses& start, std::int64_t c0, std::int64_t c1, void* room) const {
    const int outside = loops.count - 1;
    const bool has_rows = outside > 0 && loops.at(outside - 1).persists;
    const int outer_loops = has_rows ? outside - 1 : outside;
    const std::int64_t rows = has_rows ? loops.at(outside - 1).extent : 1;
    const std::ptrdiff_t* const row_step = has_rows ? loops.at(outside - 1).step.data() : no_steps.data();
    const std::int64_t packs = (loops.n + kernel->width - 1) / kernel->width;
    const std::int64_t most = packs <= kernel->straight ? longest_chain / packs : most_rows;
    std::int64_t positions = 1;
    for (int k = 0; k < outer_loops; ++k)
      positions *= loops.at(k).extent;
    cursor p;
    p.seek(loops, start, 0, outer_loops, 0);
    for (std::int64_t q = 0;;) {
      for (std::int64_t c = c0; c < c1; c += collected_results())
        for (std::int64_t first = 0; first < rows; first += most) {
          addresses at;
          for (std::size_t m = 0; m < static_cast<std::size_t>(loops.slots); ++m)
            at[m] = p.at[m] + c * across().step[m] + first * row_step[m];
          kernel->collect({at.data(), row_step, std::min(most, rows - first), loops.n, scalars, places(at),
                           word_stride.data(), ahead.data(), across().step.data(),
                           std::min(collected_results(), c1 - c)},
                          room);
        }
      if (++q >= positions) return;
      p.next(loops, 0, outer_loops);
    }
  }

  bool by_rows() const { return kernel->by_rows; }
  bool sums() const { return kernel->reductions + kernel->adds > 0; }
  /// The longest piece of a row that is one run: what a chain of additions allows; where nothing is added up, what is
  /// worth a thread.
  std::int64_t piece() const { return sums() ? longest_chain * kernel->a_pass : longest_plain_piece; }

  /// Call when the loops are built.
  void find_units() {
    unit = true;
    for (int m = 0; m < kernel->moving(); ++m)
      if (kernel->varies(m) && loops.n != 1)
        unit = unit && loops.inner_step[static_cast<std::size_t>(m)] == kernel->size[static_cast<std::size_t>(m)];
    outer = loops.outer();
    pieces = by_rows() ? std::max<std::int64_t>(1, (loops.n + piece() - 1) / piece()) : 1;
    units = loops.rows() * pieces;
    // In each row a lane takes an addition for each pass over it, and one for each pack of the rest.
    const std::int64_t rest = kernel->short_rows && loops.n <= kernel->a_pass
                                  ? 1
                                  : (loops.n % kernel->a_pass + kernel->width - 1) / kernel->width;
    const std::int64_t chain = std::max<std::int64_t>(1, loops.n / kernel->a_pass + rest);
    most_rows = sums() ? std::max<std::int64_t>(1, longest_chain / chain) : std::numeric_limits<std::int64_t>::max();
    flat = is_flat();
    single = by_rows() && !loops.empty && loops.count <= 1 && loops.first_persisting == 0 &&
             (!sums() || (pieces == 1 && loops.rows() <= most_rows));
  }
  /// Does everything.
  void run(const addresses& start) const {
    if (single)
      rows_run(start, start, row_step(), loops.rows(), loops.n);
    else if (!loops.empty)
      run(start, 0, outer, 0, units);
  }

  /// Does the outer positions [q0, q1) and, in each, the units [u0, u1). `start`: the slots' first elements.
  /// `room`: as much as collecting_room says, or none.
  void run(const addresses& start, std::int64_t q0, std::int64_t q1, std::int64_t u0, std::int64_t u1,
           void* room = nullptr) const {
    if (loops.first_persisting == 0) return units_of(start, u0, u1, room);
    cursor position;
    position.seek(loops, start, 0, loops.first_persisting, q0);
    for (std::int64_t q = q0;;) {
      units_of(position.at, u0, u1, room);
      if (++q >= q1) return;
      position.next(loops, 0, loops.first_persisting);
    }
  }

  /// From a row to the next, where a run is all there is.
  const std::ptrdiff_t* row_step() const { return loops.count > 0 ? loops.at(0).step.data() : no_steps.data(); }

private:
  friend struct sweep_columns;
  char* const* places(const addresses& start) const { return start.data() + kernel->moving(); }
  void units_of(const addresses& start, std::int64_t u0, std::int64_t u1, void* room) const {
    if (by_rows())
      rows(start, u0, u1);
    else
      kernel->columns(*this, start, u0, u1, room);
  }

  void rows(const addresses& start, std::int64_t u0, std::int64_t u1) const {
    if (loops.count == loops.first_persisting && pieces == 1)
      return rows_run(start, start, no_steps.data(), 1, loops.n);
    const bool has_rows = loops.count > loops.first_persisting;
    cursor at;
    for (std::int64_t u = u0; u < u1;) {
      at.seek(loops, start, loops.first_persisting, loops.count, u / pieces);
      if (pieces > 1) {
        const std::int64_t k = u % pieces;
        for (std::size_t m = 0; m < static_cast<std::size_t>(loops.slots); ++m)
          at.at[m] += k * piece() * loops.inner_step[m];
        rows_run(start, at.at, no_steps.data(), 1, std::min(piece(), loops.n - k * piece()));
        ++u;
      } else {
        const loop& last = loops.at(loops.count - 1);
        const std::int64_t left = has_rows ? last.extent - at.index[static_cast<std::size_t>(loops.count - 1)] : 1;
        const std::int64_t count = std::min({most_rows, left, u1 - u});
        rows_run(start, at.at, has_rows ? last.step.data() : no_steps.data(), count, loops.n);
        u += count;
      }
    }
  }

  void rows_run(const addresses& start, const addresses& at, const std::ptrdiff_t* step, std::int64_t count,
                std::int64_t n) const {
    if (kernel->interpreted != nullptr) return interpret(start, at, step, count, n);
    if (flat && count > 1) {
      const bool around = stream && alike(at);
      return (around ? kernel->flat_streaming
                     : kernel->flat)({at.data(), step, count, n, scalars, nullptr, nullptr, ahead.data()});
    }
    if (unit) {
      const row_function f =
          stream && kernel->streaming != nullptr && aligned(at, step, count) ? kernel->streaming : kernel->plain;
      return f({at.data(), step, count, n, scalars, places(start), word_stride.data(), ahead.data()});
    }
    addresses from = at;
    for (std::int64_t k = 0; k < count; ++k) {
      gathered(from, n, nullptr, places(start));
      for (std::size_t m = 0; m < static_cast<std::size_t>(loops.slots); ++m)
        from[m] += step[m];
    }
  }
  void interpret(const addresses& start, const addresses& at, const std::ptrdiff_t* step, std::int64_t rows,
                 std::int64_t n) const {
    const tape& t = *kernel->interpreted;
    t.run(t, {at.data(), step, loops.inner_step.data(), rows, n, scalars.values, places(start), word_stride.data()});
  }
  /// Whether rows that follow each other in memory, but are no whole packs, may be one run.
  bool is_flat() const {
    if (kernel->flat == nullptr || !unit || loops.n < kernel->width || loops.n % kernel->width == 0 ||
        loops.count == loops.first_persisting)
      return false;
    const loop& last = loops.at(loops.count - 1);
    for (int m = 0; m < kernel->leaves + kernel->results; ++m)
      if (kernel->varies(m) &&
          last.step[static_cast<std::size_t>(m)] != loops.n * kernel->size[static_cast<std::size_t>(m)])
        return false;
    return true;
  }
  /// Whether the results of a flat run can be aligned all at once.
  bool alike(const addresses& p) const {
    const auto first = static_cast<std::size_t>(kernel->leaves);
    bool same = true;
    for (std::size_t m = first; m < first + static_cast<std::size_t>(kernel->results); ++m) {
      const std::uintptr_t beyond = kernel->alignment[m] - std::uintptr_t{1};
      same = same && kernel->size[m] == kernel->size[first] &&
             ((reinterpret_cast<std::uintptr_t>(p[m]) ^ reinterpret_cast<std::uintptr_t>(p[first])) & beyond) == 0;
    }
    return same && reinterpret_cast<std::uintptr_t>(p[first]) % kernel->size[first] == 0;
  }
  /// Whether all rows of all results begin where packs can be streamed to.
  bool aligned(const addresses& p, const std::ptrdiff_t* step, std::int64_t count) const {
    bool good = true;
    for (int k = kernel->leaves; k < kernel->leaves + kernel->results; ++k) {
      const auto m = static_cast<std::size_t>(k);
      const std::uintptr_t beyond = kernel->alignment[m] - std::uintptr_t{1}; // an alignment is a power of 2
      good = good && (reinterpret_cast<std::uintptr_t>(p[m]) & beyond) == 0 &&
             (count == 1 || (static_cast<std::uintptr_t>(step[m]) & beyond) == 0);
    }
    return good;
  }

  /// Runs the row kernel, or the column kernel f on at most one block, on short contiguous copies of what is strided,
  /// and copies results and sums back.
  [[gnu::cold]] void gathered(const addresses& at, std::int64_t n, column_function f, char* const* results) const {
    constexpr std::int64_t block = 256;
    const int used = kernel->moving();
    alignas(64) char room[max_slots][block * 8];
    const steps& step = loops.inner_step;
    for (std::int64_t i = 0; i < n; i += block) {
      const std::int64_t m = std::min(block, n - i);
      addresses p = at;
      for (int k = 0; k < used; ++k) {
        const auto s = static_cast<std::size_t>(k);
        if (!kernel->varies(k)) continue;
        p[s] = room[k];
        if (k < kernel->leaves || k >= kernel->leaves + kernel->results)
          copy_strided(room[k], kernel->size[s], at[s] + i * step[s], step[s], m, kernel->size[s]);
      }
      if (f == nullptr)
        kernel->plain({p.data(), no_steps.data(), 1, m, scalars, results, word_stride.data(), no_steps.data()});
      else
        f(p.data(), no_steps.data(), 1, 0, m, scalars, results, word_stride.data());
      for (int k = kernel->leaves; k < used; ++k) {
        const auto s = static_cast<std::size_t>(k);
        copy_strided(at[s] + i * step[s], step[s], room[k], kernel->size[s], m, kernel->size[s]);
      }
    }
  }
};

} // namespace AXNORM_ISA
} // namespace axnorm::exec
