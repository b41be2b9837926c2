// The values of a tile (or a call) that are single numbers: statistics and what follows from them, computed in double
// between sweeps. Must not know: packs, loops, threads.
#pragma once

#include <axnorm/exec/body.hpp>
#include <axnorm/exec/nest.hpp>

#include <array>
#include <cstdint>

namespace axnorm::exec {
inline namespace AXNORM_ISA {

/// The scalars of one tile: by instruction, and three words for each reduction whose result is one.
template<class K>
struct scalar_values {
  double value[K::program.size()];
  double words[3 * K::program.size()];
};

template<class K, bool Tiled, int Stage>
struct scalar_stage {
  static constexpr const auto& the_plan = K::template plan_for<Tiled>();
  static constexpr plan::stage stage = the_plan.stages[static_cast<std::size_t>(Stage)];

  template<int J>
  AXNORM_INLINE static double get(const scalar_values<K>& s) {
    if constexpr (J < 0)
      return 0;
    else if constexpr (K::program[J].kind == code::constant)
      return K::program[J].value;
    else if constexpr (graph::blocks(K::program[J].kind))
      return s.words[3 * J];
    else
      return s.value[J];
  }

  /// Computes the stage's scalars. `operands`: where each operand's element for this tile is; `extents` by part.
  AXNORM_INLINE static void compute(scalar_values<K>& s, char* const* operands, const std::int64_t* extents) {
    repeat<stage.scalars.count>([&](auto k) __attribute__((always_inline)) {
      constexpr int j = the_plan.listed(stage.scalars, k);
      constexpr graph::instruction x = K::program[j];
      if constexpr (x.kind == code::load) {
        s.value[j] =
            load_one<double>(reinterpret_cast<const typename K::template operand_element<x.a>*>(operands[x.a]));
      } else if constexpr (x.kind == code::count) {
        double n = 1;
        for (int p = 0; p < K::parts; ++p)
          if (x.over >> p & 1) n *= static_cast<double>(extents[p]);
        s.value[j] = n;
      } else if constexpr (graph::is_part(x.kind)) {
        s.value[j] = s.words[3 * x.a + (x.kind == code::mean_of ? 0 : x.kind == code::deviation_of ? 1 : 2)];
      } else {
        s.value[j] = apply<x.kind, typename K::real>(get<x.a>(s), get<x.b>(s), get<x.c>(s));
      }
    });
  }

  /// Writes the outputs that are scalars of this tile.
  AXNORM_INLINE static void write(const scalar_values<K>& s, char* const* outputs) {
    repeat<stage.scalar_outputs.count>([&](auto k) __attribute__((always_inline)) {
      constexpr int o = the_plan.listed(stage.scalar_outputs, k);
      using E = typename K::template output_element<o>;
      store_one(reinterpret_cast<E*>(outputs[o]), get<K::program.outputs[static_cast<std::size_t>(o)].instruction>(s));
    });
  }
};

} // namespace AXNORM_ISA
} // namespace axnorm::exec
