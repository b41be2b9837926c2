// The order of the loops and the choice of the tile, from the axes of operands and the reductions of a program.
// Used by schedule.hpp and the executor. Knows no strides and no sizes.
#pragma once

#include <axnorm/axis/sequence.hpp>
#include <axnorm/graph/graph.hpp>
#include <axnorm/plan/plan.hpp>

#include <array>
#include <bit>

namespace axnorm::plan {

/// The parts of the graph from outermost to innermost, in the memory order of its operands (the first one's first).
struct part_order {
  std::array<int, 32> part{};
  int count = 0;
  constexpr bool has(int p) const {
    for (int i = 0; i < count; ++i)
      if (part[static_cast<std::size_t>(i)] == p) return true;
    return false;
  }
};

template<class Graph>
constexpr part_order order_of(const Graph& g) {
  part_order r;
  auto add_all = [&](int first_chain, int chains) {
    for (int c = first_chain; c < first_chain + chains; ++c)
      for (int k = 0; k < g.chains[static_cast<std::size_t>(c)].count; ++k) {
        const int p = g.chain_parts[static_cast<std::size_t>(g.chains[static_cast<std::size_t>(c)].first + k)];
        if (!r.has(p)) r.part[static_cast<std::size_t>(r.count++)] = p;
      }
  };
  // Operands with the most axes decide, so that a small one bound first does not turn the loops around.
  for (int size = 32; size >= 0; --size)
    for (const auto& o : g.operands)
      if (std::popcount(o.axes) == size) add_all(o.first_chain, o.chains);
  for (const auto& o : g.outputs)
    add_all(o.first_chain, o.chains);
  for (int p = 0; p < static_cast<int>(g.parts.size()); ++p)
    if (!r.has(p)) r.part[static_cast<std::size_t>(r.count++)] = p;
  return r;
}

/// The tile of a program: the axes that no reduction runs over whose result data wait for. Innermost axes are left to
/// the loops: a tile of one column would visit every cache line once for each of its elements.
constexpr axis_mask tile_of(const graph::program& p, const part_order& order) {
  const int n = static_cast<int>(p.code.size());
  sequence<char> feeds_data(static_cast<std::size_t>(n), 0);
  for (const auto& o : p.outputs)
    if (is_data(p.domains, o.axes)) feeds_data[static_cast<std::size_t>(o.instruction)] = 1;
  axis_mask reduced = 0;
  bool any = false;
  for (int i = n - 1; i >= 0; --i) {
    const instruction& x = p.code[static_cast<std::size_t>(i)];
    const bool feeds = feeds_data[static_cast<std::size_t>(i)] || is_data(p.domains, x.axes);
    if (feeds) each_operand(x, [&](int j) { feeds_data[static_cast<std::size_t>(j)] = 1; });
    if (feeds && blocks(x.kind)) {
      reduced |= x.over;
      any = true;
    }
  }
  if (!any) return 0;
  axis_mask tile = p.domains[0] & ~reduced;
  for (int i = order.count - 1; i >= 0; --i) {
    const axis_mask bit = axis_mask{1} << order.part[static_cast<std::size_t>(i)];
    if (!(p.domains[0] & bit)) continue;
    if (!(tile & bit)) break;
    tile &= ~bit;
  }
  return tile;
}

} // namespace axnorm::plan
