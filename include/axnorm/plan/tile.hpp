// The choice of the tile, from the order of loops and the reductions of a program.
// Used by schedule.hpp and the executor. Knows no strides and no sizes.
#pragma once

#include <axnorm/axis/sequence.hpp>
#include <axnorm/graph/graph.hpp>
#include <axnorm/graph/memory_order.hpp>
#include <axnorm/plan/plan.hpp>

namespace axnorm::plan {

using graph::order_of;
using graph::part_order;

/// The tile of a program: the axes that no reduction runs over whose result data wait for. Innermost axes are left to
/// the loops: a tile of one column would visit every cache line once for each of its elements, and one of a group of
/// columns as often as there are groups in a line.
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
  if (const axis_mask inside = scattered(order, p.domains[0], reduced)) {
    for (int i = 1; i < order.count; ++i)
      if (inside & axis_mask{1} << order.part[static_cast<std::size_t>(i)])
        tile &= ~(axis_mask{1} << order.part[static_cast<std::size_t>(i - 1)]);
  }
  for (int i = order.count - 1; i >= 0; --i) {
    const axis_mask bit = axis_mask{1} << order.part[static_cast<std::size_t>(i)];
    if (!(p.domains[0] & bit)) continue;
    if (!(tile & bit)) break;
    tile &= ~bit;
  }
  return tile;
}

} // namespace axnorm::plan
