// share: sums and moments of one value over several sets of axes become those over the sets' intersection, merged on
// the level of statistics, so that the data are read once. A pass from graph to graph, after simplify and never before
// it (simplify nests sums again). Knows no norm.
#pragma once

#include <axnorm/axis/sequence.hpp>
#include <axnorm/graph/algebra.hpp>
#include <axnorm/graph/memory_order.hpp>

#include <bit>
#include <cstddef>
#include <utility>

namespace axnorm::graph {

class share_pass {
public:
  constexpr explicit share_pass(graph g) : a_(std::move(g)), made_(a_.g.nodes.size(), -1) {}

  constexpr graph run() {
    const sequence<char> needed = a_.reachable();
    find_groups(needed);
    bool any = false;
    const part_order order = order_of(a_.g);
    for (group& x : groups_) {
      if (x.kind == op::reduce_sum) split_scattered(x, order);
      any = close(x) || any;
    }
    if (!any) return a_.compact();
    const int size = a_.g.size();
    made_.resize(static_cast<std::size_t>(size), -1);
    for (int i = 0; i < size; ++i)
      if (i < static_cast<int>(needed.size()) && needed[static_cast<std::size_t>(i)]) made(i) = remade(i);
    for (output& o : a_.g.outputs)
      o.node = made(o.node);
    for (named_node& n : a_.g.names)
      if (n.node >= 0) n.node = made(n.node);
    return a_.compact();
  }

private:
  /// A value that is reduced over several sets; moments carry their sums along.
  struct group {
    op kind;           ///< reduce_sum, which moments belong to, reduce_max or reduce_min
    int value, weight; ///< weight: of moments, -1 for 1
    int summed;        ///< what the sums beside the moments are of: the weighted value
    sequence<axis_mask> sets{};
    bool moments = false;
  };

  constexpr int& made(int i) { return made_[static_cast<std::size_t>(i)]; }

  constexpr group* find(op kind, int summed) {
    for (group& x : groups_)
      if (x.kind == kind && x.summed == summed) return &x;
    return nullptr;
  }
  static constexpr void insert(group& x, axis_mask set) {
    for (const axis_mask s : x.sets)
      if (s == set) return;
    x.sets.push_back(set);
  }
  /// Whether node i is a reduction of data that the pass may take apart.
  constexpr bool is_candidate(int i) const {
    const node& n = a_.g[i];
    return is_reduction(n.kind) && !a_.is_frozen(i) && a_.covers_data(n.axes | n.over);
  }

  constexpr void find_groups(const sequence<char>& needed) {
    const int size = static_cast<int>(needed.size());
    for (int i = 0; i < size; ++i) {
      const node n = a_.g[i];
      if (!needed[static_cast<std::size_t>(i)] || n.kind != op::moment2 || !is_candidate(i)) continue;
      const int summed = n.b < 0 ? n.a : a_.weighted(n.b, n.a);
      group* known = find(op::reduce_sum, summed);
      if (known == nullptr) {
        groups_.push_back({.kind = op::reduce_sum, .value = n.a, .weight = n.b, .summed = summed, .moments = true});
        known = &groups_.back();
      }
      if (known->value == n.a && known->weight == n.b) insert(*known, n.over);
    }
    for (int i = 0; i < size; ++i) {
      const node n = a_.g[i];
      if (!needed[static_cast<std::size_t>(i)] || n.kind == op::moment2 || !is_candidate(i)) continue;
      group* known = find(n.kind, n.a);
      if (known == nullptr) {
        groups_.push_back({.kind = n.kind, .value = n.a, .weight = -1, .summed = n.a});
        known = &groups_.back();
      }
      insert(*known, n.over);
    }
  }

  /// Adds the sets that remain where a reduction leaves the insides of groups for later (see scattered).
  constexpr void split_scattered(group& x, const part_order& order) const {
    const sequence<axis_mask> given = x.sets;
    for (const axis_mask s : given)
      if (const axis_mask inside = scattered(order, a_.axes(x.value) | s, s))
        if (const axis_mask rest = s & ~inside; !x.moments || can_merge(x, rest)) insert(x, rest);
  }
  /// Adds the intersection of all sets, from which the others can be merged. Returns whether any set contains another.
  constexpr bool close(group& x) const {
    if (x.sets.size() < 2) return false;
    axis_mask all = x.sets[0];
    for (const axis_mask s : x.sets)
      all &= s;
    if (all != 0 && (!x.moments || can_merge(x, all))) insert(x, all);
    for (const axis_mask s : x.sets)
      if (base(x, s) != 0) return true;
    return false;
  }
  /// Whether moments over `part` have values and weights that vary there.
  constexpr bool can_merge(const group& x, axis_mask part) const {
    return (part & ~a_.axes(x.value)) == 0 && (x.weight < 0 || (part & a_.axes(x.weight)) != 0);
  }
  /// The largest of the sets inside `set` that it can be merged from, or 0.
  constexpr axis_mask base(const group& x, axis_mask set) const {
    axis_mask best = 0;
    for (const axis_mask s : x.sets)
      if (s != set && (s & ~set) == 0 && std::popcount(s) > std::popcount(best) && (!x.moments || can_merge(x, s)))
        best = s;
    return best;
  }

