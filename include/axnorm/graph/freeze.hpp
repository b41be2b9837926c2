// Carrying a graph from one constant evaluation to the next: vectors cannot leave an evaluation, arrays sized to need
// can. Used wherever a pass's result becomes a constexpr variable. Knows no pass.
#pragma once

#include <axnorm/graph/graph.hpp>

#include <array>
#include <cstddef>

namespace axnorm::graph {

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

inline constexpr graph_sizes usual_graph{128, 256, 32, 64, 96, 24, 8, 16};

namespace detail {

/// A graph in arrays of the usual size, and its own sizes.
struct loose_graph {
  graph_sizes n{};
  fixed_graph<usual_graph> arrays{};
};

/// Copies a graph, in vectors or arrays, into arrays; where the sizes differ, as much as both have.
template<class From, class To>
constexpr void fill(const From& from, To& to) {
  auto copy = [](const auto& x, auto& y) {
    for (std::size_t i = 0; i < x.size() && i < y.size(); ++i)
      y[i] = x[i];
  };
  copy(from.nodes, to.nodes);
  copy(from.terms, to.terms);
  copy(from.parts, to.parts);
  copy(from.chains, to.chains);
  copy(from.chain_parts, to.chain_parts);
  copy(from.operands, to.operands);
  copy(from.outputs, to.outputs);
  copy(from.names, to.names);
}

// A variable of its own: a local one would be evaluated again with the function around it.
template<auto Make>
inline constexpr loose_graph loosely = [] {
  loose_graph r;
  const graph g = Make();
  r.n = sizes_of(g);
  if (r.n.fits(usual_graph)) fill(g, r.arrays);
  return r;
}();

} // namespace detail

/// `freeze<f>()`: the graph that the captureless function `f` makes, in arrays of exactly its size. f is evaluated once
/// if the graph fits the first guess, else twice.
template<auto Make>
consteval auto freeze() {
  fixed_graph<detail::loosely<Make>.n> r;
  if constexpr (detail::loosely<Make>.n.fits(usual_graph))
    detail::fill(detail::loosely<Make>.arrays, r);
  else
    detail::fill(Make(), r);
  return r;
}

} // namespace axnorm::graph
