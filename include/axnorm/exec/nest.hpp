// The loops of one sweep at run time: extents and byte steps of each operand, neighbouring loops merged where strides
// allow. Used by the sweep driver. Must not know: what is computed inside.
#pragma once

#include <axnorm/graph/node.hpp>
#include <axnorm/plan/tile.hpp>

#include <array>
#include <cstddef>
#include <cstdint>

namespace axnorm::exec {

/// The most leaves, results and reductions that a sweep may have together, and the most parts of a graph.
inline constexpr int max_slots = 32;
inline constexpr int max_loops = 16;

/// Where one operand of a sweep is: its first element, and the byte step along each part (0 where it does not vary).
struct slot {
  char* data;
  const std::ptrdiff_t* step;
};

/// The addresses of a sweep's slots; filled as far as needed.
using addresses = std::array<char*, max_slots>;
using steps = std::array<std::ptrdiff_t, max_slots>;
inline constexpr steps no_steps{};

/// One loop. `persists`: accumulators live on when it steps; `inner`: it may be part of the innermost run.
struct loop {
  std::int64_t extent;
  bool persists, inner;
  steps step;
};

/// Loops, outermost first, and the innermost run of n positions.
struct nest {
  int slots = 0;
  int count = 0;
  int first_persisting = 0; ///< loops from here on are all persisting
  std::int64_t n = 1;       ///< positions of the innermost run
  bool empty = false;
  steps inner_step;
  std::array<loop, max_loops> loops;

  nest() {} // NOLINT(modernize-use-equals-default): a nest is large, and all that is used of it gets written

  loop& at(int i) { return loops[static_cast<std::size_t>(i)]; }
  const loop& at(int i) const { return loops[static_cast<std::size_t>(i)]; }
  std::int64_t outer() const { return product(0, first_persisting); }
  std::int64_t rows() const { return product(first_persisting, count); }
  std::int64_t positions() const { return product(0, count) * n; }

  /// Whether accumulators that end with an outer position are met again at another one.
  bool outer_meet() const {
    for (int i = 0; i < first_persisting; ++i)
      if (at(i).persists) return true;
    return false;
  }

  /// Builds the loops over the parts in `domain`, in `order`. `may_be_inner`: the parts that may form the innermost
  /// run; `common`: the parts across which accumulators persist.
  void build(const plan::part_order& order, graph::axis_mask domain, graph::axis_mask may_be_inner,
             graph::axis_mask common, const std::int64_t* extents, const slot* from, int how_many) {
    slots = how_many;
    for (int k = 0; k < order.count; ++k) {
      const int part = order.part[static_cast<std::size_t>(k)];
      const graph::axis_mask bit = graph::axis_mask{1} << part;
      if (!(domain & bit)) continue;
      if (extents[part] == 0) empty = true;
      if (extents[part] == 1) continue;
      loop& next = at(count);
      next.extent = extents[part];
      next.persists = (common & bit) != 0;
      next.inner = (may_be_inner & bit) != 0;
      for (int m = 0; m < slots; ++m)
        next.step[static_cast<std::size_t>(m)] = from[m].step[part];
      if (count > 0 && can_merge(at(count - 1), next)) {
        next.extent *= at(count - 1).extent;
        at(count - 1) = next;
      } else {
        ++count;
      }
    }
    for (int m = 0; m < slots; ++m)
      inner_step[static_cast<std::size_t>(m)] = 0;
    if (count > 0 && at(count - 1).inner) {
      --count;
      n = at(count).extent;
      inner_step = at(count).step;
    }
    first_persisting = count;
    while (first_persisting > 0 && at(first_persisting - 1).persists)
      --first_persisting;
  }

  /// Gives up the innermost run: each position counts as an outer one.
  void undo_inner() {
    ++count;
    n = 1;
    for (int m = 0; m < slots; ++m)
      inner_step[static_cast<std::size_t>(m)] = 0;
    first_persisting = count;
    while (first_persisting > 0 && at(first_persisting - 1).persists)
      --first_persisting;
  }

private:
  std::int64_t product(int from, int to) const {
    std::int64_t r = 1;
    for (int i = from; i < to; ++i)
      r *= at(i).extent;
    return r;
  }
  bool can_merge(const loop& outside, const loop& inside) const {
    if (outside.persists != inside.persists || outside.inner != inside.inner) return false;
    for (std::size_t m = 0; m < static_cast<std::size_t>(slots); ++m)
      if (outside.step[m] != inside.step[m] * inside.extent) return false;
    return true;
  }
};

/// The addresses of the slots at a position in the loops [first, last).
struct cursor {
  addresses at;
  std::array<std::int64_t, max_loops> index;

  /// Goes to flat position `flat` of the loops, counted from `start`.
  void seek(const nest& loops, const addresses& start, int first, int last, std::int64_t flat) {
    for (int m = 0; m < loops.slots; ++m)
      at[static_cast<std::size_t>(m)] = start[static_cast<std::size_t>(m)];
    for (int k = last - 1; k >= first; --k) {
      const loop& l = loops.at(k);
      const std::int64_t i = k == first ? flat : flat % l.extent;
      flat /= l.extent;
      index[static_cast<std::size_t>(k)] = i;
      for (std::size_t m = 0; m < static_cast<std::size_t>(loops.slots); ++m)
        at[m] += i * l.step[m];
    }
  }
  /// One step.
  void next(const nest& loops, int first, int last) {
    for (int k = last - 1; k >= first; --k) {
      const loop& l = loops.at(k);
      std::int64_t& i = index[static_cast<std::size_t>(k)];
      const std::int64_t by = ++i < l.extent ? 1 : 1 - l.extent;
      for (std::size_t m = 0; m < static_cast<std::size_t>(loops.slots); ++m)
        at[m] += by * l.step[m];
      if (by == 1) return;
      i = 0;
    }
  }
};

} // namespace axnorm::exec
