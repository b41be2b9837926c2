// One thread's tiles, one after the other: what each of them does is found once, as a list of actions on addresses that
// follow the tiles. Used by the driver of tiles. Must not know: other threads.
#pragma once

#include <axnorm/exec/staging.hpp>
#include <axnorm/exec/tile_loops.hpp>
#include <axnorm/exec/whole.hpp>

#include <cstdint>
#include <cstring>
#include <new>

namespace axnorm::exec {
inline namespace AXNORM_ISA {

/// One thing that every tile does.
struct tile_action {
  enum class kind : std::uint8_t {
    compute,       ///< scalars of stage `index`
    clear_moments, ///< a moment that is a scalar: to `value`, 0, 0
    clear_one,     ///< another reduction that is a scalar: to `value`
    clear,         ///< the results of reduction `index`
    row,           ///< a sweep that is one run of a row kernel
    sweep,         ///< another sweep
    keep,          ///< a result counts as a scalar from here on
    window,        ///< window `index`
    write          ///< outputs of stage `index` that are scalars
  };
  kind what = kind::compute;
  int index = 0;
  const sweep_run* run = nullptr;
  const addresses* at = nullptr;
  double* to = nullptr;
  const double* from = nullptr;
  double value = 0;
};

class tile_worker : whole_sweeps {
public:
  /// Tiles from number `first` on. `copies`: of what tiles sum across them; null: the results themselves.
  tile_worker(const call& given, const tile_loops& loops, std::int64_t first, double* copies)
      : whole_sweeps(given), loops_(loops), room_(*this, loops), position_(loops, first, room_.moves, room_.addresses),
        staged_(room_.staged) {
    const std::size_t n = t.code.size();
    std::memcpy(room_.values, c.values, n * sizeof(double));
    for (std::size_t i = 0; i < t.buffers.size(); ++i)
      room_.base[i] = c.bases[i];
    place_buffers(thread_scratch<scratch_use::one_tile>(), true, room_.base);
    for (std::size_t k = 0; k < t.sweeps.size(); ++k)
      if (t.sweeps[k].when == plan::phase::tile) start_sweep(k, copies);
    for (std::size_t g = 0; g < t.stages.size(); ++g)
      if (t.stages[g].when == plan::phase::tile) add_stage(static_cast<int>(g));
  }

  /// Does the next tiles.
  void run(std::int64_t tiles) {
    for (std::int64_t k = 0; k < tiles; ++k) {
      if (k > 0 && k % staged_sums::longest == 0) staged_.flush();
      if (started_) position_.advance();
      started_ = true;
      one_tile();
    }
    staged_.flush();
  }
  /// From now on what is summed across tiles is as many bytes further.
  void move_copies(std::ptrdiff_t bytes) {
    staged_.move(bytes);
    for (std::size_t k = 0; k < t.sweeps.size(); ++k)
      each_crossing(t.sweeps[k], [&](int i, int) {
        if (!is_staged(t.sweeps[k])) room_.at[k][static_cast<std::size_t>(reduction_slot(t.sweeps[k], i))] += bytes;
      });
  }

private:
  /// What a thread keeps for its tiles, in scratch memory sized to the plan.
  struct state {
    double *values, *words;
    char** base;
    sweep_run* runs;
    exec::addresses *at, *operands, *outputs; ///< at: by sweep
    tile_move* moves;
    tile_action* actions;
    float* staged;
    int addresses = 0; ///< at most so many follow the tiles

    state(const tile_worker& w, const tile_loops& loops) {
      const plan_tables& t = w.t;
      const std::size_t n = t.code.size(), s = t.sweeps.size();
      std::size_t list = 0;
      std::int64_t sums = 0;
      addresses = static_cast<int>(w.c.operands.size() + w.c.outputs.size());
      for (std::size_t k = 0; k < s; ++k) {
        addresses += t.kernels[k].slots();
        list += 1 + 2 * static_cast<std::size_t>(t.sweeps[k].reductions.count);
        if (w.is_staged(t.sweeps[k])) sums += w.copy_size(t.sweeps[k]);
      }
      for (const plan::stage& g : t.stages)
        list += 2 + static_cast<std::size_t>(g.windows.count);
      staged = reinterpret_cast<float*>(
          thread_scratch<scratch_use::staged_sums>().take(static_cast<std::size_t>(sums) * sizeof(float)));
      const auto lines = [](std::size_t bytes) { return (bytes + 63) / 64 * 64; };
      const std::size_t loops_moves = static_cast<std::size_t>(loops.count * addresses);
      const std::size_t sizes[] = {lines(n * sizeof(double)),
                                   lines(3 * n * sizeof(double)),
                                   lines(t.buffers.size() * sizeof(char*)),
                                   lines(s * sizeof(sweep_run)),
                                   lines((s + 2) * sizeof(exec::addresses)),
                                   lines(loops_moves * sizeof(tile_move)),
                                   list * sizeof(tile_action)};
      std::size_t total = 0;
      for (const std::size_t bytes : sizes)
        total += bytes;
      char* p = thread_scratch<scratch_use::tile_state>().take(total);
      values = reinterpret_cast<double*>(p);
      words = reinterpret_cast<double*>(p += sizes[0]);
      base = reinterpret_cast<char**>(p += sizes[1]);
      runs = reinterpret_cast<sweep_run*>(p += sizes[2]);
      at = reinterpret_cast<exec::addresses*>(p += sizes[3]);
      moves = reinterpret_cast<tile_move*>(p += sizes[4]);
      actions = reinterpret_cast<tile_action*>(p += sizes[5]);
      operands = at + s;
      outputs = operands + 1;
      for (std::size_t k = 0; k < s; ++k)
        new (runs + k) sweep_run;
      for (std::size_t k = 0; k < s + 2; ++k)
        new (at + k) exec::addresses;
    }
  };

  const tile_loops& loops_;
  state room_;
  tile_position position_;
  staged_sums staged_;
  int actions_ = 0;
  std::uint64_t followed_ = 0; ///< operands
  bool started_ = false;

  bool is_staged(const plan::sweep& s) const { return s.adds() && t.real_size == sizeof(float); }

  /// Makes sweep k ready to run, its addresses follow the tiles.
  void start_sweep(std::size_t k, double*& copies) {
    const plan::sweep& s = t.sweeps[k];
    std::array<slot, max_slots> at;
    slots_of(s, room_.base, room_.words, at.data());
    if (copies != nullptr)
      each_crossing(s, [&](int i, int j) {
        at[static_cast<std::size_t>(reduction_slot(s, i))].data = reinterpret_cast<char*>(copies);
        copies += copy_size(j);
      });
    if (is_staged(s))
      for (int i = 0; i < s.reductions.count; ++i)
        staged_.add(at[static_cast<std::size_t>(reduction_slot(s, i))], results_of(t.listed(s.reductions, i)));
    sweep_run& r = room_.runs[k];
    prepare(r, static_cast<int>(k), at.data(), room_.values);
    for (int m = 0; m < r.kernel->slots(); ++m)
      position_.follow(room_.at[k][static_cast<std::size_t>(m)], at[static_cast<std::size_t>(m)]);
    r.row = row_of_tiles(r, at.data());
    if (k == last_writing()) fetch_ahead(r, at.data());
  }
  /// The kernel that does all of the sweep in each tile, if one run of a row kernel does.
  row_function row_of_tiles(const sweep_run& r, const slot* at) const {
    const sweep_kernel& kernel = *r.kernel;
    if (!r.single || !r.unit || kernel.interpreted != nullptr) return nullptr;
    if (!r.stream || kernel.streaming == nullptr) return kernel.plain;
    for (int m = kernel.leaves; m < kernel.leaves + kernel.results; ++m) {
      const std::uintptr_t beyond = kernel.alignment[static_cast<std::size_t>(m)] - std::uintptr_t{1};
      std::uintptr_t bits = reinterpret_cast<std::uintptr_t>(at[m].data);
      for (int k = 0; k < loops_.count; ++k)
        bits |= static_cast<std::uintptr_t>(at[m].step[loops_.part[static_cast<std::size_t>(k)]]);
      if ((bits & beyond) != 0) return nullptr; // some tiles may be streamed, and others not
    }
    return kernel.streaming;
  }
  std::size_t last_writing() const {
    std::size_t last = t.sweeps.size();
    for (std::size_t k = 0; k < t.sweeps.size(); ++k)
      if (t.sweeps[k].when == plan::phase::tile && t.sweeps[k].outputs.count > 0 && t.sweeps[k].data) last = k;
    return last;
  }
  /// While a tile's last results are computed from what is in cache, and written around it, memory is idle: the next
  /// tile's data are asked for then.
  void fetch_ahead(sweep_run& r, const slot* at) const {
    if (!c.stream || loops_.count == 0) return;
    for (std::size_t m = 0; m < static_cast<std::size_t>(r.kernel->slots()); ++m)
      r.ahead[m] = at[m].data == nullptr ? 0 : at[m].step[loops_.part[static_cast<std::size_t>(loops_.count - 1)]];
  }

  void add(const tile_action& x) { new (room_.actions + actions_++) tile_action(x); }
  void add_stage(int g) {
    const plan::stage& stage = t.stages[static_cast<std::size_t>(g)];
    using kind = tile_action::kind;
    for (int k = 0; k < stage.scalars.count; ++k)
      if (const graph::instruction& x = t.at(t.listed(stage.scalars, k)); x.kind == code::load) {
        const auto m = static_cast<std::size_t>(x.a);
        if (followed_ >> m & 1) continue;
        followed_ |= std::uint64_t{1} << m;
        position_.follow((*room_.operands)[m], c.operands[m]);
      }
    for (int k = 0; k < stage.scalar_outputs.count; ++k) {
      const auto m = static_cast<std::size_t>(t.listed(stage.scalar_outputs, k));
      position_.follow((*room_.outputs)[m], c.outputs[m]);
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
    const sweep_run& r = room_.runs[k];
    const addresses& at = room_.at[k];
    using kind = tile_action::kind;
    const auto each_own = [&](auto f) {
      for (int i = 0; i < s.reductions.count; ++i)
        if (const int j = t.listed(s.reductions, i); !crosses(j))
          f(j, reinterpret_cast<double*>(at[static_cast<std::size_t>(reduction_slot(s, i))]));
    };
    each_own([&](int j, double* to) {
      clear(t.at(j), to, results_of(j)); // also tells what to
      if (t.place_of(j).where != plan::home::scalar)
        add({.what = kind::clear, .index = j, .to = to});
      else
        add({.what = t.at(j).kind == code::moments ? kind::clear_moments : kind::clear_one, .to = to, .value = *to});
    });
    add({.what = r.row != nullptr ? kind::row : kind::sweep, .run = &r, .at = &at});
    each_own([&](int j, double* to) {
      if (t.place_of(j).where == plan::home::scalar) add({.what = kind::keep, .to = room_.values + j, .from = to});
    });
  }

  void one_tile() const {
    using kind = tile_action::kind;
    for (const tile_action *a = room_.actions, *end = a + actions_; a != end; ++a)
      switch (a->what) {
      case kind::compute:
        t.scalars[a->index].compute(room_.values, room_.words, room_.operands->data(), c.extents);
        break;
      case kind::clear_moments:
        a->to[1] = a->to[2] = 0;
        [[fallthrough]];
      case kind::clear_one:
        a->to[0] = a->value;
        break;
      case kind::clear:
        clear(t.at(a->index), a->to, results_of(a->index));
        break;
      case kind::row:
        a->run->one_row(*a->at);
        break;
      case kind::sweep:
        a->run->run(*a->at);
        break;
      case kind::keep:
        *a->to = *a->from;
        break;
      case kind::window:
        (this->*c.window)(a->index, room_.base, t.tile, 1);
        break;
      case kind::write:
        t.scalars[a->index].write(room_.values, room_.outputs->data());
        break;
      }
  }
};

} // namespace AXNORM_ISA
} // namespace axnorm::exec
