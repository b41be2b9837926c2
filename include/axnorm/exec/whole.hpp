// Sweeps over the whole tensor, in memory order: each is cut into chunks by extents alone, and where chunks share a
// result they collect copies that are merged in order, so that the number of threads cannot change a bit. Must not
// know: tiles.
#pragma once

#include <axnorm/exec/parallel.hpp>
#include <axnorm/exec/storage.hpp>
#include <axnorm/exec/window.hpp>

#include <algorithm>

namespace axnorm::exec {
inline namespace AXNORM_ISA {

class whole_sweeps : public storage {
protected:
  explicit whole_sweeps(const call& given) : storage(given) {}

  /// All stages of one phase.
  void whole(plan::phase when, char* const* base) const {
    addresses_of_call outer(c);
    for (std::size_t g = 0; g < t.stages.size(); ++g) {
      const plan::stage& stage = t.stages[g];
      if (stage.when != when) continue;
      t.scalars[g].compute(c.values, c.words, outer.operands.data(), c.extents);
      for (int k = 0; k < stage.sweeps.count; ++k)
        sweep_whole(t.listed(stage.sweeps, k), base);
      for (int k = 0; k < stage.windows.count; ++k)
        (this->*c.window)(t.listed(stage.windows, k), base, 0, c.threads);
      t.scalars[g].write(c.values, outer.outputs.data());
    }
  }

  /// A window pass from buffer to buffer.
  [[gnu::cold]] void window(int instruction, char* const* base, graph::axis_mask fixed, int threads) const {
    const graph::instruction& x = t.at(instruction);
    const int from = t.place_of(x.a).buffer, to = t.place_of(instruction).buffer;
    const buffer_memory &source = c.buffers[static_cast<std::size_t>(from)],
                        &result = c.buffers[static_cast<std::size_t>(to)];
    std::size_t along = 0;
    while (!(x.over >> along & 1))
      ++along;
    const std::array<slot, 2> at{slot{base[from], source.step.data()}, slot{base[to], result.step.data()}};
    nest loops;
    loops.build(*t.order, x.axes & ~x.over & ~fixed, 0, 0, c.extents, at.data(), 2);
    const std::int64_t length = c.extents[along], lines = loops.outer();
    if (loops.empty || length == 0) return;
    constexpr std::ptrdiff_t size = sizeof(double);
    const std::ptrdiff_t from_step = source.step[along] / size, to_step = result.step[along] / size;
    parallel_blocks(static_cast<std::size_t>(lines), lines * length < worth_a_fork ? 1 : threads,
                    [&](std::size_t begin, std::size_t end, int) {
                      addresses start;
                      start[0] = at[0].data;
                      start[1] = at[1].data;
                      cursor p;
                      p.seek(loops, start, 0, loops.count, static_cast<std::int64_t>(begin));
                      for (std::size_t l = begin; l < end; ++l) {
                        window_line(reinterpret_cast<double*>(p.at[1]), to_step,
                                    reinterpret_cast<const double*>(p.at[0]), from_step, length,
                                    graph::window_positions(x.c), graph::window_before(x.c));
                        p.next(loops, 0, loops.count);
                      }
                    });
  }

private:
  struct addresses_of_call {
    addresses operands, outputs;
    explicit addresses_of_call(const call& c) {
      for (std::size_t k = 0; k < c.operands.size(); ++k)
        operands[k] = c.operands[k].data;
      for (std::size_t k = 0; k < c.outputs.size(); ++k)
        outputs[k] = c.outputs[k].data;
    }
  };

  /// Whether all reductions of the sweep run over the same axes.
  bool one_set(const plan::sweep& s) const {
    for (int i = 0; i < s.reductions.count; ++i)
      if (t.at(t.listed(s.reductions, i)).over != s.common) return false;
    return true;
  }

  [[gnu::cold]] void sweep_whole(int index, char* const* base) const {
    const plan::sweep& s = t.sweep(index);
    std::array<slot, max_slots> at;
    slots_of(s, base, c.words, at.data());
    clear_results(s, at.data());
    sweep_run run;
    prepare(run, index, at.data(), c.values);
    if (!run.loops.empty) {
      const std::int64_t outer = run.outer, units = run.units, work = run.loops.positions();
      const bool by_outer = outer > 1 && (outer >= 16 || units < outer);
      std::int64_t chunks = work < worth_a_fork ? 1 : std::min(by_outer ? outer : units, most_chunks);
      const bool partial = s.reductions.count > 0 && chunks > 1 && !(by_outer && one_set(s) && !run.loops.outer_meet());
      double* copies = nullptr;
      const std::int64_t size = copy_size(s);
      if (partial) {
        // Copies of the results must not outgrow the data they come from.
        chunks = std::max<std::int64_t>(1, std::min(chunks, work / std::max<std::int64_t>(1, 4 * size)));
        copies = reinterpret_cast<double*>(thread_scratch<scratch_use::partial_results>().take(
            static_cast<std::size_t>(chunks * size) * sizeof(double)));
      }
      const auto run_chunk = [&](std::int64_t k) {
        addresses start;
        for (std::size_t m = 0; m < static_cast<std::size_t>(run.loops.slots); ++m)
          start[m] = at[m].data;
        if (partial) {
          use_copy(s, start, copies + k * size);
          clear_copy(s, copies + k * size);
        }
        const std::int64_t all = by_outer ? outer : units, from = k * all / chunks, to = (k + 1) * all / chunks;
        if (by_outer)
          run.run(start, from, to, 0, units);
        else
          run.run(start, 0, outer, from, to);
        if (c.stream && s.outputs.count > 0) stream_fence();
      };
      // A sweep that writes begins where the one before it has ended, which mostly read the same: that is still in
      // cache.
      const bool backwards = s.outputs.count > 0;
      parallel_blocks(static_cast<std::size_t>(chunks), chunks == 1 ? 1 : c.threads,
                      [&](std::size_t begin, std::size_t end, int) {
                        for (std::size_t i = begin; i < end; ++i)
                          run_chunk(static_cast<std::int64_t>(backwards ? begin + end - 1 - i : i));
                      });
      if (partial)
        for (std::int64_t k = 0; k < chunks; ++k)
          merge_copy(s, at.data(), copies + k * size);
    }
    keep_scalars(s, c.values, c.words);
  }
};

} // namespace AXNORM_ISA
} // namespace axnorm::exec