  // -- reductions over a set from those over its base
  // -------------------------------------------------------------------
  constexpr int reduced(const group& x, op kind, axis_mask set) {
    const axis_mask part = base(x, set);
    const int of = made(x.summed) >= 0 ? made(x.summed) : x.summed;
    const int below = part == 0 ? of : reduced(x, kind, part);
    return a_.made_by_hand(a_.g.reduce(kind, set & ~part, below));
  }
  /// The count over `set`, or the sum of the weights, each as often as values have it.
  constexpr int weight_over(const group& x, axis_mask set) {
    if (x.weight < 0) return a_.count(set);
    const axis_mask has = set & a_.axes(x.weight);
    const int total = a_.made_by_hand(a_.g.reduce(op::reduce_sum, has, made(x.weight)));
    return a_.product(total, a_.count(set & ~has));
  }
  constexpr int mean_over(const group& x, axis_mask set) {
    const int total = reduced(x, op::reduce_sum, set), weight = weight_over(x, set);
    return a_.product(total, x.weight < 0 ? a_.power(weight, -2) : a_.function(op::reciprocal_or_zero, weight));
  }
  /// Chan's merge: what the parts deviate from their own means, and their means from the common one.
  constexpr int moment(const group& x, axis_mask set) {
    const axis_mask part = base(x, set), rest = set & ~part;
    if (part == 0)
      return a_.made_by_hand(a_.g.reduce(op::moment2, set, made(x.value), x.weight < 0 ? -1 : made(x.weight)));
    const int inside = a_.made_by_hand(a_.g.reduce(op::reduce_sum, rest, moment(x, part)));
    const int mean = mean_over(x, part), weight = weight_over(x, part);
    int between = -1;
    if (x.weight < 0 || (a_.axes(weight) & rest) == 0)
      between = a_.product(weight, a_.made_by_hand(a_.g.reduce(op::moment2, rest, mean)));
    else
      between = a_.made_by_hand(a_.g.reduce(op::moment2, rest, mean, weight));
    linear s;
    a_.add(s, 1, inside);
    a_.add(s, 1, between);
    return a_.make_sum(s);
  }

  /// Node i with the operands that were made of its own.
  constexpr int remade(int i) {
    const node n = a_.g[i];
    if (is_reduction(n.kind) && is_candidate(i)) {
      const bool moments = n.kind == op::moment2;
      const int summed = !moments ? n.a : n.b < 0 ? n.a : a_.weighted(n.b, n.a);
      const group* x = find(moments ? op::reduce_sum : n.kind, summed);
      const bool in = x != nullptr && (!moments || (x->value == n.a && x->weight == n.b));
      if (in && base(*x, n.over) != 0) return moments ? moment(*x, n.over) : reduced(*x, n.kind, n.over);
    }
    bool same = true;
    each_operand(a_.g, n, [&](int j) { same = same && made(j) == j; });
    if (same || a_.is_frozen(i)) return i;
    if (n.kind == op::product) {
      monomial m{.coefficient = n.value};
      for (int k = 0; k < n.count; ++k) {
        const term t = a_.g.term_of(n, k);
        a_.multiply(m, made(t.node), t.half_power);
      }
      return a_.make_product(m);
    }
    if (n.kind == op::sum) {
      linear s{.constant = n.value};
      for (int k = 0; k < n.count; ++k) {
        const term t = a_.g.term_of(n, k);
        a_.add(s, t.coefficient, made(t.node));
      }
      return a_.make_sum(s);
    }
    node r = n;
    r.a = made(n.a);
    if (n.b >= 0) r.b = made(n.b);
    if (n.kind == op::select) r.c = made(n.c);
    return a_.made_by_hand(a_.g.make(r));
  }

  algebra a_;
  sequence<int> made_;
  sequence<group> groups_;
};

/// `g` with each value reduced over data once where one reduction can serve several sets of axes. Values are the same
/// up to rounding; merged moments are as accurate as those of the parts.
constexpr graph share(graph g) { return share_pass(std::move(g)).run(); }

} // namespace axnorm::graph
