// Runs a plan: what comes before the tiles, all tiles, what comes after them. Tiles are independent but for sums across
// them, which fixed groups of tiles collect in copies if there are several. All memory is taken first: afterwards
// nothing throws, so that a call that fails has written nothing. Must not know: any norm.
#pragma once

#include <axnorm/exec/sweep_columns.hpp>
#include <axnorm/exec/tile_worker.hpp>

#include <algorithm>
#include <cstdint>

namespace axnorm::exec {
inline namespace AXNORM_ISA {

class execution : whole_sweeps {
public:
  explicit execution(const call& given) : whole_sweeps(given) { lay_out(); }

  /// Throws std::bad_alloc before anything is written.
  void run() {
    pieces needed;
    place_all(needed);
    pieces room(thread_scratch().take(needed.bytes()));
    place_all(room);
    c.prepare();
    whole(plan::phase::before, c.bases.data());
    if (has(plan::phase::tile)) (this->*c.tiles)(nullptr);
    if (!has(plan::phase::after)) return;
    keep_crossed();
    whole(plan::phase::after, c.bases.data());
  }

  // What gives a call the drivers that its plans need.
  static void offer_tiles(call& c) { c.tiles = &execution::tiles; }
  static void offer_crossing_tiles(call& c) { c.crossing_tiles = &execution::tiles_with_copies; }
  static void offer_collecting(call& c) { c.collect = &execution::collect; }
  static void offer_windows(call& c) { c.window = &execution::window; }

private:
  char* tile_room_ = nullptr;      ///< of all threads
  std::size_t bytes_of_tiles_ = 0; ///< of one thread

  bool has(plan::phase when) const {
    return std::any_of(t.stages.begin(), t.stages.end(), [&](const plan::stage& g) { return g.when == when; });
  }
  void place_all(pieces& room) {
    place_buffers(room, false, c.bases.data());
    std::size_t copies = 0;
    for (const plan::sweep& s : t.sweeps)
      copies = std::max(copies, copies_of(s));
    copies_ = room.take<char>(copies);
    if (c.collect != nullptr) {
      for (std::size_t k = 0; k < t.sweeps.size(); ++k)
        collecting_bytes_ = std::max(collecting_bytes_, room_to_collect(k));
      const int threads = threads_for(sweep_run::most_collected, c.threads);
      collecting_room_ = room.take<char>(collecting_bytes_ * static_cast<std::size_t>(threads));
    }
    if (c.window != nullptr) {
      window_doubles_ = find_window_room();
      const int threads = threads_for(static_cast<std::size_t>(most_window_lines()), c.threads);
      window_room_ = room.take<double>(static_cast<std::size_t>(window_doubles_ * threads));
    }
    if (has(plan::phase::tile)) (this->*c.tiles)(&room);
  }

  /// What tiles summed up to a single number is a scalar to what comes after them.
  void keep_crossed() const {
    for (std::size_t i = 0; i < t.code.size(); ++i) {
      const graph::instruction& x = t.code[i];
      const plan::place& p = t.places[i];
      if (x.axes != 0 || p.where != plan::home::buffer || !t.buffer(p.buffer).across) continue;
      const double* const found = reinterpret_cast<const double*>(c.bases[static_cast<std::size_t>(p.buffer)]);
      c.values[i * most_tiles] = found[graph::word_of(x.kind)];
    }
  }

  /// Takes room for what all tiles need, or, without one, does them.
  void tiles(pieces* room) {
    const tile_loops loops(c, t);
    std::int64_t work = loops.tiles, size = 0;
    for (int p = 0; p < t.parts; ++p)
      if (t.domain & ~t.tile & graph::axis_mask{1} << p) work *= c.extents[p];
    for (const plan::sweep& s : t.sweeps)
      each_crossing(s, [&](int, int j) { size += copy_size(j); });
    // Copies are cleared and merged: a group should have many times as much to add up.
    const std::int64_t groups =
        c.cut_tiles ? 1
        : size == 0 ? loops.tiles
                    : std::max<std::int64_t>(1, std::min({loops.tiles, most_chunks, work / (16 * size)}));
    const int threads = threads_for(static_cast<std::size_t>(groups), work < worth_a_fork ? 1 : c.threads);
    if (room != nullptr) {
      bytes_of_tiles_ = tile_room(c, loops, pieces()).bytes();
      tile_room_ = room->take<char>(bytes_of_tiles_ * static_cast<std::size_t>(threads));
      tile_copies_ = room->take<double>(static_cast<std::size_t>((groups == 1 ? 0 : threads == 1 ? 1 : groups) * size));
      return;
    }
    if (size > 0) return (this->*c.crossing_tiles)(loops, threads, groups, size, work >= worth_a_fork);
    parallel_blocks(static_cast<std::size_t>(loops.tiles), threads,
                    [&](std::size_t begin, std::size_t end, int thread) {
                      tile_worker worker(c, loops, static_cast<std::int64_t>(begin), room_of(thread), nullptr, copies_);
                      if (begin == 0) worker.keep(work >= worth_a_fork, 1);
                      worker.run(static_cast<std::int64_t>(end - begin));
                      if (c.stream) stream_fence();
                    });
  }
  char* room_of(int thread) const { return tile_room_ + static_cast<std::size_t>(thread) * bytes_of_tiles_; }
  double* tile_copies_ = nullptr;

  /// Calls f(sweep, reduction, its results, its results in the copy) for each that crosses tiles.
  template<class F>
  void each_result(F f, double* copy) const {
    std::array<slot, max_slots> at;
    for (const plan::sweep& s : t.sweeps)
      each_crossing(s, [&](int i, int j) {
        slots_of(s, c.bases.data(), c.words, at.data());
        f(s, j, reinterpret_cast<double*>(at[static_cast<std::size_t>(reduction_slot(s, i))].data), copy);
        if (copy != nullptr) copy += copy_size(j);
      });
  }
  /// Whether all sums across tiles are staged.
  bool all_staged() const {
    bool all = true;
    for (const plan::sweep& s : t.sweeps)
      each_crossing(s, [&](int, int) { all = all && staged_sums::takes(s, t); });
    return all;
  }
  /// Sets the results (or those in the copy) to those of nothing. Not `staged`: but for sums that begin with what the
  /// tiles find first.
  void clear_sums(double* copy, bool staged) const {
    each_result(
        [&](const plan::sweep& s, int j, double* own, double* copied) {
          if (staged || !staged_sums::takes(s, t)) clear(j, copy != nullptr ? copied : own);
        },
        copy);
  }
  void merge_copy_of_tiles(double* copy) const {
    each_result([&](const plan::sweep&, int j, double* to, double* from) { merge(j, to, from); }, copy);
  }
  /// Sums over tiles: fixed groups of tiles have a copy of the results each, merged in order; a single group has the
  /// results themselves. The thread that does the first groups merges each as soon as it is done, and has one copy for
  /// all.
  [[gnu::cold]] void tiles_with_copies(const tile_loops& loops, int threads, std::int64_t groups, std::int64_t size,
                                       bool shares) const {
    // Where a group adds to its copy just once, the thread of the first groups may as well add to the results.
    const bool added_once = loops.tiles <= groups * staged_sums::longest && all_staged();
    clear_sums(nullptr, loops.tiles == 0 || (groups > 1 && !added_once));
    if (loops.tiles == 0) return;
    if (groups == 1) {
      tile_worker worker(c, loops, 0, room_of(0), nullptr, copies_);
      worker.keep(shares, 1);
      worker.run(loops.tiles);
      if (c.stream) stream_fence();
      return;
    }
    std::int64_t merged = 0;
    parallel_blocks(static_cast<std::size_t>(groups), threads, [&](std::size_t begin, std::size_t end, int thread) {
      const auto first = static_cast<std::int64_t>(begin), last = static_cast<std::int64_t>(end);
      const auto tiles_before = [&](std::int64_t group) { return group * loops.tiles / groups; };
      const bool direct = first == 0 && added_once;
      double* copy = direct ? nullptr : tile_copies_ + first * size;
      tile_worker worker(c, loops, tiles_before(first), room_of(thread), copy, nullptr);
      if (direct) worker.keep(shares, groups);
      for (std::int64_t k = first; k < last; ++k) {
        if (!direct) {
          clear_sums(copy, false);
          worker.start_sums();
        }
        worker.run(tiles_before(k + 1) - tiles_before(k));
        if (direct) continue;
        if (first == 0) {
          merge_copy_of_tiles(copy);
        } else if (k + 1 < last) {
          worker.move_copies(size * static_cast<std::ptrdiff_t>(sizeof(double)));
          copy += size;
        }
      }
      if (first == 0) merged = last;
      if (c.stream) stream_fence();
    });
    for (std::int64_t k = merged; k < groups; ++k)
      merge_copy_of_tiles(tile_copies_ + k * size);
  }
};

} // namespace AXNORM_ISA
} // namespace axnorm::exec
