// Tiles whose sweeps are one run of a row kernel each and leave nothing but numbers: everything that they do in one
// function, from the sums to what is written. A few tiles go together, each sweep in all of them before the next: what
// is found once a tile is then found for all of them at a time. Used by the driver of tiles. Must not know: threads,
// what else tiles may do.
#pragma once

#include <axnorm/exec/nest.hpp>
#include <axnorm/exec/row.hpp>
#include <axnorm/exec/row_neighbours.hpp>
#include <axnorm/exec/tile_numbers.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

namespace axnorm::exec {
inline namespace AXNORM_ISA {

/// The function for plan K::tiled (K: plan::compiled<Source>), where it is `possible`. Rows whose length types know
/// must have it.
template<class K>
struct tile_kernel {
  static constexpr const auto& plan = K::tiled;
  static constexpr const auto& program = K::tiles_program;
  static constexpr int stages = static_cast<int>(plan.stages.size());
  static constexpr int sweeps = static_cast<int>(plan.sweeps.size());

  /// More operations than this are a long function, beside which calls from sweep to sweep do not matter.
  static constexpr int most_operations = 96;
  static constexpr bool possible = [] {
    int operations = 0, reductions = 0;
    for (const plan::buffer& b : plan.buffers)
      if (b.when == plan::phase::tile && !graph::is_elementwise(program[b.instruction].kind)) return false;
    for (const plan::stage& g : plan.stages)
      if (g.when == plan::phase::tile && g.windows.count > 0) return false;
    for (const plan::sweep& s : plan.sweeps) {
      if (s.when != plan::phase::tile) continue;
      if (!s.data || s.shape != plan::form::row) return false;
      for (int i = 0; i < s.reductions.count; ++i)
        if (!s.adds() &&
            plan.places[static_cast<std::size_t>(plan.listed(s.reductions, i))].where != plan::home::scalar)
          return false;
      reductions += s.reductions.count;
      operations += s.body.count;
    }
    return plan.tile != 0 && reductions > 0 && operations <= most_operations;
  }();

  /// Slots of sweep S whose place is a buffer: what one group of tiles keeps in it, the next one overwrites.
  template<int S>
  static constexpr std::uint32_t kept = [] {
    constexpr plan::sweep s = plan.sweeps[static_cast<std::size_t>(S)];
    std::uint32_t r = 0;
    for (int m = 0; m < s.leaves.count + s.stores.count; ++m) {
      const int j = m < s.leaves.count ? plan.listed(s.leaves, m) : plan.listed(s.stores, m - s.leaves.count);
      const plan::place& p = plan.places[static_cast<std::size_t>(j)];
      if (p.where == plan::home::buffer && plan.buffers[static_cast<std::size_t>(p.buffer)].when == plan::phase::tile)
        r |= std::uint32_t{1} << m;
    }
    return r;
  }();

  using numbers = tile_numbers<K>;
  /// Where the kernel of a sweep finds its scalars.
  template<int S>
  static constexpr auto which = [] {
    constexpr plan::sweep s = plan.sweeps[static_cast<std::size_t>(S)];
    std::array<int, static_cast<std::size_t>(std::max(1, s.scalars.count))> r{};
    for (int i = 0; i < s.scalars.count; ++i)
      r[static_cast<std::size_t>(i)] = numbers::row_of[static_cast<std::size_t>(plan.listed(s.scalars, i))];
    return r;
  }();

  /// Does the tiles, `together` at a time.
  [[gnu::noinline]] static void run(const tile_runs& r) {
    numbers found;
    found.begin(r.values);
    char* at[sweeps][max_slots];
    place_all(indices<sweeps>{}, at, r);
    for (std::int64_t first = 0;; first += r.together) {
      const std::int64_t left = r.tiles - first, tiles = r.together < left ? r.together : left;
      do_stages(indices<stages>{}, found, at, r, {first, tiles});
      if (tiles == left) break;
    }
  }

private:
  using group = tile_group;
  template<int S>
  static constexpr bool in_tiles = plan.sweeps[static_cast<std::size_t>(S)].when == plan::phase::tile;
  template<int S>
  using body = body_of<kernel_source<K, true, S>>;

  template<int... S, class At>
  AXNORM_INLINE static void place_all(index_list<S...>, At& at, const tile_runs& r) {
    (place<S>(at[S], r.sweeps[S]), ...);
  }
  template<int S>
  AXNORM_INLINE static void place(char** at, const tile_sweep& s) {
    if constexpr (in_tiles<S>) set_addresses(body<S>::moving_list, at, s.at);
  }
  template<int... G, class At>
  AXNORM_INLINE static void do_stages(index_list<G...>, numbers& found, At& at, const tile_runs& r, group now) {
    (do_stage<G>(found, at, r, now), ...);
  }
  template<int G, class At>
  AXNORM_INLINE static void do_stage(numbers& found, At& at, const tile_runs& r, group now) {
    constexpr plan::stage g = plan.stages[static_cast<std::size_t>(G)];
    if constexpr (g.when == plan::phase::tile) {
      if constexpr (g.scalars.count > 0) found.template find<G>(r, now);
      do_sweeps<G>(indices<g.sweeps.count>{}, found, at, r, now);
      if constexpr (g.scalar_outputs.count > 0) found.template write<G>(r, now);
    }
  }

  template<int G, int... k, class At>
  AXNORM_INLINE static void do_sweeps(index_list<k...>, numbers& found, At& at, const tile_runs& r, group now) {
    (do_sweep<plan.listed(plan.stages[static_cast<std::size_t>(G)].sweeps, k)>(found, at, r, now), ...);
  }
  /// A sweep in each tile of the group. If a pivot was an outlier, all runs are done again about the means found.
  template<int S, class At>
  AXNORM_INLINE static void do_sweep(numbers& found, At& all, const tile_runs& r, group now) {
    using T = body<S>;
    using results = row_results<T>;
    constexpr indices<T::reductions> reductions{};
    constexpr bool may_stream = plan.sweeps[static_cast<std::size_t>(S)].outputs.count > 0;
    constexpr std::int64_t known = kernel_source<K, true, S>::known_run;
    const tile_sweep& given = r.sweeps[S];
    char** const at = all[S];
    const std::int64_t n = known > 0 ? known : given.n;
    const row_runs run{.at = at,
                       .row_step = given.row_step,
                       .rows = given.rows,
                       .n = n,
                       .scalars = {&found.value[0][0], which<S>.data()},
                       .places = nullptr,
                       .word_stride = nullptr,
                       .ahead = given.ahead,
                       .tile_step = given.tile_step};
    typename results::collected collected;
    for (bool retry = true;; retry = false) {
      char* p[T::slots > 0 ? T::slots : 1];
      set_addresses(T::moving_list, p, at);
      std::int64_t tile = 0;
      if constexpr (may_stream)
        if (r.stream) one_after_the_other<true, S>(found, collected, p, given, run, now.tiles, tile, retry);
      one_after_the_other<false, S>(found, collected, p, given, run, now.tiles, tile, retry);
      if constexpr (T::moments)
        if (!results::take_moments(reductions, collected, now.tiles, static_cast<double>(given.rows * n), retry))
          continue;
      set_addresses(T::moving_list, at, p);
      if constexpr (kept<S> != 0) return_kept<S>(T::moving_list, at, given.tile_step, now.tiles);
      break;
    }
    add_up<S>(reductions, found, collected, now.tiles);
  }
  template<int S, int... m>
  AXNORM_INLINE static void return_kept(index_list<m...>, char** at, const std::ptrdiff_t* step, std::int64_t tiles) {
    ((at[m] -= (kept<S> >> m & 1) != 0 ? step[m] * tiles : 0), ...);
  }
  /// The tiles from number `tile` on, at addresses p, which follow them. If `retry` is false, pivots are known.
  template<bool Stream, int S>
  AXNORM_INLINE static void one_after_the_other(numbers& found, typename row_results<body<S>>::collected& collected,
                                                char** p, const tile_sweep& given, const row_runs& run,
                                                std::int64_t tiles, std::int64_t& tile, bool retry) {
    using T = body<S>;
    constexpr indices<T::reductions> reductions{};
    constexpr int neighbours = row_neighbours<T>::side_by_side;
    if constexpr (neighbours > 1)
      for (; given.side_by_side && tile + neighbours <= tiles; tile += neighbours) {
        row_neighbours<T>::template tiles_side_by_side<neighbours, Stream>(indices<neighbours>{}, p, run, tile, run.n);
        for (int k = 0; k < neighbours; ++k)
          move_addresses(T::moving_list, p, given.tile_step);
      }
    for (; tile < tiles; ++tile) {
      typename T::lifted up;
      T::lift_scalars(T::scalar_list, up, run.scalars, tile);
      typename row_step<T>::accumulators acc;
      if constexpr (T::moments) {
        if (retry) {
          T::lift_leaves(T::leaf_list, up, p);
          row_step<T>::find_pivots(T::lists, acc, up, p, run.n);
        } else {
          row_results<T>::use_pivots(reductions, acc, collected, tile);
        }
      }
      acc.clear_all(reductions);
      row_kernel<T>::template rows<Stream>(acc, up, p, run, run.n);
      keep<S>(reductions, found, acc, collected, tile, retry);
      move_addresses(T::moving_list, p, given.tile_step);
    }
  }
  template<int S, int i>
  AXNORM_INLINE static double* words(numbers& found) {
    return found.template at<plan.listed(plan.sweeps[static_cast<std::size_t>(S)].reductions, i)>();
  }
  template<int S, int... i>
  AXNORM_INLINE static void keep(index_list<i...>, [[maybe_unused]] numbers& found,
                                 [[maybe_unused]] const typename row_step<body<S>>::accumulators& acc,
                                 [[maybe_unused]] typename row_results<body<S>>::collected& collected,
                                 [[maybe_unused]] std::int64_t tile, [[maybe_unused]] bool retry) {
    (row_results<body<S>>::template collect_one<i>(acc, collected, words<S, i>(found) + tile, most_tiles, tile, retry),
     ...);
  }
  template<int S, int... i>
  AXNORM_INLINE static void add_up(index_list<i...>, [[maybe_unused]] numbers& found,
                                   [[maybe_unused]] typename row_results<body<S>>::collected& collected,
                                   [[maybe_unused]] std::int64_t tiles) {
    (row_results<body<S>>::template words_of<i>(words<S, i>(found), most_tiles, collected, tiles), ...);
  }
};

} // namespace AXNORM_ISA
} // namespace axnorm::exec
