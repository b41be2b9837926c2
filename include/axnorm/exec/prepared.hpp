// Calls like the one before, which networks are full of: what a thread found out about memory and tiles is kept, so that
// only the addresses are new. Used by run.hpp. Must not know: plans that are more than tiles.
#pragma once

#include <axnorm/exec/call.hpp>
#include <axnorm/exec/parallel.hpp>
#include <axnorm/exec/tile_kernel.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

namespace axnorm::exec {
inline namespace AXNORM_ISA {

/// What a thread keeps of its last call of plan K::tiled, where that is tiles and numbers before them.
template<class K>
struct prepared_call {
  static constexpr const auto& plan = K::tiled;
  static constexpr bool possible = [] {
    for (const plan::buffer& b : plan.buffers) // of a tile, which keeps values in it
      if (b.when != plan::phase::tile) return false;
    for (const plan::stage& g : plan.stages)
      if (g.when != plan::phase::tile && (g.sweeps.count > 0 || g.windows.count > 0)) return false;
    return tile_kernel<K>::possible;
  }();
  static constexpr std::size_t sweeps = plan.sweeps.size(), operands = K::operands, outputs = K::outputs,
                               buffers = plan.buffers.size();

  /// Whether a call has the extents and strides of the one that is kept.
  bool fits(const memory* in, const memory* out, const std::int64_t* extents) const {
    if (tiles_ == 0 || !std::equal(extents_.begin(), extents_.end(), extents)) return false;
    std::size_t at = 0;
    bool same = true;
    const auto look = [&](const memory& m, int rank) {
      for (int d = 0; d < rank; ++d)
        same = same && strides_[at++] == m.stride[d];
    };
    each(in, out, look);
    return same;
  }
  void run(const memory* in, const memory* out, const std::int64_t* extents, int threads) {
    char *operand[std::max<std::size_t>(1, operands)], *output[std::max<std::size_t>(1, outputs)];
    for (std::size_t k = 0; k < operands; ++k)
      operand[k] = static_cast<char*>(in[k].data);
    for (std::size_t k = 0; k < outputs; ++k)
      output[k] = static_cast<char*>(out[k].data);
    alignas(64) double values[most_tiles * K::values];
    whole_stages<plan::phase::before>(values, operand, output, extents);
    const tiles_of_call all{this, operand, output, values, extents, kept_room(threads)};
    run_blocks(static_cast<std::size_t>(tiles_), shares_ ? threads : 1, &some_tiles, const_cast<tiles_of_call*>(&all));
    whole_stages<plan::phase::after>(values, operand, output, extents);
  }

  /// Where the next call may leave what it finds out.
  kept_tiles room() {
    tiles_ = 0;
    return {row_step_.data(),    tile_step_.data(), rows_.data(), n_.data(),   operand_step_.data(),
            output_step_.data(), &tiles_,           &together_,   kept_.data(), side_by_side_.data(), &shares_};
  }
  /// Takes what identifies the call that has left it there.
  void remember(const memory* in, const memory* out, const std::int64_t* extents) {
    if (tiles_ == 0) return;
    std::copy_n(extents, extents_.size(), extents_.begin());
    std::size_t at = 0;
    each(in, out, [&](const memory& m, int rank) {
      for (int d = 0; d < rank; ++d)
        strides_[at++] = m.stride[d];
    });
  }

private:
  static constexpr std::size_t all_ranks = [] {
    int n = 0;
    for (const auto& o : K::lowered.operands)
      n += o.chains;
    for (const auto& o : K::lowered.outputs)
      n += o.chains;
    return static_cast<std::size_t>(n);
  }();
  std::array<std::int64_t, static_cast<std::size_t>(K::parts)> extents_{};
  std::array<std::ptrdiff_t, all_ranks> strides_{};
  std::array<steps, sweeps> row_step_{}, tile_step_{};
  std::array<std::int64_t, sweeps> rows_{}, n_{};
  std::array<std::ptrdiff_t, operands> operand_step_{};
  std::array<std::ptrdiff_t, outputs> output_step_{};
  std::array<std::size_t, std::max<std::size_t>(1, buffers)> kept_{};
  std::array<bool, sweeps> side_by_side_{};
  std::int64_t tiles_ = 0, together_ = 1; ///< tiles: 0 if nothing is kept
  bool shares_ = false;                   ///< the tiles are worth several threads

  /// What the tiles of a call are done with. `kept`: memory for what they keep, by thread.
  struct tiles_of_call {
    const prepared_call* on;
    char *const *operand, *const *output;
    const double* values;
    const std::int64_t* extents;
    char* kept;
  };
  /// The tiles [begin, end).
  static void some_tiles(void* of, std::size_t begin, std::size_t end, int thread) {
    const auto& c = *static_cast<const tiles_of_call*>(of);
    c.on->do_tiles(c, static_cast<std::ptrdiff_t>(begin), static_cast<std::int64_t>(end - begin), thread);
  }
  void do_tiles(const tiles_of_call& c, std::ptrdiff_t first, std::int64_t tiles, int thread) const {
    char* kept[std::max<std::size_t>(1, buffers)] = {};
    if constexpr (buffers > 0) {
      pieces room(c.kept + static_cast<std::size_t>(thread) * kept_bytes());
      for (std::size_t b = 0; b < buffers; ++b)
        kept[b] = room.take<char>(kept_[b]);
    }
    char *operand[std::max<std::size_t>(1, operands)], *output[std::max<std::size_t>(1, outputs)];
    for (std::size_t k = 0; k < operands; ++k)
      operand[k] = c.operand[k] + first * operand_step_[k];
    for (std::size_t k = 0; k < outputs; ++k)
      output[k] = c.output[k] + first * output_step_[k];
    char* at[sweeps][max_slots];
    tile_sweep given[sweeps];
    for (std::size_t s = 0; s < sweeps; ++s) {
      const plan::sweep& sweep = plan.sweeps[s];
      const steps& step = tile_step_[s];
      std::size_t m = 0;
      const auto in_kept = [&](int j) { return kept[plan.places[static_cast<std::size_t>(j)].buffer]; };
      for (int i = 0; i < sweep.leaves.count; ++i, ++m) {
        const int j = plan.listed(sweep.leaves, i);
        const graph::instruction& x = K::tiles_program[j];
        at[s][m] = x.kind == code::load ? c.operand[x.a] + first * step[m] : in_kept(j);
      }
      for (int i = 0; i < sweep.stores.count; ++i, ++m)
        at[s][m] = in_kept(plan.listed(sweep.stores, i));
      for (int i = 0; i < sweep.outputs.count; ++i, ++m)
        at[s][m] = c.output[plan.listed(sweep.outputs, i)] + first * step[m];
      given[s] = {at[s],    row_step_[s].data(), no_steps.data(), step.data(),
                  rows_[s], n_[s],               side_by_side_[s]};
    }
    tile_kernel<K>::run({given, c.values, operand, output, operand_step_.data(), output_step_.data(), c.extents, tiles,
                         together_, false});
  }

  /// Bytes of what a thread's tiles keep.
  std::size_t kept_bytes() const {
    pieces needed;
    for (const std::size_t bytes : kept_)
      needed.take<char>(bytes);
    return needed.bytes();
  }
  /// Places for that, in the memory that the call before has left to the thread's calls.
  char* kept_room(int threads) const {
    if constexpr (buffers == 0) return nullptr;
    const int most = threads_for(static_cast<std::size_t>(tiles_), shares_ ? threads : 1);
    return thread_scratch().take(kept_bytes() * static_cast<std::size_t>(most));
  }

  template<class F>
  static void each(const memory* in, const memory* out, F f) {
    for (std::size_t k = 0; k < operands; ++k)
      f(in[k], K::lowered.operands[k].chains);
    for (std::size_t k = 0; k < outputs; ++k)
      f(out[k], K::lowered.outputs[k].chains);
  }
  template<plan::phase When>
  static void whole_stages(double* values, char* const* operand, char* const* output, const std::int64_t* extents) {
    repeat<static_cast<int>(plan.stages.size())>([&](auto g) __attribute__((always_inline)) {
      if constexpr (plan.stages[static_cast<std::size_t>(g.value)].when == When) {
        scalar_stage<K, true, g>::compute_all({values, nullptr, operand, extents});
        scalar_stage<K, true, g>::write(values, output);
      }
    });
  }
};

} // namespace AXNORM_ISA
} // namespace axnorm::exec
