// The values of tiles (or a call) that are single numbers: statistics and what follows from them, computed in double
// between sweeps, for several tiles at once. Must not know: loops, threads.
#pragma once

#include <axnorm/exec/body.hpp>

#include <cstddef>
#include <cstdint>

namespace axnorm::exec {
inline namespace AXNORM_ISA {

/// What a stage's scalars are computed from and kept in: values by instruction, words (three each) by reduction whose
/// result is a scalar, most_tiles side by side each; operands: where each operand's element for the first tile is, and
/// how many bytes further for the next; extents by part.
struct stage_run {
  double* values;
  const double* words;
  char* const* operands;
  const std::ptrdiff_t* operand_step;
  const std::int64_t* extents;
  std::int64_t tiles = 1; ///< if it is 1, operand_step is not looked at
};

template<class K, bool Tiled, int Stage>
struct scalar_stage {
  static constexpr const auto& the_plan = K::template plan_for<Tiled>();
  static constexpr plan::stage stage = the_plan.stages[static_cast<std::size_t>(Stage)];
  using V = pack<double>;
  static constexpr std::int64_t W = V::width < most_tiles ? V::width : most_tiles;

  template<int J>
  AXNORM_INLINE static V get(const double* values) {
    if constexpr (K::program[J].kind == code::constant)
      return V(K::program[J].value);
    else
      return load<double>(values + J * most_tiles);
  }
  /// Writes scalar j, where it is not computed from others.
  template<int j>
  AXNORM_INLINE static void place(const stage_run& r) {
    constexpr graph::instruction x = K::program[j];
    double* const to = r.values + j * most_tiles;
    if constexpr (x.kind == code::load) {
      using E = typename K::template operand_element<x.a>;
      const char* const from = r.operands[x.a];
      to[0] = load_one<double>(reinterpret_cast<const E*>(from));
      for (std::int64_t k = 1; k < r.tiles; ++k)
        to[k] = load_one<double>(reinterpret_cast<const E*>(from + k * r.operand_step[x.a]));
    } else if constexpr (x.kind == code::count) {
      double n = 1;
      for (int p = 0; p < K::parts; ++p)
        if (x.over >> p & 1) n *= static_cast<double>(r.extents[p]);
      for (std::int64_t k = 0; k < most_tiles; k += W)
        store(to + k, V(n));
    }
  }
  /// Computes scalar j of the tiles that `values` and `words` begin with.
  template<int j>
  AXNORM_INLINE static void compute(double* values, const double* words) {
    constexpr graph::instruction x = K::program[j];
    if constexpr (graph::is_part(x.kind)) {
      store(values + j * most_tiles, load<double>(words + (3 * x.a + graph::word_of(x.kind)) * most_tiles));
    } else if constexpr (x.kind != code::load && x.kind != code::count) {
      const V a = get<x.a>(values), b = x.b >= 0 ? get<x.b >= 0 ? x.b : x.a>(values) : a;
      store(values + j * most_tiles,
            apply<x.kind, typename K::real>(a, b, x.c >= 0 ? get<x.c >= 0 ? x.c : x.a>(values) : a));
    }
  }

  /// Computes the stage's scalars.
  static void compute_all(const stage_run& r) {
    repeat<stage.scalars.count>([&](auto k)
                                    __attribute__((always_inline)) { place<the_plan.listed(stage.scalars, k)>(r); });
    for (std::int64_t first = 0; first < r.tiles; first += W)
      repeat<stage.scalars.count>([&](auto k) __attribute__((always_inline)) {
        compute<the_plan.listed(stage.scalars, k)>(r.values + first, r.words + first);
      });
  }

  /// Writes the outputs that are scalars of a tile, `step` bytes apart (not looked at for a single tile).
  static void write(const double* values, char* const* outputs, const std::ptrdiff_t* step, std::int64_t tiles) {
    repeat<stage.scalar_outputs.count>([&](auto k) __attribute__((always_inline)) {
      constexpr int o = the_plan.listed(stage.scalar_outputs, k);
      constexpr int j = K::program.outputs[static_cast<std::size_t>(o)].instruction;
      using E = typename K::template output_element<o>;
      for (std::int64_t t = 0; t < tiles; ++t)
        store_one(reinterpret_cast<E*>(t == 0 ? outputs[o] : outputs[o] + t * step[o]),
                  K::program[j].kind == code::constant ? K::program[j].value : values[j * most_tiles + t]);
    });
  }
};

} // namespace AXNORM_ISA
} // namespace axnorm::exec
