// Runs a plan: what comes before the tiles, all tiles, what comes after them. Tiles are independent but for sums across
// them, which fixed groups of tiles collect in copies if there are several. Must not know: any norm.
#pragma once

#include <axnorm/exec/staging.hpp>
#include <axnorm/exec/whole.hpp>

#include <cstdint>
#include <cstring>
#include <new>

namespace axnorm::exec {
inline namespace AXNORM_ISA {

/// The loops over tiles: the parts that a tile fixes, outermost first.
struct tile_loops {
  std::array<int, max_loops> part;
  std::array<std::int64_t, max_loops> extent;
  int count = 0;
  std::int64_t tiles = 1;
};

class execution : whole_sweeps {
public:
  explicit execution(const call& given) : whole_sweeps(given) {}

  void run() const {
    place_buffers(thread_scratch<scratch_use::whole_call>(), false, c.bases.data());
    whole(plan::phase::before, c.bases.data());
    if (has(plan::phase::tile)) (this->*c.tiles)();
    if (!has(plan::phase::after)) return;
    keep_crossed();
    whole(plan::phase::after, c.bases.data());
  }

  // What gives a call the drivers that its plans need.
  static void offer_tiles(call& c) { c.tiles = &execution::tiles; }
  static void offer_crossing_tiles(call& c) { c.crossing_tiles = &execution::tiles_with_copies; }
  static void offer_windows(call& c) { c.window = &execution::window; }

private:
  bool has(plan::phase when) const {
    return std::any_of(t.stages.begin(), t.stages.end(), [&](const plan::stage& g) { return g.when == when; });
  }

  /// What tiles summed up to a single number is a scalar to what comes after them.
  void keep_crossed() const {
    for (std::size_t i = 0; i < t.code.size(); ++i) {
      const graph::instruction& x = t.code[i];
      const plan::place& p = t.places[i];
      if (x.axes != 0 || p.where != plan::home::buffer || !t.buffer(p.buffer).across) continue;
      const double* const found = reinterpret_cast<const double*>(c.bases[static_cast<std::size_t>(p.buffer)]);
      c.values[i] = found[x.kind == code::deviation_of ? 1 : x.kind == code::weight_of ? 2 : 0];
    }
  }

  tile_loops loops_over_tiles() const {
    tile_loops r;
    for (int k = 0; k < t.order->count; ++k) {
      const int part = t.order->part[static_cast<std::size_t>(k)];
      if (!(t.tile >> part & 1)) continue;
      const std::int64_t extent = c.extents[part];
      r.tiles *= extent;
      if (extent == 1) continue;
      r.part[static_cast<std::size_t>(r.count)] = part;
      r.extent[static_cast<std::size_t>(r.count++)] = extent;
    }
    return r;
  }

  /// Addresses that follow the tiles: at most one addition each from a tile to the next.
  struct follower {
    addresses at;
    std::array<steps, max_loops> ahead; ///< by loop: the step when it advances and those inside begin again
    int count = 0;

    [[gnu::noinline]] void start(const slot* from, int how_many, const tile_loops& loops,
                                 const std::array<std::int64_t, max_loops>& index) {
      count = how_many;
      for (std::size_t m = 0; m < static_cast<std::size_t>(count); ++m) {
        at[m] = from[m].data;
        std::ptrdiff_t back = 0;
        for (int k = loops.count - 1; k >= 0; --k) {
          const auto i = static_cast<std::size_t>(k);
          // An empty tensor has null, which nobody will read and which cannot be moved.
          const std::ptrdiff_t step = at[m] == nullptr ? 0 : from[m].step[loops.part[i]];
          at[m] += index[i] * step;
          ahead[i][m] = step - back;
          back += (loops.extent[i] - 1) * step;
        }
      }
    }
    void advance(int loop) {
      const steps& step = ahead[static_cast<std::size_t>(loop)];
      for (std::size_t m = 0; m < static_cast<std::size_t>(count); ++m)
        at[m] += step[m];
    }
  };

  /// Whether reduction j sums across tiles, and whether any of a sweep's does.
  bool crosses(int j) const { return (t.at(j).over & t.tile) != 0; }
  bool across(const plan::sweep& s) const {
    for (int i = 0; s.when == plan::phase::tile && i < s.reductions.count; ++i)
      if (crosses(t.listed(s.reductions, i))) return true;
    return false;
  }

  void tiles() const {
    const tile_loops loops = loops_over_tiles();
    std::int64_t work = loops.tiles, copies_size = 0;
    for (int p = 0; p < t.parts; ++p)
      if (t.domain & ~t.tile & graph::axis_mask{1} << p) work *= c.extents[p];
    for (const plan::sweep& s : t.sweeps)
      if (across(s)) copies_size += copy_size(s);
    const int threads = work < worth_a_fork ? 1 : c.threads;
    if (copies_size > 0) {
      // Copies are cleared and merged: a group should have many times as much to add up.
      const std::int64_t worth = work / (8 * copies_size);
      const std::int64_t groups = std::max<std::int64_t>(1, std::min({loops.tiles, most_chunks, worth}));
      return (this->*c.crossing_tiles)(loops, threads, groups, copies_size);
    }
    parallel_blocks(static_cast<std::size_t>(loops.tiles), threads, [&](std::size_t begin, std::size_t end, int) {
      run_tiles(loops, static_cast<std::int64_t>(begin), static_cast<std::int64_t>(end), nullptr);
    });
  }
  /// Sums over tiles: fixed groups of tiles have a copy of the results each, merged in order; a single group has the
  /// results themselves.
  [[gnu::cold]] void tiles_with_copies(const tile_loops& loops, int threads, std::int64_t groups,
                                       std::int64_t size) const {
    std::array<slot, max_slots> at;
    if (groups == 1) { // nothing to merge
      for (const plan::sweep& s : t.sweeps) {
        if (!across(s)) continue;
        slots_of(s, c.bases.data(), c.words, at.data());
        for (int i = 0; i < s.reductions.count; ++i)
          if (const int j = t.listed(s.reductions, i); crosses(j))
            clear(t.at(j), reinterpret_cast<double*>(at[static_cast<std::size_t>(reduction_slot(s, i))].data),
                  results_of(j));
      }
      return run_tiles(loops, 0, loops.tiles, nullptr);
    }
    double* const copies = reinterpret_cast<double*>(
        thread_scratch<scratch_use::partial_results>().take(static_cast<std::size_t>(groups * size) * sizeof(double)));
    auto each_across = [&](std::int64_t group, auto f) {
      double* copy = copies + group * size;
      for (const plan::sweep& s : t.sweeps)
        if (across(s)) {
          f(s, copy);
          copy += copy_size(s);
        }
    };
    for (std::int64_t k = 0; k < groups; ++k)
      each_across(k, [&](const plan::sweep& s, double* copy) { clear_copy(s, copy); });
    parallel_for(static_cast<std::size_t>(groups), threads, [&](std::size_t group) {
      const auto k = static_cast<std::int64_t>(group);
      run_tiles(loops, k * loops.tiles / groups, (k + 1) * loops.tiles / groups, copies + k * size);
    });
    // Only what crosses tiles: the other results of such a sweep were used up in their tile.
    auto each_crossing = [&](std::int64_t group, auto f) {
      each_across(group, [&](const plan::sweep& s, double* copy) {
        slots_of(s, c.bases.data(), c.words, at.data());
        each_in_copy(s, copy, [&](int i, int j, double* p) {
          if (crosses(j)) f(j, reinterpret_cast<double*>(at[static_cast<std::size_t>(reduction_slot(s, i))].data), p);
        });
      });
    };
    each_crossing(0, [&](int j, double* to, double*) { clear(t.at(j), to, results_of(j)); });
    for (std::int64_t k = 0; k < groups; ++k)
      each_crossing(k, [&](int j, double* to, double* from) { merge(t.at(j), to, from, results_of(j)); });
  }

  /// What a thread keeps for its tiles, in scratch memory sized to the plan.
  struct tile_state {
    double *values, *words;
    char** base;
    sweep_run* runs;
    follower *of_sweeps, *operands, *outputs;
  };
  tile_state make_state() const {
    const std::size_t n = t.code.size(), s = t.sweeps.size(), b = t.buffers.size();
    auto room = [](std::size_t bytes) { return (bytes + 63) / 64 * 64; };
    const std::size_t sizes[] = {room(n * sizeof(double)), room(3 * n * sizeof(double)), room(b * sizeof(char*)),
                                 room(s * sizeof(sweep_run)), room((s + 2) * sizeof(follower))};
    std::size_t total = 0;
    for (const std::size_t bytes : sizes)
      total += bytes;
    char* p = thread_scratch<scratch_use::tile_state>().take(total);
    tile_state r;
    r.values = reinterpret_cast<double*>(p);
    r.words = reinterpret_cast<double*>(p += sizes[0]);
    r.base = reinterpret_cast<char**>(p += sizes[1]);
    r.runs = reinterpret_cast<sweep_run*>(p += sizes[2]);
    r.of_sweeps = reinterpret_cast<follower*>(p += sizes[3]);
    r.operands = r.of_sweeps + s;
    r.outputs = r.operands + 1;
    std::memcpy(r.values, c.values, n * sizeof(double));
    for (std::size_t i = 0; i < b; ++i)
      r.base[i] = c.bases[i];
    for (std::size_t i = 0; i < s; ++i)
      new (r.runs + i) sweep_run;
    for (std::size_t i = 0; i < s + 2; ++i)
      new (r.of_sweeps + i) follower;
    return r;
  }

  /// Tiles begin ... end - 1, one after the other. `copies`: of what they sum across tiles; null: the results
  /// themselves.
  void run_tiles(const tile_loops& loops, std::int64_t begin, std::int64_t end, double* copies) const {
    if (begin >= end) return;
    const tile_state s = make_state();
    place_buffers(thread_scratch<scratch_use::one_tile>(), true, s.base);
    std::array<std::int64_t, max_loops> index{};
    std::int64_t flat = begin;
    for (int k = loops.count - 1; k >= 0; --k) {
      const auto i = static_cast<std::size_t>(k);
      index[i] = flat % loops.extent[i];
      flat /= loops.extent[i];
    }
    std::array<slot, max_slots> at;
    std::int64_t sums = 0;
    for (const plan::sweep& sweep : t.sweeps)
      if (sweep.adds()) sums += copy_size(sweep);
    staged_sums stage(reinterpret_cast<float*>(
        thread_scratch<scratch_use::staged_sums>().take(static_cast<std::size_t>(sums) * sizeof(float))));
    for (std::size_t k = 0; k < t.sweeps.size(); ++k) {
      const plan::sweep& sweep = t.sweeps[k];
      if (sweep.when != plan::phase::tile) continue;
      slots_of(sweep, s.base, s.words, at.data());
      if (copies != nullptr && across(sweep)) {
        each_in_copy(sweep, copies, [&](int i, int j, double* p) {
          if (!crosses(j)) return;
          at[static_cast<std::size_t>(reduction_slot(sweep, i))].data = reinterpret_cast<char*>(p);
        });
        copies += copy_size(sweep);
      }
      if (sweep.adds() && t.real_size == sizeof(float))
        for (int i = 0; i < sweep.reductions.count; ++i)
          stage.add(at[static_cast<std::size_t>(reduction_slot(sweep, i))], results_of(t.listed(sweep.reductions, i)));
      prepare(s.runs[k], static_cast<int>(k), at.data(), s.values);
      s.of_sweeps[k].start(at.data(), s.runs[k].kernel->slots(), loops, index);
    }
    fetch_ahead(s, loops);
    s.operands->start(c.operands.data(), static_cast<int>(c.operands.size()), loops, index);
    s.outputs->start(c.outputs.data(), static_cast<int>(c.outputs.size()), loops, index);
    for (std::int64_t tile = begin;;) {
      one_tile(s);
      if (++tile == end) break;
      if ((tile - begin) % staged_sums::longest == 0) stage.flush();
      int k = loops.count - 1;
      while (++index[static_cast<std::size_t>(k)] == loops.extent[static_cast<std::size_t>(k)])
        index[static_cast<std::size_t>(k--)] = 0;
      for (std::size_t i = 0; i < t.sweeps.size(); ++i)
        if (t.sweeps[i].when == plan::phase::tile) s.of_sweeps[i].advance(k);
      s.operands->advance(k);
      s.outputs->advance(k);
    }
    stage.flush();
    if (c.stream) stream_fence();
  }
  /// While a tile's last results are computed from what is in cache, and written around it, memory is idle: the next
  /// tile's data are asked for then.
  void fetch_ahead(const tile_state& s, const tile_loops& loops) const {
    std::size_t last = t.sweeps.size();
    for (std::size_t k = 0; k < t.sweeps.size(); ++k)
      if (t.sweeps[k].when == plan::phase::tile && t.sweeps[k].outputs.count > 0 && t.sweeps[k].data) last = k;
    if (last < t.sweeps.size() && c.stream && loops.count > 0)
      s.runs[last].ahead = s.of_sweeps[last].ahead[static_cast<std::size_t>(loops.count - 1)];
  }
  void one_tile(const tile_state& s) const {
    for (std::size_t g = 0; g < t.stages.size(); ++g) {
      const plan::stage& stage = t.stages[g];
      if (stage.when != plan::phase::tile) continue;
      t.scalars[g].compute(s.values, s.words, s.operands->at.data(), c.extents);
      for (int k = 0; k < stage.sweeps.count; ++k) {
        const auto i = static_cast<std::size_t>(t.listed(stage.sweeps, k));
        const plan::sweep& sweep = t.sweeps[i];
        const sweep_run& run = s.runs[i];
        const addresses& at = s.of_sweeps[i].at;
        if (sweep.reductions.count > 0) clear_tile_results(sweep, at);
        run.run(at);
        if (sweep.reductions.count > 0) keep_scalars(sweep, s.values, s.words);
      }
      for (int k = 0; k < stage.windows.count; ++k)
        (this->*c.window)(t.listed(stage.windows, k), s.base, t.tile, 1);
      t.scalars[g].write(s.values, s.outputs->at.data());
    }
  }
  void clear_tile_results(const plan::sweep& sweep, const addresses& at) const {
    for (int i = 0; i < sweep.reductions.count; ++i) {
      const int j = t.listed(sweep.reductions, i);
      if (crosses(j)) continue;
      clear(t.at(j), reinterpret_cast<double*>(at[static_cast<std::size_t>(reduction_slot(sweep, i))]), results_of(j));
    }
  }
};

} // namespace AXNORM_ISA
} // namespace axnorm::exec
