// The values of a tile (or a call) that are single numbers: statistics and what follows from them, computed in double
// between sweeps, by packs, whose functions give the same bits as where several tiles go together. Must not know:
// loops, threads.
#pragma once

#include <axnorm/exec/body.hpp>

#include <cstddef>
#include <cstdint>

namespace axnorm::exec {
inline namespace AXNORM_ISA {

/// What a stage's scalars are computed from and kept in: values by instruction, words (three each) by reduction whose
/// result is a scalar, most_tiles apart; operands: where each operand's element is; extents by part.
struct stage_run {
  double* values;
  const double* words;
  char* const* operands;
  const std::int64_t* extents;
};

template<class K, bool Tiled, int Stage>
struct scalar_stage {
  static constexpr const auto& the_plan = K::template plan_for<Tiled>();
  static constexpr plan::stage stage = the_plan.stages[static_cast<std::size_t>(Stage)];
  static constexpr const auto& program = K::template program_for<Tiled>();
  using V = pack<double>;

  template<int J>
  AXNORM_INLINE static V get(const double* values) {
    if constexpr (program[J].kind == code::constant)
      return V(program[J].value);
    else
      return V(values[J * most_tiles]);
  }
  /// Writes scalar j, where it is not computed from others.
  template<int j>
  AXNORM_INLINE static void place(const stage_run& r) {
    constexpr graph::instruction x = program[j];
    double* const to = r.values + j * most_tiles;
    if constexpr (x.kind == code::load) {
      using E = typename K::template operand_element<x.a>;
      to[0] = load_one<double>(reinterpret_cast<const E*>(r.operands[x.a]));
    } else if constexpr (x.kind == code::count) {
      double n = 1;
      for (int p = 0; p < K::parts; ++p)
        if (x.over >> p & 1) n *= static_cast<double>(r.extents[p]);
      to[0] = n;
    }
  }
  /// Computes scalar j from others.
  template<int j>
  AXNORM_INLINE static void compute(double* values, const double* words) {
    constexpr graph::instruction x = program[j];
    if constexpr (graph::is_part(x.kind)) {
      values[j * most_tiles] = words[(3 * x.a + graph::word_of(x.kind)) * most_tiles];
    } else if constexpr (x.kind != code::load && x.kind != code::count) {
      const V a = get<x.a>(values), b = x.b >= 0 ? get<x.b >= 0 ? x.b : x.a>(values) : a;
      values[j * most_tiles] =
          first_lane(apply<x.kind, typename K::real>(a, b, x.c >= 0 ? get<x.c >= 0 ? x.c : x.a>(values) : a));
    }
  }

  /// Computes the stage's scalars.
  static void compute_all(const stage_run& r) {
    repeat<stage.scalars.count>([&](auto k) __attribute__((always_inline)) {
      place<the_plan.listed(stage.scalars, k)>(r);
      compute<the_plan.listed(stage.scalars, k)>(r.values, r.words);
    });
  }

  /// Writes the outputs that are scalars.
  static void write(const double* values, char* const* outputs) {
    repeat<stage.scalar_outputs.count>([&](auto k) __attribute__((always_inline)) {
      constexpr int o = the_plan.listed(stage.scalar_outputs, k);
      constexpr int j = program.outputs[static_cast<std::size_t>(o)].instruction;
      using E = typename K::template output_element<o>;
      store_one(reinterpret_cast<E*>(outputs[o]),
                program[j].kind == code::constant ? program[j].value : values[j * most_tiles]);
    });
  }
};

} // namespace AXNORM_ISA
} // namespace axnorm::exec
