// All gradients of a graph, as the tests of the passes ask for them. Knows no pass but differentiate.
#pragma once

#include <axnorm/graph/differentiate.hpp>

#include <cstddef>
#include <string_view>
#include <utility>

namespace axnorm::graph {

/// The gradients of all variables of real numbers from those of all outputs, in place of the outputs or beside them.
constexpr graph all_gradients(graph g, bool beside = false) {
  constexpr std::string_view names[]{"d0", "d1", "d2", "d3", "d4", "d5", "d6", "d7"};
  sequence<upstream> from;
  for (std::size_t k = 0; k < g.outputs.size(); ++k)
    from.push_back({static_cast<int>(k), names[k]});
  sequence<int> wrt;
  for (std::size_t k = 0; k < g.operands.size(); ++k)
    if (g.operands[k].type == numbers::floating) wrt.push_back(static_cast<int>(k));
  return differentiate(std::move(g), from, wrt, beside);
}

} // namespace axnorm::graph
