// The loops over the tiles of a plan, and the addresses that follow them: those that stay where they are from a tile to
// the next cost nothing. Used by the driver of tiles. Must not know: what a tile does.
#pragma once

#include <axnorm/exec/instruction_set.hpp>
#include <axnorm/exec/nest.hpp>

#include <array>
#include <cstddef>
#include <cstdint>

namespace axnorm::exec {
inline namespace AXNORM_ISA {

/// The loops over tiles: the parts that a tile fixes, outermost first.
struct tile_loops {
  std::array<int, max_loops> part;
  std::array<std::int64_t, max_loops> extent;
  int count = 0;
  std::int64_t tiles = 1;

  tile_loops(const plan::part_order& order, graph::axis_mask tile, const std::int64_t* extents) {
    for (int k = 0; k < order.count; ++k) {
      const int p = order.part[static_cast<std::size_t>(k)];
      if (!(tile >> p & 1)) continue;
      tiles *= extents[p];
      if (extents[p] == 1) continue;
      part[static_cast<std::size_t>(count)] = p;
      extent[static_cast<std::size_t>(count++)] = extents[p];
    }
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
  void advance() {
    auto k = static_cast<std::size_t>(loops_.count) - 1;
    while (++index_[k] == loops_.extent[k])
      index_[k--] = 0;
    const tile_move* const first = moves_ + static_cast<int>(k) * most_;
    for (const tile_move* m = first; m != first + count_[k]; ++m)
      *m->at += m->by;
  }

private:
  const tile_loops& loops_;
  tile_move* moves_; ///< by loop
  int most_;
  std::array<int, max_loops> count_{};
  std::array<std::int64_t, max_loops> index_{};
};

} // namespace AXNORM_ISA
} // namespace axnorm::exec
