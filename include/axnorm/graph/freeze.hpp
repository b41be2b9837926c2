// Carrying a graph from one constant evaluation to the next: vectors cannot leave an evaluation, arrays sized to need can.
// Used wherever a pass's result becomes a constexpr variable. Knows no pass.
#pragma once

#include <axnorm/graph/graph.hpp>

#include <array>
#include <cstddef>

namespace axnorm::graph {

struct graph_sizes {
  std::size_t nodes, terms, parts, chains, chain_parts, operands, outputs, names;
};

constexpr graph_sizes sizes_of(const graph& g) {
  return {g.nodes.size(),       g.terms.size(),    g.parts.size(),   g.chains.size(),
          g.chain_parts.size(), g.operands.size(), g.outputs.size(), g.names.size()};
}

/// A graph in arrays: a constant that other constants are computed from. Read it like a `graph`.
template<graph_sizes S>
struct fixed_graph {
  std::array<node, S.nodes> nodes{};
  std::array<term, S.terms> terms{};
  std::array<axis_part, S.parts> parts{};
  std::array<axis_chain, S.chains> chains{};
  std::array<int, S.chain_parts> chain_parts{};
  std::array<operand, S.operands> operands{};
  std::array<output, S.outputs> outputs{};
  std::array<named_node, S.names> names{};

  constexpr const node& operator[](int i) const { return nodes[static_cast<std::size_t>(i)]; }
  static constexpr int size() { return static_cast<int>(S.nodes); }
  constexpr const term& term_of(const node& n, int i) const { return terms[static_cast<std::size_t>(n.first + i)]; }

  /// The same graph with vectors, for the next pass.
  constexpr graph thaw() const {
    graph g;
    g.nodes.assign(nodes.begin(), nodes.end());
    g.terms.assign(terms.begin(), terms.end());
    g.parts.assign(parts.begin(), parts.end());
    g.chains.assign(chains.begin(), chains.end());
    g.chain_parts.assign(chain_parts.begin(), chain_parts.end());
    g.operands.assign(operands.begin(), operands.end());
    g.outputs.assign(outputs.begin(), outputs.end());
    g.names.assign(names.begin(), names.end());
    g.rehash();
    return g;
  }
};

/// `freeze<f>()`: the graph that the captureless function `f` makes, in arrays of exactly its size. Evaluates f twice.
template<auto Make>
consteval auto freeze() {
  constexpr graph_sizes sizes = sizes_of(Make());
  const graph g = Make();
  fixed_graph<sizes> r;
  auto copy = [](const auto& from, auto& to) {
    for (std::size_t i = 0; i < from.size(); ++i) to[i] = from[i];
  };
  copy(g.nodes, r.nodes);
  copy(g.terms, r.terms);
  copy(g.parts, r.parts);
  copy(g.chains, r.chains);
  copy(g.chain_parts, r.chain_parts);
  copy(g.operands, r.operands);
  copy(g.outputs, r.outputs);
  copy(g.names, r.names);
  return r;
}

}  // namespace axnorm::graph
