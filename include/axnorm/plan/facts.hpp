// What can be said of a plan before any call: how many sweeps, what each reads. For static_asserts and for explain.
// Knows nothing of extents or the machine.
#pragma once

#include <axnorm/axis/fixed_string.hpp>
#include <axnorm/plan/compiled.hpp>

#include <string_view>

namespace axnorm::plan {

/// Facts of the plan of K (compiled<Source>): by tiles where there is a tile, else over the whole tensor.
template<class K, class Source>
struct facts {
  static constexpr const auto& the_plan = K::tiled;
  static constexpr const auto& program = K::tiles_program;

  /// Sweeps over data: each goes once over the elements of some input. (Those that find all they need in what the tile
  /// keeps do not count.)
  static constexpr int sweeps = [] {
    int n = 0;
    for (const sweep& s : the_plan.sweeps)
      n += s.data && reads_inputs(program, the_plan, s);
    return n;
  }();
  /// Of these, sweeps that only collect statistics.
  static constexpr int statistics_sweeps = [] {
    int n = 0;
    for (const sweep& s : the_plan.sweeps)
      n += s.data && s.reductions.count > 0 && s.outputs.count == 0;
    return n;
  }();
  /// Sums that run over data, each moment counting as one.
  static constexpr int reductions = [] {
    int n = 0;
    for (const sweep& s : the_plan.sweeps)
      n += s.data ? s.reductions.count : 0;
    return n;
  }();
  /// Whether all sweeps of a tile run back to back, so that memory is read once.
  static constexpr bool by_tiles = the_plan.tile != 0;

  static constexpr int times_read(std::string_view name) {
    int n = 0;
    for (const sweep& s : the_plan.sweeps)
      for (int i = 0; s.data && i < s.leaves.count; ++i) {
        const instruction& x = program[the_plan.listed(s.leaves, i)];
        n += x.kind == code::load && Source::lowered.operands[static_cast<std::size_t>(x.a)].name == name;
      }
    return n;
  }
  /// How many sweeps over data read the operand of that name.
  template<fixed_string Name>
  static constexpr int reads = times_read(Name.view());
};

} // namespace axnorm::plan
