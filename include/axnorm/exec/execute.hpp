// Runs a plan: what comes before the tiles, all tiles, what comes after them. Tiles are independent but for sums across
// them, which fixed groups of tiles collect in copies. Must not know: any norm.
#pragma once

#include <axnorm/exec/whole.hpp>

#include <cstring>

namespace axnorm::exec {
inline namespace AXNORM_ISA {

template<class K, bool Tiled>
class execution : public whole_sweeps<K, Tiled> {
  using base_type = whole_sweeps<K, Tiled>;
  static constexpr const auto& the_plan = K::template plan_for<Tiled>();
  using base_type::most_chunks;
  using base_type::some;
  using base_type::stages;
  using base_type::sweeps;
  using base_type::worth_a_fork;
  using bases = typename base_type::bases;
  template<int S>
  using traits = typename base_type::template traits<S>;
  template<int S>
  using driver = typename base_type::template driver<S>;
  using place = typename base_type::place;
  template<int S>
  using slots = typename base_type::template slots<S>;
  static constexpr std::size_t parts = static_cast<std::size_t>(call<K>::parts);

public:
  explicit execution(const call<K>& c) : base_type(c) {}

  void run() {
    bases base{};
    this->template place_buffers<scratch_use::whole_call>(
        base, [](const plan::buffer& b) { return b.when != plan::phase::tile; });
    scalar_values<K> s;
    this->template whole<plan::phase::before>(s, base);
    if constexpr (has(plan::phase::tile)) tiles(s, base);
    this->template whole<plan::phase::after>(s, base);
  }

private:
  static constexpr bool has(plan::phase when) {
    for (const auto& g : the_plan.stages)
      if (g.when == when) return true;
    return false;
  }

  /// The loops over tiles: the parts that a tile fixes, outermost first.
  struct tile_loops {
    std::array<int, parts> part{};
    std::array<std::int64_t, parts> extent{};
    int count = 0;
    std::int64_t tiles = 1;
  };
  tile_loops loops_over_tiles() const {
    tile_loops r;
    for (int k = 0; k < K::order.count; ++k) {
      const int part = K::order.part[static_cast<std::size_t>(k)];
      if (!(the_plan.tile >> part & 1)) continue;
      const std::int64_t extent = this->c_.extents[part];
      r.tiles *= extent;
      if (extent == 1) continue;
      r.part[static_cast<std::size_t>(r.count)] = part;
      r.extent[static_cast<std::size_t>(r.count++)] = extent;
    }
    return r;
  }

  /// M addresses that follow the tiles: at most one addition each from a tile to the next.
  template<std::size_t M>
  struct follower {
    std::array<char*, M> at{};
    std::array<std::array<std::ptrdiff_t, M>, parts>
        ahead; ///< by loop: the step when it advances and those inside begin again

    void start(const std::array<place, M>& slots, const tile_loops& loops,
               const std::array<std::int64_t, parts>& index) {
      for (std::size_t m = 0; m < M; ++m) {
        at[m] = slots[m].data;
        std::ptrdiff_t back = 0;
        for (int k = loops.count - 1; k >= 0; --k) {
          const auto i = static_cast<std::size_t>(k);
          const std::ptrdiff_t step = slots[m].step[static_cast<std::size_t>(loops.part[i])];
          at[m] += index[i] * step;
          ahead[i][m] = step - back;
          back += (loops.extent[i] - 1) * step;
        }
      }
    }
    void advance(int loop) {
      const auto& step = ahead[static_cast<std::size_t>(loop)];
      for (std::size_t m = 0; m < M; ++m)
        at[m] += step[m];
    }
  };

  /// A sweep of the tile phase, ready to run: its loops are the same for all tiles, its addresses follow them.
  template<int S>
  struct prepared {
    typename driver<S>::loops nest;
    typename driver<S>::arguments arguments;
    follower<static_cast<std::size_t>(driver<S>::M)> addresses;
    slots<S> at;
  };
  template<class Sequence>
  struct all_prepared;
  template<int... S>
  struct all_prepared<std::integer_sequence<int, S...>> : prepared<S>... {};
  using tile_sweeps = all_prepared<std::make_integer_sequence<int, sweeps>>;

  /// Whether sweep S belongs to the tiles, and whether it sums across them.
  template<int S>
  static constexpr bool in_tiles = traits<S>::sweep.when == plan::phase::tile;
  template<int S>
  static constexpr bool across() {
    if (!in_tiles<S>) return false;
    for (int i = 0; i < traits<S>::reductions; ++i)
      if (K::program[traits<S>::reduction(i)].over & the_plan.tile) return true;
    return false;
  }
  static constexpr bool any_across = [] {
    for (const auto& b : the_plan.buffers)
      if (b.across) return true;
    return false;
  }();

  void tiles(const scalar_values<K>& before, const bases& shared) const {
    const tile_loops loops = loops_over_tiles();
    if constexpr (any_across)
      tiles_with_copies(before, shared, loops);
    else
      parallel_blocks(static_cast<std::size_t>(loops.tiles), threads_for_tiles(loops.tiles),
                      [&](std::size_t begin, std::size_t end, int) {
                        run_tiles(before, shared, loops, static_cast<std::int64_t>(begin),
                                  static_cast<std::int64_t>(end), nullptr, 0, 0);
                      });
  }
  int threads_for_tiles(std::int64_t tiles) const {
    std::int64_t work = tiles;
    for (int p = 0; p < K::parts; ++p)
      if (K::program.domains[0] & ~the_plan.tile & graph::axis_mask{1} << p) work *= this->c_.extents[p];
    return work < worth_a_fork ? 1 : this->c_.threads;
  }
  /// Sums over tiles: fixed groups of tiles have a copy of the results each.
  void tiles_with_copies(const scalar_values<K>& before, const bases& shared, const tile_loops& loops) const {
    std::int64_t size = 0;
    repeat<sweeps>([&](auto S) {
      if constexpr (across<S>()) size += this->template copy_size<S>();
    });
    const std::int64_t groups = std::max<std::int64_t>(1, std::min(loops.tiles, most_chunks));
    double* const copies = reinterpret_cast<double*>(
        thread_scratch<scratch_use::partial_results>().take(static_cast<std::size_t>(groups * size) * sizeof(double)));
    auto each_across = [&](auto f) {
      double* here = copies;
      repeat<sweeps>([&](auto S) {
        if constexpr (across<S>()) {
          f(S, here);
          here += groups * this->template copy_size<S>();
        }
      });
    };
    each_across([&](auto S, double* copy) {
      for (std::int64_t k = 0; k < groups; ++k)
        this->template clear_copy<S>(copy, k);
    });
    parallel_for(static_cast<std::size_t>(groups), threads_for_tiles(loops.tiles), [&](std::size_t group) {
      const auto k = static_cast<std::int64_t>(group);
      run_tiles(before, shared, loops, k * loops.tiles / groups, (k + 1) * loops.tiles / groups, copies, groups, k);
    });
    scalar_values<K> none;
    each_across([&](auto S, double* copy) {
      const slots<S> at = this->template slots_of<S>(shared, none);
      this->template clear_results<S>(at);
      this->template merge_copies<S>(at, copy, groups);
    });
  }

  /// Tiles begin ... end - 1, one after the other.
  void run_tiles(const scalar_values<K>& before, const bases& shared, const tile_loops& loops, std::int64_t begin,
                 std::int64_t end, double* copies, std::int64_t groups, std::int64_t group) const {
    if (begin >= end) return;
    bases base = shared;
    this->template place_buffers<scratch_use::one_tile>(
        base, [](const plan::buffer& b) { return b.when == plan::phase::tile; });
    scalar_values<K> s;
    std::memcpy(s.value, before.value, sizeof(s.value));
    std::array<std::int64_t, parts> index{};
    for (std::int64_t flat = begin, k = loops.count - 1; k >= 0; --k) {
      index[static_cast<std::size_t>(k)] = flat % loops.extent[static_cast<std::size_t>(k)];
      flat /= loops.extent[static_cast<std::size_t>(k)];
    }
    tile_sweeps all;
    repeat<sweeps>([&](auto S) {
      if constexpr (in_tiles<S>) {
        prepared<S>& p = all;
        p.at = this->template slots_of<S>(base, s);
        if constexpr (across<S>()) {
          auto start = this->template starts<S>(p.at);
          this->template use_copy<S>(start, copies, group);
          for (int i = 0; i < traits<S>::reductions; ++i) {
            const auto m = static_cast<std::size_t>(traits<S>::reduction_slot(i));
            p.at[m].data = start[m];
          }
          copies += groups * this->template copy_size<S>();
        }
        p.nest = this->template nest_of<S>(p.at);
        p.arguments = this->template arguments_of<S>(p.nest, s);
        p.addresses.start(p.at, loops, index);
      }
    });
    follower<some(K::operands)> operands;
    follower<some(K::outputs)> outputs;
    operands.start(this->c_.operand, loops, index);
    outputs.start(this->c_.output, loops, index);
    for (std::int64_t tile = begin;;) {
      one_tile(s, base, all, operands.at.data(), outputs.at.data());
      if (++tile == end) break;
      int k = loops.count - 1;
      while (++index[static_cast<std::size_t>(k)] == loops.extent[static_cast<std::size_t>(k)])
        index[static_cast<std::size_t>(k--)] = 0;
      repeat<sweeps>([&](auto S) {
        if constexpr (in_tiles<S>) static_cast<prepared<S>&>(all).addresses.advance(k);
      });
      operands.advance(k);
      outputs.advance(k);
    }
    if (this->c_.stream) stream_fence();
  }
  void one_tile(scalar_values<K>& s, const bases& base, const tile_sweeps& all, char* const* operands,
                char* const* outputs) const {
    repeat<stages>([&](auto g) __attribute__((always_inline)) {
      constexpr plan::stage stage = the_plan.stages[static_cast<std::size_t>(g)];
      if constexpr (stage.when == plan::phase::tile) {
        scalar_stage<K, Tiled, g>::compute(s, operands, this->c_.extents);
        repeat<stage.sweeps.count>([&](auto k) __attribute__((always_inline)) {
          constexpr int S = the_plan.listed(stage.sweeps, k);
          const prepared<S>& p = all;
          if constexpr (!across<S>()) this->template clear_results<S>(p.at);
          if (!p.nest.empty)
            driver<S>::run(p.arguments, p.addresses.at, 0, p.nest.outer(), 0, driver<S>::units(p.nest));
          this->template keep_scalars<S>(s);
        });
        repeat<stage.windows.count>(
            [&](auto k) { this->template window<the_plan.listed(stage.windows, k)>(base, the_plan.tile, 1); });
        scalar_stage<K, Tiled, g>::write(s, outputs);
      }
    });
  }
};

} // namespace AXNORM_ISA
} // namespace axnorm::exec
