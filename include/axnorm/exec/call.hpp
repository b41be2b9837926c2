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

/// Where a call leaves what it found out about tiles, for calls like it: see prepared.hpp. By sweep and by operand or
/// output; nothing if `tiles` stays 0.
struct kept_tiles {
  steps *row_step = nullptr, *tile_step = nullptr;
  std::int64_t *rows = nullptr, *n = nullptr;
  std::ptrdiff_t *operand_step = nullptr, *output_step = nullptr;
  std::int64_t *tiles = nullptr, *together = nullptr;
  std::size_t* kept = nullptr;  ///< by buffer: bytes of what a group of tiles keeps
  bool* side_by_side = nullptr; ///< by sweep: tiles may go side by side
  bool* shares = nullptr;       ///< the tiles are worth several threads
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
  kept_tiles keep{};

  // Drivers that only some plans need; a program without such a plan does not compile them. See drivers.hpp.
  void (execution::*tiles)(pieces* room) = nullptr;
  void (execution::*crossing_tiles)(const tile_loops&, int threads, std::int64_t groups,
                                    std::int64_t size) const = nullptr;
  bool (whole_sweeps::*collect)(const sweep_run& run, const addresses& start) const = nullptr;
  void (whole_sweeps::*window)(int instruction, char* const* base, graph::axis_mask fixed, int threads) const = nullptr;
};

} // namespace AXNORM_ISA
} // namespace axnorm::exec
