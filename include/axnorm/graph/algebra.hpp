// The algebra of the graph: constructors that apply its rules to one node at a time. Simplify rebuilds a graph through
// them; share and differentiate make nodes with them. The rules are in algebra_*.hpp, one file a kind of node. Knows no
// norm, and nothing of memory or loops.
#pragma once

#include <axnorm/axis/sequence.hpp>
#include <axnorm/graph/algebra_terms.hpp>
#include <axnorm/graph/graph.hpp>
#include <axnorm/graph/node.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace axnorm::graph {

/// The largest sets of axes of the inputs (of the parameters, where there is no input): data varies over one of them.
constexpr sequence<axis_mask> data_domains(const graph& g) {
  sequence<axis_mask> domains;
  for (const role kind : {role::input, role::parameter}) {
    for (const operand& o : g.operands) {
      if (o.kind != kind) continue;
      bool largest = true;
      for (const operand& other : g.operands)
        if (other.kind == kind && other.axes != o.axes && (o.axes & ~other.axes) == 0) largest = false;
      for (const axis_mask known : domains)
        largest = largest && known != o.axes;
      if (largest) domains.push_back(o.axes);
    }
    if (!domains.empty()) break;
  }
  return domains;
}

/// A graph that grows through rules. A *data reduction* is a reduction of values over all axes of an input, which costs
/// a pass over memory; everything that varies over less is a statistic and costs next to nothing.
struct algebra {
  graph g;
  sequence<axis_mask> domains;
  sequence<char> frozen;            ///< by node: taken as it is, like an input (a statistic that forward saved)
  bool keeps_own_gradients = false; ///< those of the user's are yet to be read by differentiate

  constexpr explicit algebra(graph from) : g(std::move(from)), domains(data_domains(g)), given_(g.size()) {
    const std::size_t room = 2 * g.nodes.size() + 64; // growing in small steps costs constant evaluation dearly
    g.nodes.reserve(room);
    g.terms.reserve(2 * g.terms.size() + 64);
    if (g.buckets.size() < room) g.rehash(std::bit_ceil(2 * room));
    facts_.reserve(room);
    note(0);
  }

  // -- what is known of a node ----------------------------------------------------------------------------------------
  constexpr axis_mask axes(int i) const { return g[i].axes; }
  constexpr bool is_frozen(int i) const {
    return static_cast<std::size_t>(i) < frozen.size() && frozen[static_cast<std::size_t>(i)];
  }
  /// The node as rules may see it: one that is frozen shows nothing of its making.
  constexpr node look(int i) const { return is_frozen(i) ? node{.kind = op::variable, .axes = axes(i)} : g[i]; }
  constexpr bool covers_data(axis_mask a) const {
    for (const axis_mask d : domains)
      if ((a & d) == d) return true;
    return false;
  }
  constexpr bool is_data(int i) const { return covers_data(axes(i)); }
  /// How many data reductions follow each other below node i.
  constexpr int stage(int i) const { return facts_[static_cast<std::size_t>(i)].stage; }
  constexpr bool is_mask(int i) const { return axnorm::graph::is_mask(g, i); }
  /// Whether i cannot be negative by its kind.
  constexpr bool is_nonnegative(int i) const;
  /// Whether two nodes have the same value but for roundings of their coefficients.
  constexpr bool is_same(int i, int j) const;

  // -- products (algebra_product.hpp) ---------------------------------------------------------------------------------
  constexpr void multiply(monomial& m, int i, int half_power = 2);
  constexpr int make_product(const monomial& m);
  constexpr monomial factors_of(int i);
  constexpr int product(int a, int b);
  constexpr int scaled(double c, int i);
  constexpr int power(int i, int half_power);
  /// The number of positions over `parts`.
  constexpr int count(axis_mask parts);
  /// Parts `m` into the factors that vary over `over` and those that do not; the coefficient goes with the latter.
  constexpr parted part(const monomial& m, axis_mask over) const;

  // -- sums (algebra_sum.hpp) -----------------------------------------------------------------------------------------
  constexpr void add(linear& s, double c, int i);
  constexpr int make_sum(const linear& s);
  constexpr int sum(double constant, const term_list& list);
  constexpr int difference(int a, int b) { return sum(0, {times(1, a), times(-1, b)}); }

  // -- what is centred, and reductions (algebra_centred.hpp, algebra_reduce.hpp, algebra_moments.hpp)
  // ------------------
  constexpr int centred(int u, int m);
  constexpr int reduce_sum(axis_mask over, int f);
  constexpr int mean(axis_mask over, int f);
  constexpr int weighted(int w, int u);
  constexpr int moment2(axis_mask over, int u, int w = -1);
  constexpr int extreme(op kind, axis_mask over, int f);
  constexpr int window_sum(axis_mask over, int size, int a);

