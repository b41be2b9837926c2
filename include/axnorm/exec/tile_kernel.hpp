// Tiles whose sweeps are one run of a row kernel each and leave nothing but numbers: everything that they do in one
// function, from the sums to what is written. A few tiles go together, each sweep in all of them before the next: what
// is found once a tile is then found for all of them at a time. Used by the driver of tiles. Must not know: threads,
// what else tiles may do.
#pragma once

#include <axnorm/exec/nest.hpp>
#include <axnorm/exec/row.hpp>
#include <axnorm/exec/row_neighbours.hpp>
#include <axnorm/exec/scalars.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

namespace axnorm::exec {
inline namespace AXNORM_ISA {

/// One sweep of the tiles: its slots in the first tile, what its row kernel is given, and steps to the next tile.
struct tile_sweep {
  char* const* at;
  const std::ptrdiff_t *row_step, *ahead, *tile_step;
  std::int64_t rows, n;
  bool side_by_side; ///< tiles may go side by side
};

/// What is to be done: sweeps by number; values of before the tiles by instruction, most_tiles apart; where operands
/// and outputs that are numbers of a tile are.
struct tile_runs {
  const tile_sweep* sweeps;
  const double* values;
  char *const *operands, *const *outputs;
  const std::ptrdiff_t *operand_step, *output_step;
  const std::int64_t* extents; ///< by part
  std::int64_t tiles, together;
  bool stream; ///< results go around the cache
};

/// The function for plan K::tiled (K: plan::compiled<Source>), where it is `possible`. Rows whose length types know
/// must have it.
template<class K>
struct tile_kernel {
  static constexpr const auto& plan = K::tiled;
  static constexpr const auto& program = K::program;
  static constexpr int stages = static_cast<int>(plan.stages.size());
  static constexpr int sweeps = static_cast<int>(plan.sweeps.size());

  /// More operations than this are a long function, beside which calls from sweep to sweep do not matter.
  static constexpr int most_operations = 96;
  static constexpr bool possible = [] {
    int operations = 0, reductions = 0;
    for (const plan::buffer& b : plan.buffers)
      if (b.when == plan::phase::tile) return false;
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

  /// The numbers of a group of tiles: for each instruction that is one a value a tile, side by side.
  struct numbers {
    using V = pack<double>;
    /// By instruction: the first of its rows; -1 if there is none.
    static constexpr auto row_of = [] {
      std::array<int, program.code.size()> r{};
      r.fill(-1);
      int n = 0;
      const auto take = [&](int j, int words) {
        if (r[static_cast<std::size_t>(j)] >= 0) return;
        r[static_cast<std::size_t>(j)] = n;
        n += words;
      };
      for (const plan::stage& g : plan.stages) {
        if (g.when != plan::phase::tile) continue;
        for (int k = 0; k < g.scalars.count; ++k)
          take(plan.listed(g.scalars, k), 1);
        for (int k = 0; k < g.sweeps.count; ++k) {
          const plan::sweep& s = plan.sweeps[static_cast<std::size_t>(plan.listed(g.sweeps, k))];
          for (int i = 0; !s.adds() && i < s.reductions.count; ++i)
            take(plan.listed(s.reductions, i), graph::words_of(program[plan.listed(s.reductions, i)].kind));
          for (int i = 0; i < s.scalars.count; ++i)
            take(plan.listed(s.scalars, i), 1);
        }
      }
      return r;
    }();
    static constexpr std::size_t rows = [] {
      std::size_t n = 1;
      for (std::size_t j = 0; j < row_of.size(); ++j)
        if (row_of[j] >= 0)
          n = std::max(n, static_cast<std::size_t>(row_of[j] + graph::words_of(program.code[j].kind)));
      return n;
    }();
    /// Whether instruction j is computed in tiles; else it was before them.
    static constexpr bool in_tiles(int j) { return plan.places[static_cast<std::size_t>(j)].when == plan::phase::tile; }
    alignas(64) double value[rows][most_tiles];
    const double* before;

    /// Takes what sweeps use of what was computed before the tiles.
    AXNORM_INLINE void begin(const double* values) {
      before = values;
      for (std::size_t j = 0; j < row_of.size(); ++j)
        if (row_of[j] >= 0 && !in_tiles(static_cast<int>(j)))
          std::fill_n(value[row_of[j]], most_tiles,
                      program.code[j].kind == code::constant ? program.code[j].value : values[j * most_tiles]);
    }
    template<int J>
    AXNORM_INLINE double* at() {
      return value[row_of[static_cast<std::size_t>(J)]];
    }
    /// Value J of the tiles from number `first` of the group on.
    template<int J>
    AXNORM_INLINE V get(std::int64_t first) const {
      if constexpr (program[J].kind == code::constant)
        return V(program[J].value);
      else if constexpr (in_tiles(J))
        return load<double>(value[row_of[static_cast<std::size_t>(J)]] + first);
      else
        return V(before[J * most_tiles]);
    }
  };
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
  static constexpr std::int64_t W = pack<double>::width;
  /// Tiles from number `first` on.
  struct group {
    std::int64_t first, tiles;
  };
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
      constexpr indices<g.scalars.count> scalars{};
      load_all<G>(scalars, found, r, now);
      for (std::int64_t first = 0; first < now.tiles; first += W)
        compute_all<G>(scalars, found, first);
      do_sweeps<G>(indices<g.sweeps.count>{}, found, at, r, now);
      write_all<G>(indices<g.scalar_outputs.count>{}, found, r, now);
    }
  }

  template<int G, int... k>
  AXNORM_INLINE static void load_all(index_list<k...>, [[maybe_unused]] numbers& found,
                                     [[maybe_unused]] const tile_runs& r, [[maybe_unused]] group now) {
    (load_one_of<plan.listed(plan.stages[static_cast<std::size_t>(G)].scalars, k)>(found, r, now), ...);
  }
  /// Scalar j, where it is not computed from others.
  template<int j>
  AXNORM_INLINE static void load_one_of(numbers& found, const tile_runs& r, group now) {
    constexpr graph::instruction x = program[j];
    if constexpr (x.kind == code::load) {
      using E = typename K::template operand_element<x.a>;
      const char* const from = r.operands[x.a] + now.first * r.operand_step[x.a];
      for (std::int64_t k = 0; k < now.tiles; ++k)
        found.template at<j>()[k] = load_one<double>(reinterpret_cast<const E*>(from + k * r.operand_step[x.a]));
    } else if constexpr (x.kind == code::count) {
      double n = 1;
      for (int p = 0; p < K::parts; ++p)
        if (x.over >> p & 1) n *= static_cast<double>(r.extents[p]);
      for (std::int64_t k = 0; k < most_tiles; k += W)
        store(found.template at<j>() + k, pack<double>(n));
    }
  }
  template<int G, int... k>
  AXNORM_INLINE static void compute_all(index_list<k...>, [[maybe_unused]] numbers& found,
                                        [[maybe_unused]] std::int64_t first) {
    (compute<plan.listed(plan.stages[static_cast<std::size_t>(G)].scalars, k)>(found, first), ...);
  }
  template<int j>
  AXNORM_INLINE static void compute(numbers& found, std::int64_t first) {
    constexpr graph::instruction x = program[j];
    if constexpr (graph::is_part(x.kind)) {
      store(found.template at<j>() + first,
            load<double>(found.template at<x.a>() + graph::word_of(x.kind) * most_tiles + first));
    } else if constexpr (x.kind != code::load && x.kind != code::count && x.kind != code::constant) {
      const pack<double> a = found.template get<x.a>(first), b = found.template get<x.b >= 0 ? x.b : x.a>(first),
                         c = found.template get<x.c >= 0 ? x.c : x.a>(first);
      store(found.template at<j>() + first, apply<x.kind, typename K::real>(a, b, c));
    }
  }
  template<int G, int... k>
  AXNORM_INLINE static void write_all(index_list<k...>, [[maybe_unused]] const numbers& found,
                                      [[maybe_unused]] const tile_runs& r, [[maybe_unused]] group now) {
    (write<plan.listed(plan.stages[static_cast<std::size_t>(G)].scalar_outputs, k)>(found, r, now), ...);
  }
  template<int o>
  AXNORM_INLINE static void write(const numbers& found, const tile_runs& r, group now) {
    using E = typename K::template output_element<o>;
    char* const to = r.outputs[o] + now.first * r.output_step[o];
    constexpr int j = program.outputs[static_cast<std::size_t>(o)].instruction;
    for (std::int64_t k = 0; k < now.tiles; ++k)
      if constexpr (program[j].kind == code::constant)
        store_one(reinterpret_cast<E*>(to + k * r.output_step[o]), program[j].value);
      else if constexpr (numbers::in_tiles(j))
        store_one(reinterpret_cast<E*>(to + k * r.output_step[o]), found.value[numbers::row_of[j]][k]);
      else
        store_one(reinterpret_cast<E*>(to + k * r.output_step[o]), found.before[j * most_tiles]);
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
      break;
    }
    add_up<S>(reductions, found, collected, now.tiles);
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
