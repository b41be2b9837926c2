// Calls like the one before, which networks are full of: what a thread found out about memory and tiles is kept, so
// that only the addresses are new. Used by run.hpp. Must not know: plans that are more than tiles.
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

/// Arrays have at least one element.
constexpr std::size_t some(std::size_t n) { return n > 0 ? n : 1; }

/// The tiles of a prepared call that add to sums across them: how some are done, and by buffer the number of sums,
/// where they are, and where they are staged. A buffer without totals has none.
struct prepared_sums {
  void (*some_tiles)(void* of, std::size_t begin, std::size_t end, int thread);
  void* of;
  std::int64_t tiles, groups;
  std::size_t buffers;
  const std::size_t* sizes;
  double* const* totals;
  float **staged, *room;
};
/// Does them. (See prepared_sums.hpp.)
template<class = void>
void run_prepared_sums(const prepared_sums& p);
/// Does a sweep behind the tiles.
template<class = void>
void run_prepared_sweep(const sweep_kernel& kernel, const kept_sweep& kept, const addresses& at,
                        const kernel_scalars& scalars);

/// What a thread keeps of its last call of plan K::tiled, where that is tiles, numbers before them, and what follows
/// from sums across them.
template<class K>
struct prepared_call {
  static constexpr const auto& plan = K::tiled;
  static constexpr const auto& program = K::tiles_program;
  static constexpr bool sums = plan::crosses_tiles(program, plan);
  /// Whether a value is a sum across tiles that tiles add to.
  static constexpr bool is_sum(int buffer) {
    if (buffer < 0) return false;
    const plan::buffer& b = plan.buffers[static_cast<std::size_t>(buffer)];
    return b.across && b.axes != 0 && program[b.instruction].kind == code::total;
  }
  static constexpr bool possible = [] {
    for (std::size_t b = 0; b < plan.buffers.size(); ++b) // of a tile, which keeps values in it, or a sum
      if (plan.buffers[b].when != plan::phase::tile && !is_sum(static_cast<int>(b))) return false;
    for (const plan::stage& g : plan.stages)
      if (g.when != plan::phase::tile && g.windows.count > 0) return false;
    for (const plan::sweep& s : plan.sweeps) {
      if (s.when == plan::phase::tile) continue;
      if (s.when == plan::phase::before || s.shape != plan::form::row) return false;
      if (s.reductions.count > 0 || s.stores.count > 0) return false;
    }
    return tile_kernel<K>::possible && (!sums || sizeof(typename K::real) == sizeof(float));
  }();
  static constexpr std::size_t sweeps = plan.sweeps.size(), operands = K::operands, outputs = K::outputs,
                               buffers = plan.buffers.size();

