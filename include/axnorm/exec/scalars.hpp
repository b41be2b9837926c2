// The values of a tile (or a call) that are single numbers: statistics and what follows from them, computed in double
// between sweeps. Must not know: packs, loops, threads.
#pragma once

#include <axnorm/exec/body.hpp>

#include <cstdint>

namespace axnorm::exec {
inline namespace AXNORM_ISA {

template<class K, bool Tiled, int Stage>
struct scalar_stage {
  static constexpr const auto& the_plan = K::template plan_for<Tiled>();
  static constexpr plan::stage stage = the_plan.stages[static_cast<std::size_t>(Stage)];

  template<int J>
  AXNORM_INLINE static double get(const double* values) {
    if constexpr (K::program[J].kind == code::constant)
      return K::program[J].value;
    else
      return values[J];
  }

  /// Computes the stage's scalars, by instruction. `words`: three for each reduction whose result is a scalar;
  /// `operands`: where each operand's element for this tile is; `extents` by part.
  static void compute(double* values, const double* words, char* const* operands, const std::int64_t* extents) {
    repeat<stage.scalars.count>([&](auto k) __attribute__((always_inline)) {
      constexpr int j = the_plan.listed(stage.scalars, k);
      constexpr graph::instruction x = K::program[j];
      if constexpr (x.kind == code::load) {
        values[j] = load_one<double>(reinterpret_cast<const typename K::template operand_element<x.a>*>(operands[x.a]));
      } else if constexpr (x.kind == code::count) {
        double n = 1;
        for (int p = 0; p < K::parts; ++p)
          if (x.over >> p & 1) n *= static_cast<double>(extents[p]);
        values[j] = n;
      } else if constexpr (graph::is_part(x.kind)) {
        values[j] = words[3 * x.a + graph::word_of(x.kind)];
      } else {
        const double a = get<x.a>(values), b = x.b >= 0 ? get<x.b >= 0 ? x.b : x.a>(values) : a;
        values[j] = apply<x.kind, typename K::real>(a, b, x.c >= 0 ? get<x.c >= 0 ? x.c : x.a>(values) : a);
      }
    });
  }

  /// Writes the outputs that are scalars of this tile.
  static void write(const double* values, char* const* outputs) {
    repeat<stage.scalar_outputs.count>([&](auto k) __attribute__((always_inline)) {
      constexpr int o = the_plan.listed(stage.scalar_outputs, k);
      using E = typename K::template output_element<o>;
      store_one(reinterpret_cast<E*>(outputs[o]),
                get<K::program.outputs[static_cast<std::size_t>(o)].instruction>(values));
    });
  }
};

} // namespace AXNORM_ISA
} // namespace axnorm::exec
