// Sweeps over the whole tensor, in memory order, or over a large tile: each is cut into chunks by extents alone, and
// where chunks share a result they collect copies that are merged in order, so that the number of threads cannot change
// a bit. Must not know: tiles.
#pragma once

#include <axnorm/exec/parallel.hpp>
#include <axnorm/exec/storage.hpp>
#include <axnorm/exec/window.hpp>

#include <algorithm>
#include <bit>

namespace axnorm::exec {
inline namespace AXNORM_ISA {

class whole_sweeps : public storage {
protected:
  explicit whole_sweeps(const call& given) : storage(given) {}

  char* copies_ = nullptr;          ///< room for copies of results
  double* window_room_ = nullptr;   ///< for each thread
  std::int64_t window_doubles_ = 0; ///< of one thread

  char* collecting_room_ = nullptr;  ///< for each thread
  std::size_t collecting_bytes_ = 0; ///< of one thread

  /// Bytes that a thread may need to collect the results of sweep number `index` side by side.
  std::size_t room_to_collect(std::size_t index) const {
    const plan::sweep& s = t.sweeps[index];
    const sweep_kernel& kernel = t.kernels[index];
    if (s.when == plan::phase::tile || (kernel.collect == nullptr && kernel.wide == nullptr)) return 0;
    std::int64_t row = 1;
    for (int p = 0; p < t.parts; ++p)
      if (s.inner >> p & 1) row *= c.extents[p];
    if (!kernel.by_rows) return kernel.room_to_collect * static_cast<std::size_t>(row / (4 * kernel.width));
    if (row > sweep_run::short_row) return 0;
    const std::int64_t results = std::min(results_of(t.listed(s.reductions, 0)), sweep_run::most_collected);
    return kernel.room_to_collect * static_cast<std::size_t>((results + most_tiles - 1) / most_tiles);
  }

  /// Bytes that the copies of a sweep in chunks may take.
  std::size_t copies_of(const plan::sweep& s) const {
    const bool of_tile = s.when == plan::phase::tile;
    std::int64_t work = 1;
    for (int p = 0; p < t.parts; ++p)
      if ((s.domain & ~(of_tile ? t.tile : 0)) >> p & 1) work *= c.extents[p];
    if ((of_tile && !c.cut_tiles) || s.reductions.count == 0 || work < worth_a_fork) return 0;
    return static_cast<std::size_t>(most_copies(s, work) * copy_size(s)) * sizeof(double);
  }
  /// The most lines of a window pass over the whole tensor: more threads than that will not be.
  std::int64_t most_window_lines() const {
    std::int64_t most = 1;
    for (std::size_t i = 0; i < t.code.size(); ++i) {
      if (t.code[i].kind != code::window || t.places[i].when == plan::phase::tile) continue;
      std::int64_t lines = 1;
      for (int p = 0; p < t.parts; ++p)
        if (t.code[i].axes & ~t.code[i].over & graph::axis_mask{1} << p) lines *= c.extents[p];
      most = std::max(most, lines);
    }
    return most;
  }
  /// Doubles that a thread needs for a line of any window pass.
  std::int64_t find_window_room() const {
    std::int64_t most = 0;
    for (const graph::instruction& x : t.code)
      if (x.kind == code::window) {
        const std::int64_t length = c.extents[along(x)];
        most = std::max(most, window_room(length, graph::window_positions(x.c, length)));
      }
    return (most + 7) / 8 * 8;
  }

  /// All stages of one phase.
  void whole(plan::phase when, char* const* base) const {
    for (std::size_t g = 0; g < t.stages.size(); ++g) {
      const plan::stage& stage = t.stages[g];
      if (stage.when != when) continue;
      t.scalars[g].compute({c.values, c.words, c.operand_data, c.extents});
      for (int k = 0; k < stage.sweeps.count; ++k)
        sweep_whole(t.listed(stage.sweeps, k), base);
      for (int k = 0; k < stage.windows.count; ++k)
        (this->*c.window)(t.listed(stage.windows, k), base, 0, c.threads);
      t.scalars[g].write(c.values, c.output_data);
    }
  }

  /// A window pass from buffer to buffer.
  [[gnu::cold]] void window(int instruction, char* const* base, graph::axis_mask fixed, int threads) const {
    const graph::instruction& x = t.at(instruction);
    const int from = t.place_of(x.a).buffer, to = t.place_of(instruction).buffer;
    const buffer_memory &source = c.buffers[static_cast<std::size_t>(from)],
                        &result = c.buffers[static_cast<std::size_t>(to)];
    const std::size_t axis = along(x);
    const std::array<slot, 2> at{slot{base[from], source.step.data()}, slot{base[to], result.step.data()}};
    nest loops;
    loops.build(*t.order, x.axes & ~x.over & ~fixed, 0, 0, c.extents, at.data(), 2);
    const std::int64_t length = c.extents[axis], lines = loops.outer();
    if (loops.empty || length == 0) return;
    constexpr std::ptrdiff_t size = sizeof(double);
    const std::ptrdiff_t from_step = source.step[axis] / size, to_step = result.step[axis] / size;
    parallel_blocks(static_cast<std::size_t>(lines), lines * length < worth_a_fork ? 1 : threads,
                    [&](std::size_t begin, std::size_t end, int thread) {
                      addresses start;
                      start[0] = at[0].data;
                      start[1] = at[1].data;
                      cursor p;
                      p.seek(loops, start, 0, loops.count, static_cast<std::int64_t>(begin));
                      for (std::size_t l = begin; l < end; ++l) {
                        window_line(reinterpret_cast<double*>(p.at[1]), to_step,
                                    reinterpret_cast<const double*>(p.at[0]), from_step, length,
                                    graph::window_positions(x.c, length), graph::window_before(x.c, length),
                                    window_room_ + thread * window_doubles_);
                        p.next(loops, 0, loops.count);
                      }
                    });
  }

  /// A sweep that is ready to run, cut into chunks; its slots begin at `first`. Results join what is in their places.
  [[gnu::cold]] void in_chunks(const plan::sweep& s, const sweep_run& run, const addresses& first) const {
    if (run.loops.empty) return;
    const std::int64_t outer = run.outer, units = run.units, work = run.loops.positions();
    const bool by_outer = outer > 1 && (outer >= 16 || units < outer);
    std::int64_t chunks = work < worth_a_fork ? 1 : std::min(by_outer ? outer : units, most_chunks);
    const bool apart = one_set(s) && !run.loops.outer_meet(); // outer positions have results of their own
    const bool partial = s.reductions.count > 0 && !s.adds() && chunks > 1 && !(by_outer && apart);
    // A few outer positions with results of their own share copies, and take turns at the chunks.
    const std::int64_t turns = partial && !by_outer && apart ? outer : 1;
    double* copies = nullptr;
    const std::int64_t size = copy_size(s);
    if (partial) {
      chunks = std::max<std::int64_t>(1, std::min(chunks / turns, most_copies(s, work)));
      copies = reinterpret_cast<double*>(copies_);
      for (std::int64_t k = 0; turns > 1 && k < chunks; ++k)
        clear_copy(s, copies + k * size);
    }
    const bool wide = collecting_bytes_ > 0 && run.reads_long_rows() && run.collecting_room() <= collecting_bytes_;
    const auto run_chunk = [&](std::int64_t task, int thread) {
      void* const room = wide ? room_to_collect_of(thread) : nullptr;
      const std::int64_t k = task % chunks, turn = task / chunks;
      addresses start = first;
      if (partial) {
        use_copy(s, start, copies + k * size);
        if (turns == 1) clear_copy(s, copies + k * size);
      }
      const std::int64_t all = by_outer ? outer : units, from = k * all / chunks, to = (k + 1) * all / chunks;
      if (by_outer)
        run.run(start, from, to, 0, units, room);
      else if (turns > 1)
        run.run(start, turn, turn + 1, from, to, room);
      else
        run.run(start, 0, outer, from, to, room);
      if (c.stream && s.outputs.count > 0) stream_fence();
    };
    // A sweep that writes begins where the one over data before it has ended, if there was one: that one mostly read
    // the same, which is still in cache.
    const bool backwards =
        s.outputs.count > 0 && std::any_of(t.sweeps.begin(), &s, [](const plan::sweep& other) { return other.data; });
    parallel_blocks(static_cast<std::size_t>(turns * chunks), turns * chunks == 1 ? 1 : c.threads,
                    [&](std::size_t begin, std::size_t end, int thread) {
                      for (std::size_t i = begin; i < end; ++i)
                        run_chunk(static_cast<std::int64_t>(backwards ? begin + end - 1 - i : i), thread);
                    });
    if (partial)
      for (std::int64_t k = 0; k < chunks; ++k)
        merge_copy(s, first, copies + k * size);
  }

  /// Results side by side: each is found by one thread, so that neither their number nor where they part shows.
  /// False if that is not possible.
  bool collect(const sweep_run& run, const addresses& start) const {
    if (!run.collects() || run.collecting_room() > collecting_bytes_) return false;
    const std::int64_t groups = (run.across().extent + most_tiles - 1) / most_tiles; // of whole packs
    parallel_blocks(static_cast<std::size_t>(groups), run.loops.positions() < worth_a_fork ? 1 : c.threads,
                    [&](std::size_t begin, std::size_t end, int thread) {
                      run.collect(start, static_cast<std::int64_t>(begin) * most_tiles,
                                  std::min(static_cast<std::int64_t>(end) * most_tiles, run.across().extent),
                                  room_to_collect_of(thread));
                    });
    return true;
  }

private:
  /// The part that a window pass runs along.
  static std::size_t along(const graph::instruction& x) { return static_cast<std::size_t>(std::countr_zero(x.over)); }
  /// How many copies of a sweep's results there are at most. To begin, end and merge a copy takes as long as dozens of
  /// additions to each of its results; so a copy takes a hundred or two, but for what a few threads can share.
  std::int64_t most_copies(const plan::sweep& s, std::int64_t work) const {
    constexpr std::int64_t few = 8;
    const std::int64_t size = std::max<std::int64_t>(1, copy_size(s));
    return std::clamp(work / (64 * size), std::clamp<std::int64_t>(work / (4 * size), 1, few), most_chunks);
  }
  /// Whether all reductions of the sweep run over the same axes.
  bool one_set(const plan::sweep& s) const {
    for (int i = 0; i < s.reductions.count; ++i)
      if (t.at(t.listed(s.reductions, i)).over != s.common) return false;
    return true;
  }

  void* room_to_collect_of(int thread) const {
    return collecting_room_ + static_cast<std::size_t>(thread) * collecting_bytes_;
  }
  /// Leaves what it found out of a sweep behind the tiles, for calls like this one.
  void keep_after(int index, const sweep_run& run) const {
    if (c.keep.tiles == nullptr) return;
    if (run.single)
      c.keep.sweeps[index] = {run.loops.count > 0 ? run.loops.at(0).step : steps{}, run.loops.inner_step,
                              run.loops.rows(), run.loops.n, false};
    else
      *c.keep.tiles = 0;
  }
  [[gnu::cold]] void sweep_whole(int index, char* const* base) const {
    const plan::sweep& s = t.sweep(index);
    std::array<slot, max_slots> at;
    slots_of(s, base, c.words, at.data());
    clear_results(s, at.data());
    sweep_run run;
    prepare(run, index, at.data(), c.values);
    if (s.when == plan::phase::after) keep_after(index, run);
    addresses first;
    for (std::size_t m = 0; m < static_cast<std::size_t>(run.loops.slots); ++m)
      first[m] = at[m].data;
    if (c.collect == nullptr || !(this->*c.collect)(run, first)) in_chunks(s, run, first);
    keep_scalars(s, c.values, c.words);
  }
};

} // namespace AXNORM_ISA
} // namespace axnorm::exec
