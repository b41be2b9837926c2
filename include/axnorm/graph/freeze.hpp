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

inline constexpr graph_sizes usual_graph{128, 256, 32, 64, 96, 24, 8, 16};

namespace detail {

/// A graph in arrays of the usual size, and its own sizes.
struct loose_graph {
  graph_sizes n{};
  fixed_graph<usual_graph> arrays{};

  constexpr graph thaw() const { return arrays.thaw(n); }
};

/// Copies a graph, in vectors or arrays, into arrays; where the sizes differ, as much as both have.
template<class From, class To>
constexpr void fill(const From& from, To& to) {
  freeze_into(to.nodes, from.nodes);
  freeze_into(to.terms, from.terms);
  freeze_into(to.parts, from.parts);
  freeze_into(to.chains, from.chains);
  freeze_into(to.chain_parts, from.chain_parts);
  freeze_into(to.operands, from.operands);
  freeze_into(to.outputs, from.outputs);
  freeze_into(to.names, from.names);
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

template<auto Make>
inline constexpr auto exactly = [] {
  fixed_graph<loosely<Make>.n> r;
  if constexpr (loosely<Make>.n.fits(usual_graph))
    fill(loosely<Make>.arrays, r);
  else
    fill(Make(), r);
  return r;
}();

} // namespace detail

/// `freeze<f>()`: the graph that the captureless function `f` makes, in arrays of exactly its size. f is evaluated once
/// if the graph fits the first guess, else twice.
template<auto Make>
consteval const auto& freeze() {
  return detail::exactly<Make>;
}

/// The same for a graph that only the next pass reads: it stays where it is if it fits the first guess.
template<auto Make>
consteval const auto& keep() {
  if constexpr (detail::loosely<Make>.n.fits(usual_graph))
    return detail::loosely<Make>;
  else
    return detail::exactly<Make>;
}

} // namespace axnorm::graph
