// The order of a graph's parts in memory, and what follows from it for reductions. Used by share, and by the plan for
// its loops. Knows no strides and no sizes.
#pragma once

#include <axnorm/graph/graph.hpp>

#include <array>
#include <bit>
#include <cstddef>

namespace axnorm::graph {

/// The parts of the graph from outermost to innermost, in the memory order of its operands (the first one's first).
struct part_order {
  std::array<int, 32> part{};
  std::array<bool, 32> continues{}; ///< the part is the inside of a group that the part before it counts
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
  const auto add = [&](int p, bool continues) {
    if (r.has(p)) return;
    r.continues[static_cast<std::size_t>(r.count)] = continues;
    r.part[static_cast<std::size_t>(r.count++)] = p;
  };
  const auto add_all = [&](int first_chain, int chains) {
    for (int c = first_chain; c < first_chain + chains; ++c)
      for (int k = 0; k < g.chains[static_cast<std::size_t>(c)].count; ++k)
        add(g.chain_parts[static_cast<std::size_t>(g.chains[static_cast<std::size_t>(c)].first + k)], k > 0);
  };
  // Operands with the most axes decide, so that a small one bound first does not turn the loops around.
  for (int size = 32; size >= 0; --size)
    for (const auto& o : g.operands)
      if (std::popcount(o.axes) == size) add_all(o.first_chain, o.chains);
  for (const auto& o : g.outputs)
    add_all(o.first_chain, o.chains);
  for (int p = 0; p < static_cast<int>(g.parts.size()); ++p)
    add(p, false);
  return r;
}

/// Where groups are innermost in memory, as the channels' are in channels-last, and a reduction over `over` runs over
/// their insides and over axes further out: these insides. In one go it would see a few neighbours at a time; over the
/// outer axes first, a column for each position inside a group, it sees whole lines.
constexpr axis_mask scattered(const part_order& order, axis_mask domain, axis_mask over) {
  axis_mask inside = 0;
  bool continues = false;
  int i = order.count - 1;
  for (; i >= 0; --i) {
    const axis_mask bit = axis_mask{1} << order.part[static_cast<std::size_t>(i)];
    if (!(domain & bit)) continue;
    if (!(over & bit)) break;
    if (inside != 0 && !continues) return 0; // more than the inside of groups
    inside |= bit;
    continues = order.continues[static_cast<std::size_t>(i)];
  }
  if (inside == 0 || !continues || i < 0) return 0;
  for (; i >= 0; --i)
    if (domain & over & axis_mask{1} << order.part[static_cast<std::size_t>(i)]) return inside;
  return 0;
}

} // namespace axnorm::graph
