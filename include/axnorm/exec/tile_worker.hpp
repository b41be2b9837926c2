// One thread's tiles: what each of them does is found once. Where each sweep is one run of a row kernel, one function
// does it all, a few tiles at a time; else it is a list of actions on addresses that follow the tiles, one tile after
// the other. Used by the driver of tiles. Must not know: other threads.
#pragma once

#include <axnorm/exec/tile_room.hpp>

#include <algorithm>
#include <cstdint>
#include <new>

namespace axnorm::exec {
inline namespace AXNORM_ISA {

class tile_worker : tile_room {
public:
  /// Tiles from number `first` on. `room`: as many bytes as a tile_room needs. `copies`: of what tiles sum across them;
  /// null: the results themselves. `chunk_copies`: room for those of sweeps that are cut, if they are.
  tile_worker(const call& given, const tile_loops& loops, std::int64_t first, char* room, double* copies,
              char* chunk_copies)
      : tile_room(given, loops, pieces(room)), loops_(loops), position_(loops, first, moves_, addresses_),
        staged_(staged_room_) {
    copies_ = chunk_copies;
    for (std::size_t k = 0; k < t.sweeps.size(); ++k)
      if (t.sweeps[k].when == plan::phase::tile) start_sweep(k, copies);
    for (std::size_t g = 0; g < t.stages.size(); ++g)
      if (t.stages[g].when == plan::phase::tile) add_stage(static_cast<int>(g));
    all_in_one_ = t.all_of_tiles != nullptr && !c.cut_tiles && is_all_in_one();
  }

  /// Does the next tiles.
  void run(std::int64_t tiles) {
    std::int64_t since_flush = 0;
    staged_.clear();
    while (tiles > 0) {
      if (since_flush == staged_sums::longest) {
        staged_.flush();
        staged_.clear();
        since_flush = 0;
      }
      if (done_ > 0) position_.advance(done_);
      done_ = 1;
      if (all_in_one_) {
        done_ = std::min({tiles, position_.left(), staged_sums::longest - since_flush});
        t.all_of_tiles({tile_sweeps_, values_, operands_, outputs_, operand_step_, output_step_, c.extents, done_,
                        c.tiles_together, streams_});
      } else {
        do_tile();
      }
      since_flush += done_;
      tiles -= done_;
    }
    staged_.flush();
  }
  /// Leaves what it found out, where a call is all one function and one loop over tiles, which come in `groups` if they
  /// add to sums. `shares`: if threads might share it.
  void keep(bool shares, std::int64_t groups) const {
    const kept_call& to = c.keep;
    if (to.tiles == nullptr || !all_in_one_ || c.stream || loops_.count > 1) return;
    for (std::size_t k = 0; k < t.sweeps.size(); ++k) {
      if (t.sweeps[k].when != plan::phase::tile) continue;
      const sweep_run& r = runs_[k];
      to.sweeps[k] = {r.loops.count > 0 ? r.loops.at(0).step : steps{}, step_[k], r.loops.rows(), r.loops.n,
                      r.side_by_side};
    }
    for (std::size_t b = 0; b < t.buffers.size(); ++b)
      to.sizes[b] =
          static_cast<std::size_t>(t.buffers[b].across ? c.buffers[b].elements : kept_step(b) * c.tiles_together);
    std::copy_n(operand_step_, c.operands.size(), to.operand_step);
    std::copy_n(output_step_, c.outputs.size(), to.output_step);
    *to.together = c.tiles_together;
    *to.groups = groups;
    *to.shares = shares;
    *to.tiles = loops_.tiles;
  }
  /// What the next tiles add to staged sums begins these.
  void start_sums() { staged_.start(); }
  /// From now on what is summed across tiles is as many bytes further.
  void move_copies(std::ptrdiff_t bytes) {
    staged_.move(bytes);
    for (std::size_t k = 0; k < t.sweeps.size(); ++k)
      each_crossing(t.sweeps[k], [&](int i, int) {
        if (!is_staged(t.sweeps[k])) at_[k][static_cast<std::size_t>(reduction_slot(t.sweeps[k], i))] += bytes;
      });
  }

private:
  const tile_loops& loops_;
  tile_position position_;
  staged_sums staged_;
  std::int64_t done_ = 0; ///< tiles at and after the position
  int actions_ = 0;
  bool all_in_one_ = false, streams_ = false; ///< one function does all that tiles do; it streams

  /// Bytes from a tile to the next.
  std::ptrdiff_t step_of(const slot& s) const { return loops_.count > 0 ? s.step[loops_.last()] : 0; }

  /// Makes sweep k ready to run, its addresses follow the tiles.
  void start_sweep(std::size_t k, double*& copies) {
    const plan::sweep& s = t.sweeps[k];
    std::array<slot, max_slots> at;
    slots_of(s, base_, words_, at.data());
    if (copies != nullptr)
      each_crossing(s, [&](int i, int j) {
        at[static_cast<std::size_t>(reduction_slot(s, i))].data = reinterpret_cast<char*>(copies);
        copies += copy_size(j);
      });
    if (is_staged(s))
      for (int i = 0; i < s.reductions.count; ++i)
        staged_.add(at[static_cast<std::size_t>(reduction_slot(s, i))], results_of(t.listed(s.reductions, i)));
    sweep_run& r = runs_[k];
    prepare(r, static_cast<int>(k), at.data(), values_);
    for (std::size_t m = 0; m < static_cast<std::size_t>(r.kernel->slots()); ++m) {
      position_.follow(at_[k][m], at[m]);
      const int b = kept_buffer(s, static_cast<int>(m));
      step_[k][m] = b < 0 ? step_of(at[m]) : kept_step(static_cast<std::size_t>(b));
    }
    r.row = row_of_tiles(r, at.data());
    r.side_by_side = r.row != nullptr && r.loops.count == 0 && !shares_sets(r, step_[k]);
    if (k == last_writing()) fetch_ahead(r, step_[k]);
  }
  /// The buffer of what tiles keep that slot m of a sweep reads or writes, or -1.
  int kept_buffer(const plan::sweep& s, int m) const {
    if (m >= s.leaves.count + s.stores.count) return -1;
    const plan::place& p =
        t.place_of(m < s.leaves.count ? t.listed(s.leaves, m) : t.listed(s.stores, m - s.leaves.count));
    return p.where == plan::home::buffer && is_kept(t.buffer(p.buffer)) ? p.buffer : -1;
  }
  /// Whether a position of one tile and that of the next have the same place in the first cache, of which there are
  /// few.
  static bool shares_sets(const sweep_run& r, const steps& step) {
    constexpr std::ptrdiff_t bytes_of_a_way = 4096;
    for (std::size_t m = 0; m < static_cast<std::size_t>(r.kernel->moving()); ++m)
      if (step[m] != 0 && step[m] % bytes_of_a_way == 0) return true;
    return false;
  }
  /// The kernel that does all of the sweep in each tile, if one run of a row kernel does. Where some rows might be
  /// streamed and others not, none is.
  row_function row_of_tiles(const sweep_run& r, const slot* at) const {
    const sweep_kernel& kernel = *r.kernel;
    if (!r.single || !r.unit || kernel.interpreted != nullptr) return nullptr;
    if (!r.stream || kernel.streaming == nullptr) return kernel.plain;
    for (int m = kernel.leaves; m < kernel.leaves + kernel.results; ++m) {
      const std::uintptr_t beyond = kernel.alignment[static_cast<std::size_t>(m)] - std::uintptr_t{1};
      std::uintptr_t bits = reinterpret_cast<std::uintptr_t>(at[m].data);
      for (int k = 0; k < loops_.count; ++k)
        bits |= static_cast<std::uintptr_t>(at[m].step[loops_.part[static_cast<std::size_t>(k)]]);
      if (r.loops.count > 0) bits |= static_cast<std::uintptr_t>(r.loops.at(0).step[static_cast<std::size_t>(m)]);
      if ((bits & beyond) != 0) return kernel.plain;
    }
    return kernel.streaming;
  }
  std::size_t last_writing() const {
    std::size_t last = t.sweeps.size();
    for (std::size_t k = 0; k < t.sweeps.size(); ++k)
      if (t.sweeps[k].when == plan::phase::tile && t.sweeps[k].outputs.count > 0 && t.sweeps[k].data) last = k;
    return last;
  }
  /// Where the last results of tiles are written around the cache, data of the next tiles that kernels ask for then.
  void fetch_ahead(sweep_run& r, const steps& step) const {
    if (!c.asks_ahead || loops_.count == 0) return;
    for (std::size_t m = 0; m < static_cast<std::size_t>(r.kernel->slots()); ++m)
      r.ahead[m] = c.tiles_together * step[m];
  }

  /// Whether each sweep is one run of a row kernel, for the function that does all that tiles do.
  bool is_all_in_one() {
    bool plain = true, streaming = true;
    for (std::size_t k = 0; k < t.sweeps.size(); ++k) {
      if (t.sweeps[k].when != plan::phase::tile) continue;
      const sweep_run& r = runs_[k];
      if (r.row == nullptr || (r.kernel->known_run > 0 && r.kernel->known_run != r.loops.n)) return false;
      if (r.kernel->streaming != nullptr) (r.row == r.kernel->streaming ? plain : streaming) = false;
      new (tile_sweeps_ + k) tile_sweep{at_[k].data(),  r.row_step(), r.ahead.data(), step_[k].data(),
                                        r.loops.rows(), r.loops.n,    r.side_by_side};
    }
    streams_ = !plain;
    return plain || streaming;
  }

  void add(const tile_action& x) { new (list_ + actions_++) tile_action(x); }
  void add_stage(int g) {
    const plan::stage& stage = t.stages[static_cast<std::size_t>(g)];
    using kind = tile_action::kind;
    for (int k = 0; k < stage.scalars.count; ++k)
      if (const graph::instruction& x = t.at(t.listed(stage.scalars, k)); x.kind == code::load) {
        const auto m = static_cast<std::size_t>(x.a);
        if (operands_[m] == nullptr) position_.follow(operands_[m], c.operands[m]);
        operand_step_[m] = step_of(c.operands[m]);
      }
    for (int k = 0; k < stage.scalar_outputs.count; ++k) {
      const auto m = static_cast<std::size_t>(t.listed(stage.scalar_outputs, k));
      position_.follow(outputs_[m], c.outputs[m]);
      output_step_[m] = step_of(c.outputs[m]);
    }
    if (stage.scalars.count > 0) add({.what = kind::compute, .index = g});
    for (int k = 0; k < stage.sweeps.count; ++k)
      add_sweep(static_cast<std::size_t>(t.listed(stage.sweeps, k)));
    for (int k = 0; k < stage.windows.count; ++k)
      add({.what = kind::window, .index = t.listed(stage.windows, k)});
    if (stage.scalar_outputs.count > 0) add({.what = kind::write, .index = g});
  }
  void add_sweep(std::size_t k) {
    const plan::sweep& s = t.sweeps[k];
    sweep_run& r = runs_[k];
    const addresses& at = at_[k];
    using kind = tile_action::kind;
    const auto each_own = [&](auto f) {
      for (int i = 0; i < s.reductions.count; ++i)
        if (const int j = t.listed(s.reductions, i); !crosses(j))
          f(j, reinterpret_cast<double*>(at[static_cast<std::size_t>(reduction_slot(s, i))]));
    };
    each_own([&](int j, double* to) { add({.what = kind::clear, .index = j, .to = to}); });
    add({.what = kind::sweep, .index = static_cast<int>(k), .run = &r, .at = &at});
    each_own([&](int j, double* to) {
      if (t.place_of(j).where == plan::home::scalar)
        add({.what = kind::keep, .to = values_ + j * most_tiles, .from = to});
    });
  }

  void do_tile() const {
    using kind = tile_action::kind;
    for (const tile_action *a = list_, *end = a + actions_; a != end; ++a)
      switch (a->what) {
      case kind::compute:
        t.scalars[a->index].compute({values_, words_, operands_, c.extents});
        break;
      case kind::clear:
        clear(a->index, a->to);
        break;
      case kind::sweep:
        if (c.cut_tiles)
          in_chunks(t.sweep(a->index), *a->run, *a->at);
        else
          a->run->run(*a->at);
        break;
      case kind::keep:
        *a->to = *a->from;
        break;
      case kind::window:
        (this->*c.window)(a->index, base_, t.tile, 1);
        break;
      case kind::write:
        t.scalars[a->index].write(values_, outputs_);
        break;
      }
  }
};

} // namespace AXNORM_ISA
} // namespace axnorm::exec
