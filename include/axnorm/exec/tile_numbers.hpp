// The numbers of a few tiles that go together: statistics and what follows from them, a value a tile side by side,
// computed in double by packs between the sweeps. Used by the kernel of tiles. Must not know: loops over data, threads.
#pragma once

#include <axnorm/exec/body.hpp>

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

/// Tiles from number `first` on, of those that a call of the kernel does.
struct tile_group {
  std::int64_t first, tiles;
};

/// Rows of numbers, for each instruction of K's program that is one in a tile. (K: plan::compiled<Source>.)
template<class K>
struct tile_numbers {
  static constexpr const auto& plan = K::tiled;
  static constexpr const auto& program = K::tiles_program;
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
      if (row_of[j] >= 0) n = std::max(n, static_cast<std::size_t>(row_of[j] + graph::words_of(program.code[j].kind)));
    return n;
  }();
  /// Whether instruction j is computed in tiles; else it was before them.
  static constexpr bool in_tiles(int j) { return plan.places[static_cast<std::size_t>(j)].when == plan::phase::tile; }

  alignas(64) double value[rows][most_tiles];
  const double* before; ///< what was computed before the tiles, by instruction, most_tiles apart

  /// Takes what sweeps use of that.
  AXNORM_INLINE void begin(const double* values) {
    before = values;
    for (std::size_t j = 0; j < row_of.size(); ++j)
      if (row_of[j] >= 0 && !in_tiles(static_cast<int>(j)))
        std::fill_n(value[row_of[j]], most_tiles,
                    program.code[j].kind == code::constant ? program.code[j].value : values[j * most_tiles]);
  }
  /// The rows of instruction J.
  template<int J>
  AXNORM_INLINE double* at() {
    return value[row_of[static_cast<std::size_t>(J)]];
  }

  /// Computes the scalars of stage G. Out of line: beside a sweep the call is nothing.
  template<int G>
  [[gnu::noinline]] void find(const tile_runs& r, tile_group now) {
    constexpr indices<stage<G>.scalars.count> scalars{};
    load_all<G>(scalars, r, now);
    for (std::int64_t first = 0; first < now.tiles; first += V::width)
      compute_all<G>(scalars, first);
  }
  /// Writes the outputs of stage G that are numbers of a tile.
  template<int G>
  [[gnu::noinline]] void write(const tile_runs& r, tile_group now) const {
    write_all<G>(indices<stage<G>.scalar_outputs.count>{}, r, now);
  }

private:
  template<int G>
  static constexpr plan::stage stage = plan.stages[static_cast<std::size_t>(G)];

  template<int G, int... k>
  AXNORM_INLINE void load_all(index_list<k...>, const tile_runs& r, tile_group now) {
    (load_tiles<plan.listed(stage<G>.scalars, k)>(r, now), ...);
  }
  /// Scalar j, where it is not computed from others.
  template<int j>
  AXNORM_INLINE void load_tiles(const tile_runs& r, tile_group now) {
    constexpr graph::instruction x = program[j];
    if constexpr (x.kind == code::load) {
      using E = typename K::template operand_element<x.a>;
      const std::ptrdiff_t step = r.operand_step[x.a];
      const char* const from = r.operands[x.a] + now.first * step;
      for (std::int64_t k = 0; k < now.tiles; ++k)
        at<j>()[k] = load_one<double>(reinterpret_cast<const E*>(from + k * step));
    } else if constexpr (x.kind == code::count) {
      double n = 1;
      for (int p = 0; p < K::parts; ++p)
        if (x.over >> p & 1) n *= static_cast<double>(r.extents[p]);
      std::fill_n(at<j>(), most_tiles, n);
    }
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
  template<int G, int... k>
  AXNORM_INLINE void compute_all(index_list<k...>, std::int64_t first) {
    (compute<plan.listed(stage<G>.scalars, k)>(first), ...);
  }
  template<int j>
  AXNORM_INLINE void compute(std::int64_t first) {
    constexpr graph::instruction x = program[j];
    if constexpr (graph::is_part(x.kind))
      store(at<j>() + first, load<double>(at<x.a>() + graph::word_of(x.kind) * most_tiles + first));
    else if constexpr (x.kind != code::load && x.kind != code::count && x.kind != code::constant)
      store(at<j>() + first, apply<x.kind, typename K::real>(get<x.a>(first), get<x.b >= 0 ? x.b : x.a>(first),
                                                             get<x.c >= 0 ? x.c : x.a>(first)));
  }
  template<int G, int... k>
  AXNORM_INLINE void write_all(index_list<k...>, const tile_runs& r, tile_group now) const {
    (write_tiles<plan.listed(stage<G>.scalar_outputs, k)>(r, now), ...);
  }
  template<int o>
  AXNORM_INLINE void write_tiles(const tile_runs& r, tile_group now) const {
    constexpr int j = program.outputs[static_cast<std::size_t>(o)].instruction;
    using E = typename K::template output_element<o>;
    const std::ptrdiff_t step = r.output_step[o];
    char* const to = r.outputs[o] + now.first * step;
    for (std::int64_t k = 0; k < now.tiles; ++k)
      if constexpr (program[j].kind == code::constant)
        store_one(reinterpret_cast<E*>(to + k * step), program[j].value);
      else if constexpr (in_tiles(j))
        store_one(reinterpret_cast<E*>(to + k * step), value[row_of[static_cast<std::size_t>(j)]][k]);
      else
        store_one(reinterpret_cast<E*>(to + k * step), before[j * most_tiles]);
  }
};

} // namespace AXNORM_ISA
} // namespace axnorm::exec
