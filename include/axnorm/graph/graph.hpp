// The graph: what a formula computes, as plain values. Nodes are operations with integer operands and the set of axes
// they vary over; equal nodes are the same node. Every pass (lower, simplify, share, emit) reads or makes one, in
// constant evaluation and at run time alike. Knows nothing of memory, packs or threads.
#pragma once

#include <axnorm/axis/axis.hpp>
#include <axnorm/axis/sequence.hpp>
#include <axnorm/graph/node.hpp>

#include <bit>
#include <cstdint>
#include <string_view>

namespace axnorm::graph {

/// One indivisible axis of a graph. A user's axis is a chain of parts: just itself, or, where `Group<C, G>` splits it,
/// the groups and the positions inside a group. Two inputs whose extents of one axis never meet have a part each.
struct axis_part {
  axis_value axis;                      ///< the user's axis it is part of, for messages (groups carry their own axis)
  std::int64_t extent = dynamic_extent; ///< the extent where types know it
  int parent = -1;                      ///< index of the axis family (see `axis_chain`)
  int declared_by = -1;                 ///< the operand whose declaration in the formula says the extent, if one does
  std::string_view declared_unbound{};  ///< or the parameter that is not bound
};

/// The parts, outermost first, that make up axis `axis` of some operand.
struct axis_chain {
  axis_value axis;
  int first = 0; ///< index into `graph::chain_parts`
  int count = 0;
};
/// Its extent, from those of all parts; `chain_parts` are the graph's.
template<class Parts, class Extents>
constexpr std::int64_t chain_extent(const axis_chain& chain, const Parts& chain_parts, const Extents& extents) {
  std::int64_t product = 1;
  for (int k = 0; k < chain.count; ++k)
    product *= extents[static_cast<std::size_t>(chain_parts[static_cast<std::size_t>(chain.first + k)])];
  return product;
}

/// What an operand is. `saved`: a statistic that another graph has computed (see save.hpp).
enum class role : std::uint8_t { input, parameter, scalar, saved };

/// What an operand's numbers are: the graph only needs to tell masks from numbers.
enum class numbers : std::uint8_t { floating, boolean, integer };

/// A variable of the formula that is bound to memory. `chains` name its axes in the order of its memory.
struct operand {
  std::string_view name;
  role kind = role::input;
  numbers type = numbers::floating;
  axis_mask axes = 0;
  int first_chain = 0, chains = 0; ///< range in `graph::chains`
  bool upstream = false;           ///< the gradient that arrives at a result
};

/// A result: the node, and the axes it was declared with (simplification may leave the node with fewer).
struct output {
  int node = -1;
  axis_mask axes = 0;
  std::string_view name;
  int first_chain = 0, chains = 0; ///< its axes in the order of its memory: a range in `graph::chains`
  bool saved = false;              ///< a statistic for another graph (see save.hpp), not a result
  bool late = false;               ///< it depends on what arrives at an own_gradient: the way back computes it
};

/// A named value inside the formula (`let`), kept for messages and for what the caller may ask to save.
struct named_node {
  std::string_view name;
  int node = -1;
};

/// Nodes in order of their making: operands come before their users. Grows by the `make` functions only.
struct graph {
  sequence<node> nodes;
  sequence<term> terms;      ///< the factors of products and the terms of sums
  sequence<int> buckets;     ///< hash table of node indices, -1 empty; its size is a power of two
  sequence<axis_part> parts; ///< bit i of an axis_mask is parts[i]
  sequence<axis_chain> chains;
  sequence<int> chain_parts;
  sequence<operand> operands;
  sequence<output> outputs;
  sequence<named_node> names;

  constexpr const node& operator[](int i) const { return nodes[static_cast<std::size_t>(i)]; }
  constexpr int size() const { return static_cast<int>(nodes.size()); }
  constexpr const term& term_of(const node& n, int i) const { return terms[static_cast<std::size_t>(n.first + i)]; }

  /// The same axes, operands and no nodes: what a pass that rebuilds the graph starts from.
  constexpr graph empty_copy() const {
    graph g;
    g.parts = parts;
    g.chains = chains;
    g.chain_parts = chain_parts;
    g.operands = operands;
    return g;
  }

  /// Adds `n` (with `n.count` terms at `list`), or finds the equal node. No algebra: rules are the business of passes.
  constexpr int make(node n, const term* list = nullptr) {
    if (buckets.size() < 2 * (nodes.size() + 1)) grow();
    const std::size_t mask = buckets.size() - 1;
    std::size_t at = hash(n, list) & mask;
    for (; buckets[at] >= 0; at = (at + 1) & mask)
      if (same(nodes[static_cast<std::size_t>(buckets[at])], n, list)) return buckets[at];
    n.first = static_cast<int>(terms.size());
    for (int i = 0; i < n.count; ++i)
      terms.push_back(list[i]);
    buckets[at] = size();
    nodes.push_back(n);
    return buckets[at];
  }

