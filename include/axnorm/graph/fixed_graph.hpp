// A graph in arrays: what one constant evaluation hands to the next. Used wherever a pass's result becomes a constexpr
// variable. Knows no pass.
#pragma once

#include <axnorm/axis/freeze.hpp>
#include <axnorm/graph/graph.hpp>

#include <array>
#include <cstddef>

namespace axnorm {

namespace graph {

struct graph_sizes {
  std::size_t nodes, terms, parts, chains, chain_parts, operands, outputs, names;
  constexpr bool fits(const graph_sizes& room) const {
    return nodes <= room.nodes && terms <= room.terms && parts <= room.parts && chains <= room.chains &&
           chain_parts <= room.chain_parts && operands <= room.operands && outputs <= room.outputs &&
           names <= room.names;
  }
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

  template<class From>
  constexpr void fill(const From& from) {
    freeze_into(nodes, from.nodes);
    freeze_into(terms, from.terms);
    freeze_into(parts, from.parts);
    freeze_into(chains, from.chains);
    freeze_into(chain_parts, from.chain_parts);
    freeze_into(operands, from.operands);
    freeze_into(outputs, from.outputs);
    freeze_into(names, from.names);
  }

  /// The same graph in sequences, for the next pass.
  constexpr graph thaw(const graph_sizes& n = S) const {
    graph g;
    g.nodes.append(nodes.data(), nodes.data() + n.nodes);
    g.terms.append(terms.data(), terms.data() + n.terms);
    g.parts.append(parts.data(), parts.data() + n.parts);
    g.chains.append(chains.data(), chains.data() + n.chains);
    g.chain_parts.append(chain_parts.data(), chain_parts.data() + n.chain_parts);
    g.operands.append(operands.data(), operands.data() + n.operands);
    g.outputs.append(outputs.data(), outputs.data() + n.outputs);
    g.names.append(names.data(), names.data() + n.names);
    g.rehash();
    return g;
  }
};

} // namespace graph

template<>
struct arrays_of<graph::graph> {
  using sizes = graph::graph_sizes;
  static constexpr sizes usual{128, 256, 32, 64, 96, 24, 8, 16};
  static constexpr sizes large{768, 1536, 32, 64, 128, 24, 16, 16};
  template<sizes S>
  using type = graph::fixed_graph<S>;
  static constexpr sizes of(const graph::graph& g) { return graph::sizes_of(g); }
};

} // namespace axnorm
