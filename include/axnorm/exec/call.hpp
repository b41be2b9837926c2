// What the drivers of a call are given. Made by run.hpp. Must not know: the types of a formula.
#pragma once

#include <axnorm/axis/sequence.hpp>
#include <axnorm/exec/kernels.hpp>
#include <axnorm/exec/nest.hpp>
#include <axnorm/exec/scratch.hpp>

#include <array>
#include <cstddef>
#include <cstdint>

namespace axnorm::exec {

inline constexpr int max_rank = 12;

/// One operand or output: its first element, and extents and strides (in elements) in the order of its axes.
struct memory {
  void* data;
  std::int64_t extent[max_rank];
  std::ptrdiff_t stride[max_rank];
};

inline namespace AXNORM_ISA {

/// One buffer of a call: doubles (or data) over its axes.
struct buffer_memory {
  std::int64_t elements = 0;
  std::array<std::ptrdiff_t, max_loops> step{};
};

class whole_sweeps;
class execution;
struct tile_loops;

/// What is to be done when nothing can fail any more, just before results are written.
struct before_writing {
  void (*function)(const void* on) = nullptr;
  const void* on = nullptr;
  template<class F>
  static before_writing call(const F& f) {
    return {[](const void* what) { (*static_cast<const F*>(what))(); }, &f};
  }
  void operator()() const {
    if (function != nullptr) function(on);
  }
};

/// What calls alike have in common of a sweep of tiles: steps by slot, along its rows and from a tile to the next; rows
/// and their positions. Of a sweep behind the tiles, that is one run: steps from a row to the next and along a row.
struct kept_sweep {
  steps row_step{}, step{};
  std::int64_t rows = 0, n = 0;
  bool side_by_side = false; ///< tiles may go side by side
};

/// Where a call leaves what it found out, for calls like it: see prepared.hpp. Nothing if `tiles` stays 0.
struct kept_call {
  kept_sweep* sweeps = nullptr;                                   ///< by number
  std::ptrdiff_t *operand_step = nullptr, *output_step = nullptr; ///< from a tile to the next
  std::size_t* sizes = nullptr; ///< by buffer: bytes of what a group of tiles keeps, or the number of sums across tiles
  std::int64_t *tiles = nullptr, *together = nullptr, *groups = nullptr;
  bool* shares = nullptr; ///< the tiles are worth several threads
};

/// What a call works on: what the caller gave, and room that `run` sized to the plan.
struct call {
  const plan_tables* tables = nullptr;
  sequence_view<const slot> operands, outputs;
  char *const *operand_data = nullptr, *const *output_data = nullptr; ///< their first elements
  const std::int64_t* extents = nullptr;                              ///< by part
  int threads = 0;
  bool stream = false;
  std::int64_t tiles_together = 1;
  bool asks_ahead = false; ///< the last sweep of a tile, for the data of the next
  bool cut_tiles = false;  ///< their sweeps are cut among threads
  sequence_view<buffer_memory> buffers;
  sequence_view<char*> bases; ///< where the buffers are; those of tiles differ by thread
  double* values = nullptr;   ///< scalars by instruction, with room for most_tiles each
  double* words = nullptr;    ///< three for each instruction, the same
  before_writing prepare{};
  kept_call keep{};

  // Drivers that only some plans need; a program without such a plan does not compile them. See drivers.hpp.
  void (execution::*tiles)(pieces* room) = nullptr;
  void (execution::*crossing_tiles)(const tile_loops&, int threads, std::int64_t groups, std::int64_t size,
                                    bool shares) const = nullptr;
  bool (whole_sweeps::*collect)(const sweep_run& run, const addresses& start) const = nullptr;
  void (whole_sweeps::*window)(int instruction, char* const* base, graph::axis_mask fixed, int threads) const = nullptr;
};

} // namespace AXNORM_ISA
} // namespace axnorm::exec
