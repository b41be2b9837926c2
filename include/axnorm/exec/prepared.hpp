// Small calls like the one before, which networks are full of: what a thread found out about memory and tiles is kept,
// so that only the addresses are new. Used by run.hpp. Must not know: threads, plans that are more than tiles.
#pragma once

#include <axnorm/exec/call.hpp>
#include <axnorm/exec/tile_kernel.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

namespace axnorm::exec {
inline namespace AXNORM_ISA {

/// What a thread keeps of its last small call of plan K::tiled, where that is tiles and numbers before them.
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
  void run(const memory* in, const memory* out, const std::int64_t* extents) {
    char *operand[std::max<std::size_t>(1, operands)], *output[std::max<std::size_t>(1, outputs)];
    for (std::size_t k = 0; k < operands; ++k)
      operand[k] = static_cast<char*>(in[k].data);
    for (std::size_t k = 0; k < outputs; ++k)
      output[k] = static_cast<char*>(out[k].data);
    alignas(64) double values[most_tiles * K::values];
    whole_stages<plan::phase::before>(values, operand, output, extents);
    char* kept[std::max<std::size_t>(1, buffers)] = {};
    if constexpr (buffers > 0) place_kept(kept);
    char* at[sweeps][max_slots];
    tile_sweep given[sweeps];
    for (std::size_t s = 0; s < sweeps; ++s) {
      const plan::sweep& sweep = plan.sweeps[s];
      char** to = at[s];
      for (int i = 0; i < sweep.leaves.count; ++i) {
        const int j = plan.listed(sweep.leaves, i);
        const graph::instruction& x = K::tiles_program[j];
        *to++ = x.kind == code::load ? operand[x.a] : kept[plan.places[static_cast<std::size_t>(j)].buffer];
      }
      for (int i = 0; i < sweep.stores.count; ++i)
        *to++ = kept[plan.places[static_cast<std::size_t>(plan.listed(sweep.stores, i))].buffer];
      for (int i = 0; i < sweep.outputs.count; ++i)
        *to++ = output[plan.listed(sweep.outputs, i)];
      given[s] = {at[s], row_step_[s].data(), no_steps.data(), tile_step_[s].data(), rows_[s], n_[s], false};
    }
    tile_kernel<K>::run(
        {given, values, operand, output, operand_step_.data(), output_step_.data(), extents, tiles_, together_, false});
    whole_stages<plan::phase::after>(values, operand, output, extents);
  }

  /// Where the next call may leave what it finds out.
  kept_tiles room() {
    tiles_ = 0;
    return {row_step_.data(),    tile_step_.data(), rows_.data(), n_.data(),   operand_step_.data(),
            output_step_.data(), &tiles_,           &together_,   kept_.data()};
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
  std::int64_t tiles_ = 0, together_ = 1; ///< tiles: 0 if nothing is kept

  /// Places for what tiles keep, in the memory that the call before has left to the thread's calls.
  void place_kept(char** at) const {
    pieces needed;
    for (const std::size_t bytes : kept_)
      needed.take<char>(bytes);
    pieces room(thread_scratch().take(needed.bytes()));
    for (std::size_t b = 0; b < buffers; ++b)
      at[b] = room.take<char>(kept_[b]);
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
