// Everything that is known of a formula and its operands' types before a call: the passes' results as constants.
// Used by the executor and by explain. Knows nothing of addresses or sizes.
#pragma once

#include <axnorm/graph/emit.hpp>
#include <axnorm/graph/fixed_graph.hpp>
#include <axnorm/graph/share.hpp>
#include <axnorm/graph/simplify.hpp>
#include <axnorm/plan/choice.hpp>
#include <axnorm/plan/schedule.hpp>

#include <boost/mp11/algorithm.hpp>
#include <boost/mp11/list.hpp>

#include <algorithm>
#include <array>

namespace axnorm::plan {

/// Which half of a step of training a graph is: a forward one saves values, at a backward one gradients arrive.
template<class Graph>
constexpr half half_of(const Graph& g) {
  for (const auto& o : g.operands)
    if (o.upstream) return half::backward;
  for (const auto& o : g.outputs)
    if (o.saved) return half::forward;
  return half::none;
}

template<class Source>
struct compiled {
  using operand_elements = typename Source::operand_elements;
  using output_elements = typename Source::output_elements;
  template<int I>
  using operand_element = boost::mp11::mp_at_c<operand_elements, static_cast<std::size_t>(I)>;
  template<int I>
  using output_element = boost::mp11::mp_at_c<output_elements, static_cast<std::size_t>(I)>;

  static constexpr const auto& lowered = Source::lowered;
  static constexpr int operands = static_cast<int>(boost::mp11::mp_size<operand_elements>::value);
  static constexpr int outputs = static_cast<int>(boost::mp11::mp_size<output_elements>::value);
  static constexpr int parts = static_cast<int>(Source::lowered.parts.size());

  /// Bytes of an element of each operand and output.
  static constexpr auto operand_sizes() { return sizes_of(operand_elements{}); }
  static constexpr auto output_sizes() { return sizes_of(output_elements{}); }
  template<template<class...> class List, class... E>
  static constexpr std::array<std::size_t, sizeof...(E)> sizes_of(List<E...>) {
    return {sizeof(E)...};
  }

  /// The extent of a part where types know it.
  static constexpr std::int64_t extent(int part) {
    return Source::lowered.parts[static_cast<std::size_t>(part)].extent;
  }

  /// Whether data are computed in double: if any tensor is double (scalars and statistics, which are, do not count).
  static constexpr bool wide = [] {
    bool any = false;
    auto look = [&]<class... E>(boost::mp11::mp_list<E...>, auto counts) {
      std::size_t i = 0;
      ((any = any || (std::is_same_v<E, double> && counts(i)), ++i), ...);
    };
    look(operand_elements{}, [](std::size_t k) {
      const graph::role r = Source::lowered.operands[k].kind;
      return r != graph::role::scalar && r != graph::role::saved;
    });
    look(output_elements{}, [](std::size_t k) { return !Source::lowered.outputs[k].saved; });
    return any;
  }();
  using real = std::conditional_t<wide, double, float>;

  static constexpr guess size = Source::lowered.nodes.size() > 60 ? guess::large : guess::usual;

  // One constant a pass: each evaluation has the compilers' limits to itself.
  static constexpr const auto& shared = []() -> const auto& {
    if constexpr (requires { requires Source::is_shared; }) // half of a graph that has been through the passes
      return Source::lowered;
    else
      return hold<[] {
        return graph::share(hold<[] { return graph::simplify(Source::lowered.thaw()); }, size>().thaw());
      },
                  size>();
  }();
  static constexpr auto program = freeze<[] { return graph::emit(shared.thaw(), wide); }, size>();
  static constexpr part_order order = order_of(Source::lowered);
  static constexpr graph::axis_mask tile = tile_of(program.thaw(), order);
  /// The program that tiles run: where exponentials are summed up and used besides, a tile may keep them, so that they
  /// are not summed up on the way to the largest.
  static constexpr bool one_program = [] {
    bool summed = false, used = false;
    for (const instruction& x : program.code) {
      summed = summed || x.kind == code::exponentials;
      each_operand(x, [&](int j) {
        const instruction& operand = program[j];
        used = used || (operand.kind == code::exponential && is_data(program.domains, operand.axes));
      });
    }
    return tile == 0 || !summed || !used;
  }();
  static constexpr const auto& tiles_program = []() -> const auto& {
    if constexpr (!one_program)
      return freeze<[] { return graph::emit(shared.thaw(), wide, false); }, size>();
    else
      return program;
  }();
  /// The plan by tiles, and the one whose sweeps go over the whole tensor; the same if there is no tile.
  static constexpr const auto& whole = freeze<[] { return schedule(program.thaw(), order, 0); }, size>();
  static constexpr const auto& tiled = []() -> const auto& {
    if constexpr (tile == 0)
      return whole;
    else
      return freeze<[] { return schedule(tiles_program.thaw(), order, tile); }, size>();
  }();

  /// Whether calls run by tiles whatever these' size: tiles that follow each other in memory are read and written in
  /// the order in which sweeps over the whole tensor would. Windows of large tiles are left to the latter, and so is
  /// what small tiles keep for their next sweep: of large ones it would have to come from memory.
  static constexpr bool only_tiles = [] {
    // (A plan may have turned out to be none by tiles.)
    if (tiled.tile == 0 || !one_program || graph::has_windows(program)) return false;
    for (const buffer& b : tiled.buffers)
      if (b.when == phase::tile && graph::is_elementwise(program[b.instruction].kind)) return false;
    bool outermost = true, inside = false;
    for (int i = 0; i < order.count; ++i) {
      const axis_mask bit = axis_mask{1} << order.part[static_cast<std::size_t>(i)];
      if (!(program.domains[0] & bit)) continue;
      outermost = outermost && !((tile & bit) && inside);
      inside = inside || !(tile & bit);
    }
    return outermost;
  }();

  template<bool Tiled>
  static constexpr const auto& program_for() {
    if constexpr (Tiled)
      return tiles_program;
    else
      return program;
  }
  /// Values of a program at most.
  static constexpr std::size_t values = std::max(program.code.size(), tiles_program.code.size());

  template<bool Tiled>
  static constexpr const auto& plan_for() {
    if constexpr (Tiled)
      return tiled;
    else
      return whole;
  }
};

/// By operand: how many sweeps over data read it, in one of the plans.
template<class K, bool Tiled>
inline constexpr std::array<int, static_cast<std::size_t>(K::operands > 0 ? K::operands : 1)> data_reads = [] {
  constexpr const auto& p = K::template plan_for<Tiled>();
  std::array<int, static_cast<std::size_t>(K::operands > 0 ? K::operands : 1)> r{};
  for (const sweep& s : p.sweeps)
    for (int i = 0; s.data && i < s.leaves.count; ++i)
      if (const instruction& x = K::template program_for<Tiled>()[p.listed(s.leaves, i)]; x.kind == code::load)
        r[static_cast<std::size_t>(x.a)] += 1;
  return r;
}();

/// Whether a sweep reads data of an operand, or nothing at all.
template<class Program, class Plan>
constexpr bool reads_inputs(const Program& program, const Plan& p, const sweep& s) {
  for (int i = 0; i < s.leaves.count; ++i)
    if (const instruction& x = program[p.listed(s.leaves, i)]; x.kind == code::load && is_data(program.domains, x.axes))
      return true;
  return s.leaves.count == 0;
}

} // namespace axnorm::plan
