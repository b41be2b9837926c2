// What one thread keeps for its tiles, in memory sized to the plan; and what a tile does, one action after the other.
// Used by the driver of tiles. Must not know: how actions run.
#pragma once

#include <axnorm/exec/staging.hpp>
#include <axnorm/exec/tile_loops.hpp>
#include <axnorm/exec/whole.hpp>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <new>

namespace axnorm::exec {
inline namespace AXNORM_ISA {

/// One thing that a tile does.
struct tile_action {
  enum class kind : std::uint8_t {
    compute, ///< scalars of stage `index`
    clear,   ///< the results of reduction `index`
    sweep,   ///< sweep `index`
    keep,    ///< a result counts as a scalar from here on
    window,  ///< window `index`
    write    ///< outputs of stage `index` that are scalars
  };
  kind what = kind::compute;
  int index = 0;
  sweep_run* run = nullptr;
  const addresses* at = nullptr;
  double* to = nullptr;
  const double* from = nullptr;
};

class tile_room : public whole_sweeps {
public:
  /// Cuts `room` into what a thread needs; if there is none, that is only counted.
  tile_room(const call& given, const tile_loops& loops, pieces room) : whole_sweeps(given) {
    const std::size_t n = t.code.size(), sweeps = t.sweeps.size();
    std::size_t actions = 0;
    std::int64_t sums = 0;
    addresses_ = static_cast<int>(c.operands.size() + c.outputs.size());
    for (std::size_t k = 0; k < sweeps; ++k) {
      addresses_ += t.kernels[k].slots();
      actions += 1 + 2 * static_cast<std::size_t>(t.sweeps[k].reductions.count);
      if (is_staged(t.sweeps[k])) sums += copy_size(t.sweeps[k]);
    }
    for (const plan::stage& g : t.stages)
      actions += 2 + static_cast<std::size_t>(g.windows.count);
    values_ = room.take<double>(most_tiles * n);
    words_ = room.take<double>(3 * most_tiles * n);
    base_ = room.take<char*>(t.buffers.size());
    runs_ = room.take<sweep_run>(sweeps);
    at_ = room.take<addresses>(sweeps);
    step_ = room.take<steps>(sweeps);
    operands_ = room.take<char*>(c.operands.size());
    outputs_ = room.take<char*>(c.outputs.size());
    operand_step_ = room.take<std::ptrdiff_t>(c.operands.size());
    output_step_ = room.take<std::ptrdiff_t>(c.outputs.size());
    tile_sweeps_ = room.take<tile_sweep>(t.all_of_tiles != nullptr ? sweeps : 0);
    moves_ = room.take<tile_move>(static_cast<std::size_t>(loops.count * addresses_));
    list_ = room.take<tile_action>(actions);
    staged_room_ = room.take<float>(static_cast<std::size_t>(sums));
    if (c.window != nullptr) window_room_ = room.take<double>(static_cast<std::size_t>(find_window_room()));
    if (room.real()) {
      for (const plan::stage& g : t.stages)
        if (g.when == plan::phase::before) take_scalars(g);
      for (std::size_t b = 0; b < t.buffers.size(); ++b)
        base_[b] = c.bases[b];
      for (std::size_t k = 0; k < sweeps; ++k)
        new (runs_ + k) sweep_run;
      for (std::size_t k = 0; k < sweeps; ++k)
        new (at_ + k) addresses;
      for (std::size_t k = 0; k < sweeps; ++k)
        new (step_ + k) steps;
      std::fill_n(operands_, c.operands.size(), nullptr);
      std::fill_n(operand_step_, c.operands.size(), 0);
      std::fill_n(output_step_, c.outputs.size(), 0);
    }
    place_buffers(room, true, base_);
    bytes_ = room.bytes();
  }
  std::size_t bytes() const { return bytes_; }

protected:
  double *values_, *words_;
  char** base_;
  sweep_run* runs_;
  addresses* at_;               ///< by sweep
  steps* step_;                 ///< by sweep and slot: bytes from a tile to the next
  char **operands_, **outputs_; ///< where those are that scalars read and write; null: not followed
  std::ptrdiff_t *operand_step_, *output_step_;
  tile_sweep* tile_sweeps_; ///< by sweep, where a function does all that tiles do
  tile_move* moves_;
  tile_action* list_;
  float* staged_room_;
  int addresses_ = 0; ///< at most so many follow the tiles

  bool is_staged(const plan::sweep& s) const { return staged_sums::takes(s, t); }

private:
  std::size_t bytes_;

  /// What a stage before the tiles has computed is the same in all of them.
  void take_scalars(const plan::stage& g) const {
    const auto take = [&](int j) { std::fill_n(values_ + j * most_tiles, most_tiles, c.values[j * most_tiles]); };
    for (int k = 0; k < g.scalars.count; ++k)
      take(t.listed(g.scalars, k));
    for (int k = 0; k < g.sweeps.count; ++k) {
      const plan::sweep& s = t.sweep(t.listed(g.sweeps, k));
      for (int i = 0; i < s.reductions.count; ++i)
        if (const int j = t.listed(s.reductions, i); t.place_of(j).where == plan::home::scalar) take(j);
    }
  }
};

} // namespace AXNORM_ISA
} // namespace axnorm::exec
