// Parts of axes and sets of them in words, as people write them: `{H, W, C in a group}`. Used at run time by what shows
// formulas. Must not know who shows what.
#pragma once

#include <axnorm/graph/graph.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace axnorm::graph {

/// A part of an axis for people: `C`, of groups `groups of C` and `C in a group`, of a second input's own axis `H'`.
/// `Graph` is a graph, or anything else with its parts and chains.
template<class Graph>
std::string part_words(const Graph& g, int part) {
  const axis_value& axis = g.parts[static_cast<std::size_t>(part)].axis;
  std::string label(axis.label);
  for (const axis_chain& chain : g.chains) {
    if (chain.count < 2) continue;
    for (int k = 0; k < chain.count; ++k)
      if (g.chain_parts[static_cast<std::size_t>(chain.first + k)] == part)
        return k + 1 < chain.count ? "groups of " + std::string(chain.axis.label) : label + " in a group";
  }
  for (int other = 0; other < part; ++other)
    if (g.parts[static_cast<std::size_t>(other)].axis == axis) label += "'";
  return label;
}

/// A set of parts, those of axes in `order` first and in that order.
template<class Graph>
std::string parts_words(const Graph& g, axis_mask parts, sequence_view<const axis_extent> order) {
  std::vector<std::pair<std::size_t, int>> places;
  for (int part = 0; part < static_cast<int>(g.parts.size()); ++part) {
    if ((parts >> part & 1) == 0) continue;
    std::size_t at = 0;
    while (at < order.size() && !(order[at].axis == g.parts[static_cast<std::size_t>(part)].axis))
      ++at;
    places.emplace_back(at, part);
  }
  std::sort(places.begin(), places.end());
  std::string text = "{";
  for (const auto& [at, part] : places)
    text += (text.size() > 1 ? ", " : "") + part_words(g, part);
  return text + "}";
}

} // namespace axnorm::graph