  // -- constructors without rules; each computes the axes ------------------------------------------------------------
  constexpr int constant(double value) { return make({.kind = op::constant, .value = value}); }
  /// The extent of part `part` as a number.
  constexpr int extent(int part) { return make({.kind = op::extent, .a = part}); }
  constexpr int variable(int which) {
    return make({.kind = op::variable, .axes = operands[static_cast<std::size_t>(which)].axes, .a = which});
  }
  constexpr int unary(op kind, int a) { return make({.kind = kind, .axes = (*this)[a].axes, .a = a}); }
  constexpr int binary(op kind, int a, int b) {
    return make({.kind = kind, .axes = (*this)[a].axes | (*this)[b].axes, .a = a, .b = b});
  }
  constexpr int select(int condition, int yes, int no) {
    return make({.kind = op::select,
                 .axes = (*this)[condition].axes | (*this)[yes].axes | (*this)[no].axes,
                 .a = condition,
                 .b = yes,
                 .c = no});
  }
  /// coefficient * product of base^(half_power / 2).
  constexpr int product(double coefficient, const sequence<term>& factors) {
    return make({.kind = op::product,
                 .axes = axes_of(factors),
                 .count = static_cast<int>(factors.size()),
                 .value = coefficient},
                factors.data());
  }
  /// constant + sum of coefficient * node.
  constexpr int sum(double constant_term, const sequence<term>& list) {
    return make(
        {.kind = op::sum, .axes = axes_of(list), .count = static_cast<int>(list.size()), .value = constant_term},
        list.data());
  }
  /// A reduction of `a` (with `weight`, where the op takes one) over `over`, all of which `a` or `weight` must vary
  /// over.
  constexpr int reduce(op kind, axis_mask over, int a, int weight = -1) {
    const axis_mask axes = (*this)[a].axes | (weight >= 0 ? (*this)[weight].axes : 0);
    return make({.kind = kind, .axes = axes & ~over, .over = over, .a = a, .b = weight});
  }
  /// It varies along the window even where its operand does not: the ends see fewer positions.
  constexpr int window_sum(int part, int window, int a) {
    const axis_mask over = axis_mask{1} << part;
    return make({.kind = op::window_sum, .axes = (*this)[a].axes | over, .over = over, .a = a, .c = window});
  }

private:
  constexpr axis_mask axes_of(const sequence<term>& list) const {
    axis_mask axes = 0;
    for (const term& t : list)
      axes |= (*this)[t.node].axes;
    return axes;
  }
  constexpr std::size_t hash(const node& n, const term* list) const {
    std::uint64_t h = static_cast<std::uint64_t>(n.kind) * 0x9E3779B97F4A7C15u;
    auto mix = [&h](std::uint64_t v) {
      h = (h ^ v) * 0x100000001B3u;
      h ^= h >> 29;
    };
    mix(static_cast<std::uint64_t>(n.a + 1) | static_cast<std::uint64_t>(n.b + 1) << 20 |
        static_cast<std::uint64_t>(n.c + 1) << 40);
    mix(n.over);
    mix(bits_of(n.value));
    for (int i = 0; i < n.count; ++i)
      mix(static_cast<std::uint64_t>(list[i].node) ^ bits_of(list[i].coefficient) ^
          static_cast<std::uint64_t>(list[i].half_power) << 48);
    return static_cast<std::size_t>(h ^ h >> 32); // the numbers' exponents are in the highest bits
  }
  constexpr bool same(const node& x, const node& n, const term* list) const {
    if (x.kind != n.kind || x.a != n.a || x.b != n.b || x.c != n.c || x.over != n.over || x.count != n.count)
      return false;
    if (bits_of(x.value) != bits_of(n.value)) return false;
    for (int i = 0; i < n.count; ++i)
      if (!(term_of(x, i) == list[i])) return false;
    return true;
  }
  constexpr void grow() { rehash(buckets.empty() ? 64 : 2 * buckets.size()); }

public:
  /// Rebuilds the hash table with at least `least` buckets (after nodes were assigned wholesale).
  constexpr void rehash(std::size_t least = 64) {
    least = std::bit_ceil(least < 64 ? std::size_t{64} : least);
    while (least < 2 * (nodes.size() + 1))
      least *= 2;
    buckets.assign(least, -1);
    const std::size_t mask = buckets.size() - 1;
    for (int i = 0; i < size(); ++i) {
      const node& n = (*this)[i];
      std::size_t at = hash(n, n.count ? &terms[static_cast<std::size_t>(n.first)] : nullptr) & mask;
      while (buckets[at] >= 0)
        at = (at + 1) & mask;
      buckets[at] = i;
    }
  }
};

/// Whether node i is 0 or 1 by its kind, so that as a weight its 0 hides even a NaN.
constexpr bool is_mask(const graph& g, int i) {
  const node& n = g[i];
  if (n.kind == op::variable) return g.operands[static_cast<std::size_t>(n.a)].type == numbers::boolean;
  return n.kind == op::logical_not || n.kind == op::is_nonzero || (n.kind >= op::less && n.kind <= op::logical_or);
}

/// Whether node i cannot be negative by its kind, whatever it is computed from.
constexpr bool is_never_negative(const graph& g, int i) {
  const node& n = g[i];
  switch (n.kind) {
  case op::constant:
    return n.value >= 0;
  case op::extent:
  case op::absolute:
  case op::exponential:
  case op::logistic:
  case op::softplus:
    return true;
  case op::moment2:
    return n.b < 0 || is_mask(g, n.b);
  default:
    return is_mask(g, i);
  }
}

} // namespace axnorm::graph
