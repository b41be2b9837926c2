// Graphs as constants, one evaluation a pass, and what a static test asks of them: how many sums over data there are
// and in how many sweeps they come. Used by the static tests of the passes.
#pragma once

#include <axnorm/graph/algebra.hpp>
#include <axnorm/graph/fixed_graph.hpp>

#include <algorithm>

namespace axnorm::graph {

/// The graph that the captureless function `Make` makes, evaluated alone: nothing else counts against the steps of its
/// evaluation.
template<auto Make>
inline constexpr const auto& constant_graph = freeze<Make>();

/// Reductions over data, and sweeps over data until the outputs are written.
struct cost {
  int sums = 0, sweeps = 0;
  friend constexpr bool operator==(const cost&, const cost&) = default;
};

constexpr cost cost_of(graph g) {
  const algebra a(std::move(g));
  const sequence<char> needed = a.reachable();
  cost r;
  for (int i = 0; i < a.g.size(); ++i) {
    const node& n = a.g[i];
    if (!needed[static_cast<std::size_t>(i)] || !is_reduction(n.kind) || !a.covers_data(n.axes | n.over)) continue;
    ++r.sums;
    r.sweeps = std::max(r.sweeps, a.stage(i));
  }
  for (const output& o : a.g.outputs)
    if (a.is_data(o.node)) r.sweeps = std::max(r.sweeps, a.stage(o.node) + 1);
  return r;
}

/// How many nodes of a kind the outputs need.
constexpr int count_of(graph g, op kind) {
  const algebra a(std::move(g));
  const sequence<char> needed = a.reachable();
  int r = 0;
  for (int i = 0; i < a.g.size(); ++i)
    r += needed[static_cast<std::size_t>(i)] && a.g[i].kind == kind;
  return r;
}

} // namespace axnorm::graph