  // -- functions (algebra_function.hpp) -------------------------------------------------------------------------------
  constexpr int function(op kind, int a, int b = -1);
  constexpr int select(int condition, int yes, int no);

  /// Node i, made without rules by a pass that knows why.
  constexpr int made_by_hand(int i) { return note(i); }

  // -- rebuilding (algebra_rebuild.hpp) -------------------------------------------------------------------------------
  /// Remakes the nodes below the outputs, those from `from` to before `to` by the rules; returns whether an output
  /// became another node.
  constexpr bool rebuild(int from = 0, int to = 1 << 30);
  /// The graph of what the outputs need, in unchanged order.
  constexpr graph compact() const;
  constexpr sequence<char> reachable() const;

private:
  /// Learns what is to be known of new nodes.
  constexpr int note(int i) {
    while (facts_.size() < g.nodes.size()) {
      const int next = static_cast<int>(facts_.size());
      const node& n = g[next];
      const fact* known = facts_.data();
      fact f;
      if (!is_frozen(next)) {
        const term* list = g.terms.data() + n.first;
        for (int k = 0; k < n.count; ++k) {
          const fact& x = known[list[k].node];
          if (x.stage > f.stage) f.stage = x.stage;
          if (n.kind == op::sum) f.width += x.width;
        }
        if (n.count == 0)
          each_operand(g, n, [&](int j) { f.stage = known[j].stage > f.stage ? known[j].stage : f.stage; });
        if (n.over != 0 && covers_data(n.axes | n.over)) ++f.stage;
        if (n.kind == op::product)
          if (const int k = sum_among_factors(n); k >= 0) f.width = known[list[k].node].width;
      }
      if (n.kind == op::sum && n.value != 0) ++f.width;
      if (f.width == 0) f.width = 1;
      facts_.push_back(f);
    }
    return i;
  }
  /// How many terms node i has when nested sums are opened.
  constexpr int width(int i) const { return facts_[static_cast<std::size_t>(i)].width; }
  constexpr void multiply_factor(monomial& m, int i, int half_power);
  constexpr int make(op kind, double value, const term_list& list) {
    axis_mask all = 0;
    for (const term& t : list)
      all |= g.nodes[static_cast<std::size_t>(t.node)].axes;
    return note(g.make({.kind = kind, .axes = all, .count = list.size(), .value = value}, list.data()));
  }
  constexpr term_list terms_of(const node& n) const { return {g.terms.data() + n.first, n.count}; }
  /// Whether the rules made node i.
  constexpr bool is_canonical(int i) const { return i >= given_; }
  constexpr int sum_among_factors(const node& n) const;
  constexpr bool add_flat(linear& s, double c, int i);
  constexpr bool recognise_variance(linear& s);
  constexpr bool variance_of(linear& s, int i, monomial rest, const node& total);
  constexpr bool recognise_centre(linear& s);
  constexpr bool take_centre(linear& s, const term& statistic);
  constexpr bool centre_of(linear& s, double coefficient, monomial k, const node& total);
  constexpr int reduce_sum_of_sum(axis_mask over, int f, const node& n);
  constexpr int reduce_sum_of_product(axis_mask over, int f, const node& n);
  constexpr int recognise_moment(axis_mask over, const monomial& m);
  constexpr int expanded(axis_mask over, int f, const monomial& m, int its_stage);
  constexpr int regrouped(axis_mask over, const monomial& m);
  constexpr bool pays(int replacement, int stage_before);
  constexpr bool is_live(int i) const {
    return static_cast<std::size_t>(i) < live_.size() && live_[static_cast<std::size_t>(i)];
  }
  constexpr bool is_weighted_mean(int m, axis_mask over, int w, int u);
  constexpr int construct(int i, const sequence<int>& made);
  constexpr int copied(int i, const sequence<int>& made);

  int given_; ///< how many nodes there were before
  struct fact {
    int stage = 0, width = 0;
  };
  sequence<fact> facts_;
  sequence<char> live_; ///< by node: reachable when the rebuild began, or summed anyway beside a moment that was
  sequence<int> seen_;  ///< by node: the last search that met it
  int search_ = 0;
  /// A sum of weight * value that a weighted moment over the same axes brings along.
  struct partner_sum {
    axis_mask over;
    int weighted_value;
  };
  int trials_ = 0; ///< how many replacements are being tried inside each other
  sequence<partner_sum> partners_;
};

} // namespace axnorm::graph

#include <axnorm/graph/algebra_centred.hpp>
#include <axnorm/graph/algebra_function.hpp>
#include <axnorm/graph/algebra_moments.hpp>
#include <axnorm/graph/algebra_product.hpp>
#include <axnorm/graph/algebra_rebuild.hpp>
#include <axnorm/graph/algebra_recognise.hpp>
#include <axnorm/graph/algebra_reduce.hpp>
#include <axnorm/graph/algebra_sum.hpp>