  /// Whether a call has the extents and strides of the one that is kept.
  bool fits(const memory* in, const memory* out, const std::int64_t* extents, int threads) const {
    if (sums && shares_ && threads_for(static_cast<std::size_t>(tiles_), threads) > 1) return false; // copies of sums
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
  void run(const memory* in, const memory* out, const std::int64_t* extents, int threads,
           const before_writing& prepare) {
    char *operand[some(operands)], *output[some(outputs)];
    for (std::size_t k = 0; k < operands; ++k)
      operand[k] = static_cast<char*>(in[k].data);
    for (std::size_t k = 0; k < outputs; ++k)
      output[k] = static_cast<char*>(out[k].data);
    float* staged[some(buffers)] = {};
    double* totals[some(buffers)] = {};
    alignas(64) double values[most_tiles * K::values];
    tiles_of_call all{this, operand, output, values, extents, take_room(threads, totals), staged};
    prepare();
    whole_stages<plan::phase::before>(values, operand, output, extents, totals);
    if constexpr (sums)
      run_prepared_sums({&some_tiles, &all, tiles_, groups_, buffers, sizes_.data(), totals, staged,
                         reinterpret_cast<float*>(all.kept + kept_bytes())});
    else
      run_blocks(static_cast<std::size_t>(tiles_), shares_ ? threads : 1, &some_tiles, &all);
    whole_stages<plan::phase::after>(values, operand, output, extents, totals);
  }

  /// Where the next call may leave what it finds out.
  kept_call room() {
    tiles_ = 0;
    return {sweeps_.data(), operand_step_.data(), output_step_.data(), sizes_.data(), &tiles_, &together_, &groups_,
            &shares_};
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
  std::array<kept_sweep, sweeps> sweeps_{};
  std::array<std::ptrdiff_t, operands> operand_step_{};
  std::array<std::ptrdiff_t, outputs> output_step_{};
  std::array<std::size_t, some(buffers)> sizes_{};
  std::int64_t tiles_ = 0, together_ = 1, groups_ = 1; ///< tiles: 0 if nothing is kept
  bool shares_ = false;                                ///< the tiles are worth several threads

  /// What the tiles of a call are done with. `kept`: memory for what they keep, by thread.
  struct tiles_of_call {
    const prepared_call* on;
    char *const *operand, *const *output;
    const double* values;
    const std::int64_t* extents;
    char* kept;
    float* const* staged; ///< by buffer
  };
  /// The tiles [begin, end).
  static void some_tiles(void* of, std::size_t begin, std::size_t end, int thread) {
    const auto& c = *static_cast<const tiles_of_call*>(of);
    c.on->do_tiles(c, static_cast<std::ptrdiff_t>(begin), static_cast<std::int64_t>(end - begin), thread);
  }
  [[gnu::cold]] void do_tiles(const tiles_of_call& c, std::ptrdiff_t first, std::int64_t tiles, int thread) const {
    char* kept[some(buffers)] = {};
    pieces room(c.kept + static_cast<std::size_t>(thread) * kept_bytes());
    for (std::size_t b = 0; b < buffers; ++b)
      if (!plan.buffers[b].across) kept[b] = room.take<char>(sizes_[b]);
    char *operand[some(operands)], *output[some(outputs)];
    for (std::size_t k = 0; k < operands; ++k)
      operand[k] = c.operand[k] + first * operand_step_[k];
    for (std::size_t k = 0; k < outputs; ++k)
      output[k] = c.output[k] + first * output_step_[k];
    char* at[sweeps][max_slots];
    tile_sweep given[sweeps];
    for (std::size_t s = 0; s < sweeps; ++s) {
      const plan::sweep& sweep = plan.sweeps[s];
      if (sweep.when != plan::phase::tile) continue;
      const kept_sweep& k = sweeps_[s];
      std::size_t m = 0;
      const auto buffer_of = [&](int j) {
        return static_cast<std::size_t>(plan.places[static_cast<std::size_t>(j)].buffer);
      };
      for (int i = 0; i < sweep.leaves.count; ++i, ++m) {
        const int j = plan.listed(sweep.leaves, i);
        const graph::instruction& x = program[j];
        at[s][m] = x.kind == code::load ? c.operand[x.a] + first * k.step[m] : kept[buffer_of(j)];
      }
      for (int i = 0; i < sweep.stores.count; ++i, ++m)
        at[s][m] = kept[buffer_of(plan.listed(sweep.stores, i))];
      for (int i = 0; i < sweep.outputs.count; ++i, ++m)
        at[s][m] = c.output[plan.listed(sweep.outputs, i)] + first * k.step[m];
      for (int i = 0; sweep.adds() && i < sweep.reductions.count; ++i, ++m)
        at[s][m] = reinterpret_cast<char*>(c.staged[buffer_of(plan.listed(sweep.reductions, i))]);
      given[s] = {at[s], k.row_step.data(), no_steps.data(), k.step.data(), k.rows, k.n, k.side_by_side};
    }
    tile_kernel<K>::run({given, c.values, operand, output, operand_step_.data(), output_step_.data(), c.extents, tiles,
                         together_, false});
  }

  /// Bytes of what a thread's tiles keep.
  std::size_t kept_bytes() const {
    pieces needed;
    for (std::size_t b = 0; b < buffers; ++b)
      if (!plan.buffers[b].across) needed.take<char>(sizes_[b]);
    return needed.bytes();
  }
  /// Memory for that, for each thread, and behind it for sums: as floats, and where `totals` then are.
  [[gnu::cold]] char* take_room(int threads, double** totals) const {
    if constexpr (buffers == 0) return nullptr;
    const int most = threads_for(static_cast<std::size_t>(tiles_), shares_ ? threads : 1);
    const std::size_t kept = kept_bytes() * static_cast<std::size_t>(most);
    std::size_t count = 0;
    for (std::size_t b = 0; b < buffers; ++b)
      if (plan.buffers[b].across) count += (sizes_[b] + 7) / 8 * 8;
    char* const room = thread_scratch().take(kept + count * (sizeof(float) + sizeof(double)));
    auto* next = reinterpret_cast<double*>(room + kept + count * sizeof(float));
    for (std::size_t b = 0; b < buffers; ++b)
      if (plan.buffers[b].across) {
        totals[b] = next;
        next += (sizes_[b] + 7) / 8 * 8;
      }
    return room;
  }

  template<class F>
  static void each(const memory* in, const memory* out, F f) {
    for (std::size_t k = 0; k < operands; ++k)
      f(in[k], K::lowered.operands[k].chains);
    for (std::size_t k = 0; k < outputs; ++k)
      f(out[k], K::lowered.outputs[k].chains);
  }
  template<plan::phase When>
  void whole_stages(double* values, char* const* operand, char* const* output, const std::int64_t* extents,
                    double* const* totals) const {
    repeat<static_cast<int>(plan.stages.size())>([&](auto g) __attribute__((always_inline)) {
      constexpr plan::stage stage = plan.stages[static_cast<std::size_t>(g.value)];
      if constexpr (stage.when == When) {
        scalar_stage<K, true, g>::compute_all({values, nullptr, operand, extents});
        for (int i = 0; i < stage.sweeps.count; ++i)
          sweep_after(static_cast<std::size_t>(plan.listed(stage.sweeps, i)), values, operand, output, totals);
        scalar_stage<K, true, g>::write(values, output);
      }
    });
  }
  [[gnu::cold, gnu::noinline]] void sweep_after(std::size_t s, const double* values, char* const* operand,
                                                char* const* output, double* const* totals) const {
    using tables = tables_of<K, true>;
    const plan::sweep& sweep = plan.sweeps[s];
    addresses at;
    std::size_t m = 0;
    for (int i = 0; i < sweep.leaves.count; ++i) {
      const int j = plan.listed(sweep.leaves, i);
      const graph::instruction& x = program[j];
      at[m++] = x.kind == code::load ? operand[x.a]
                                     : reinterpret_cast<char*>(totals[plan.places[static_cast<std::size_t>(j)].buffer]);
    }
    for (int i = 0; i < sweep.outputs.count; ++i)
      at[m++] = output[plan.listed(sweep.outputs, i)];
    run_prepared_sweep(tables::kernels[s], sweeps_[s], at, {values, tables::value.pool + sweep.scalars.first});
  }
};

} // namespace AXNORM_ISA
} // namespace axnorm::exec
