// The loops over the tiles of a plan, and the addresses that follow them: those that stay where they are from a tile to
// the next cost nothing. Used by the driver of tiles. Must not know: what a tile does.
#pragma once

#include <axnorm/exec/call.hpp>
#include <axnorm/exec/instruction_set.hpp>
#include <axnorm/exec/nest.hpp>

#include <array>
#include <cstddef>
#include <cstdint>

namespace axnorm::exec {
inline namespace AXNORM_ISA {

/// The loops over tiles: the parts that a tile fixes, outermost first; neighbours that all of the call's memory treats
/// as one are one.
struct tile_loops {
  std::array<int, max_loops> part;
  std::array<std::int64_t, max_loops> extent;
  int count = 0;
  std::int64_t tiles = 1;

  tile_loops(const call& c, const plan_tables& t) {
    for (int k = 0; k < t.order->count; ++k) {
      const int p = t.order->part[static_cast<std::size_t>(k)];
      if (!(t.tile >> p & 1)) continue;
      tiles *= c.extents[p];
      if (c.extents[p] == 1) continue;
      if (count > 0 && can_merge(c, last(), p, c.extents[p])) {
        extent[static_cast<std::size_t>(count - 1)] *= c.extents[p];
        part[static_cast<std::size_t>(count - 1)] = p;
        continue;
      }
      part[static_cast<std::size_t>(count)] = p;
      extent[static_cast<std::size_t>(count++)] = c.extents[p];
    }
  }
  /// The part of the innermost loop; call if there is one.
  int last() const { return part[static_cast<std::size_t>(count - 1)]; }
  std::int64_t innermost() const { return count > 0 ? extent[static_cast<std::size_t>(count - 1)] : 1; }

private:
  static bool can_merge(const call& c, int outside, int inside, std::int64_t n) {
    const auto all = [&](const auto& memories, auto steps_of) {
      for (const auto& m : memories)
        if (steps_of(m)[outside] != steps_of(m)[inside] * n) return false;
      return true;
    };
    const auto of_slot = [](const slot& s) { return s.step; };
    return all(c.operands, of_slot) && all(c.outputs, of_slot) &&
           all(c.buffers, [](const buffer_memory& m) { return m.step.data(); });
  }
};

/// An address that moves on, and by how many bytes.
struct tile_move {
  char** at;
  std::ptrdiff_t by;
};

/// Where the loops are, and the addresses that follow them: at most one addition each from a tile to the next.
class tile_position {
public:
  /// At tile number `tile`. `room`: for as many moves as there are addresses, for each loop.
  tile_position(const tile_loops& loops, std::int64_t tile, tile_move* room, int addresses)
      : loops_(loops), moves_(room), most_(addresses) {
    for (std::size_t k = static_cast<std::size_t>(loops.count); k-- > 0;) {
      index_[k] = tile % loops.extent[k];
      tile /= loops.extent[k];
    }
  }

  /// Writes where the slot is in this tile to `at`, which then follows the tiles.
  void follow(char*& at, const slot& from) {
    at = from.data;
    if (at == nullptr) return; // an empty tensor, which nobody reads
    std::ptrdiff_t back = 0;   // when a loop advances, those inside begin again
    for (std::size_t k = static_cast<std::size_t>(loops_.count); k-- > 0;) {
      const std::ptrdiff_t step = from.step[loops_.part[k]];
      at += index_[k] * step;
      if (step != back) moves_[static_cast<int>(k) * most_ + count_[k]++] = {&at, step - back};
      back += (loops_.extent[k] - 1) * step;
    }
  }
  /// How many tiles the innermost loop has left, this one included.
  std::int64_t left() const {
    return loops_.count > 0 ? loops_.innermost() - index_[static_cast<std::size_t>(loops_.count - 1)] : 1;
  }
  /// Goes on by some tiles, of which the innermost loop has as many left.
  void advance(std::int64_t tiles) {
    auto k = static_cast<std::size_t>(loops_.count) - 1;
    move(k, tiles - 1);
    index_[k] += tiles - 1;
    while (++index_[k] == loops_.extent[k])
      index_[k--] = 0;
    move(k, 1);
  }

private:
  void move(std::size_t loop, std::int64_t times) const {
    if (times == 0) return;
    const tile_move* const first = moves_ + static_cast<int>(loop) * most_;
    for (const tile_move* m = first; m != first + count_[loop]; ++m)
      *m->at += m->by * times;
  }

  const tile_loops& loops_;
  tile_move* moves_; ///< by loop
  int most_;
  std::array<int, max_loops> count_{};
  std::array<std::int64_t, max_loops> index_{};
};

} // namespace AXNORM_ISA
} // namespace axnorm::exec
