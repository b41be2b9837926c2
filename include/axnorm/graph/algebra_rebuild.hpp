// Rebuilding a graph through the rules, from its operands to its outputs, and dropping what no output needs. Part of
// `algebra`.
#pragma once

#include <axnorm/axis/sequence.hpp>
#include <axnorm/graph/algebra.hpp>

namespace axnorm::graph {

/// By node: whether an output needs it.
constexpr sequence<char> algebra::reachable() const {
  sequence<char> r(g.nodes.size(), 0);
  for (const output& o : g.outputs)
    r[static_cast<std::size_t>(o.node)] = 1;
  char* needed = r.data();
  for (int i = g.size() - 1; i >= 0; --i) {
    if (!needed[i]) continue;
    const node& n = g[i];
    const term* list = g.terms.data() + n.first;
    for (int k = 0; k < n.count; ++k)
      needed[list[k].node] = 1;
    if (n.kind == op::own_gradient && !keeps_own_gradients)
      needed[n.a] = 1;
    else if (n.count == 0)
      each_operand(g, n, [&](int j) { needed[j] = 1; });
  }
  return r;
}

/// Node i with the operands that were made of its own.
constexpr int algebra::construct(int i, const sequence<int>& made) {
  auto at = [&](int j) { return made[static_cast<std::size_t>(j)]; };
  const node n = g[i];
  switch (n.kind) {
  case op::constant:
  case op::variable:
  case op::arriving:
    return i;
  case op::own_gradient:
  case op::passing:
    return copied(i, made);
  case op::extent: {
    monomial m;
    multiply(m, i);
    return make_product(m);
  }
  case op::product: {
    monomial m{.coefficient = n.value};
    for (int k = 0; k < n.count; ++k) {
      const term t = g.term_of(n, k);
      multiply(m, at(t.node), t.half_power);
    }
    return make_product(m);
  }
  case op::sum: {
    term_list list;
    for (int k = 0; k < n.count; ++k)
      list.push_back(times(g.term_of(n, k).coefficient, at(g.term_of(n, k).node)));
    return sum(n.value, list);
  }
  case op::centred:
    return centred(at(n.a), at(n.b));
  case op::reduce_sum:
    return reduce_sum(n.over, at(n.a));
  case op::moment2:
    return moment2(n.over, at(n.a), n.b < 0 ? -1 : at(n.b));
  case op::reduce_max:
  case op::reduce_min:
    return extreme(n.kind, n.over, at(n.a));
  case op::window_sum:
    return window_sum(n.over, n.c, at(n.a));
  case op::select:
    return select(at(n.a), at(n.b), at(n.c));
  default:
    return function(n.kind, at(n.a), n.b < 0 ? -1 : at(n.b));
  }
}

/// Node i as it is, reading what was made of its operands.
constexpr int algebra::copied(int i, const sequence<int>& made) {
  node n = g[i];
  if (n.kind == op::variable || n.kind == op::extent || n.kind == op::constant) return i;
  auto at = [&](int j) { return made[static_cast<std::size_t>(j)]; };
  if (n.kind == op::own_gradient && !keeps_own_gradients) return at(n.a);
  term_list list = terms_of(n);
  for (int k = 0; k < n.count; ++k)
    list[k].node = at(list[k].node);
  if (n.a >= 0) n.a = at(n.a);
  if (n.b >= 0) n.b = at(n.b);
  if (n.c >= 0 && reads_three(n.kind)) n.c = at(n.c);
  return note(g.make(n, list.data()));
}

constexpr bool algebra::rebuild(int from, int to) {
  const sequence<char> needed = reachable();
  const int size = g.size();
  live_ = needed;
  partners_.clear();
  sequence<int> weighted_moments;
  for (int i = 0; i < size; ++i) { // the sums that a moment brings along are there anyway
    const node n = g[i];
    if (!needed[static_cast<std::size_t>(i)] || n.kind != op::moment2) continue;
    if (n.b >= 0) weighted_moments.push_back(i);
    const int partner = note(g.reduce(op::reduce_sum, n.over, n.b < 0 ? n.a : weighted(n.b, n.a)));
    live_.resize(g.nodes.size(), 0);
    live_[static_cast<std::size_t>(partner)] = 1;
  }
  sequence<int> made(static_cast<std::size_t>(size), -1);
  std::size_t next = 0;
  for (int i = 0; i < size; ++i) {
    if (!needed[static_cast<std::size_t>(i)]) continue;
    // A weighted moment is made as soon as its operands are: the sum of weighted values beside it must know of it.
    while (next < weighted_moments.size() && g[weighted_moments[next]].a < i && g[weighted_moments[next]].b < i) {
      const int m = weighted_moments[next++];
      if (made[static_cast<std::size_t>(m)] < 0)
        made[static_cast<std::size_t>(m)] = is_frozen(m) ? m : construct(m, made);
    }
    int& r = made[static_cast<std::size_t>(i)];
    if (r >= 0) continue;
    bool same = is_canonical(i) && g[i].kind != op::reduce_sum; // sums depend on which others are live
    if (same) each_operand(g, g[i], [&](int j) { same = same && made[static_cast<std::size_t>(j)] == j; });
    if (same || is_frozen(i))
      r = i;
    else
      r = from <= i && i < to ? construct(i, made) : copied(i, made);
  }
  bool changed = false;
  for (output& o : g.outputs) {
    const int now = made[static_cast<std::size_t>(o.node)];
    changed = changed || now != o.node;
    o.node = now;
  }
  for (named_node& n : g.names)
    if (n.node >= 0) n.node = made[static_cast<std::size_t>(n.node)];
  return changed;
}

constexpr graph algebra::compact() const {
  const sequence<char> needed = reachable();
  graph r = g.empty_copy();
  r.nodes.reserve(g.nodes.size());
  r.terms.reserve(g.terms.size());
  sequence<int> made(g.nodes.size(), -1);
  auto at = [&](int j) { return j < 0 ? -1 : made[static_cast<std::size_t>(j)]; };
  for (int i = 0; i < g.size(); ++i) {
    if (!needed[static_cast<std::size_t>(i)]) continue;
    node n = g[i]; // no two are equal, and none become so
    const term* from = g.terms.data() + n.first;
    n.first = static_cast<int>(r.terms.size());
    for (int k = 0; k < n.count; ++k) {
      term t = from[k];
      t.node = at(t.node);
      r.terms.push_back(t);
    }
    if (n.kind != op::variable && n.kind != op::extent && n.kind != op::constant) {
      n.a = at(n.a);
      n.b = at(n.b);
      if (reads_three(n.kind)) n.c = at(n.c);
    }
    made[static_cast<std::size_t>(i)] = r.size();
    r.nodes.push_back(n);
  }
  r.buckets.clear(); // the table is made when the next node is
  r.outputs = g.outputs;
  for (output& o : r.outputs)
    o.node = at(o.node);
  for (const named_node& n : g.names)
    if (at(n.node) >= 0) r.names.push_back({n.name, at(n.node)});
  return r;
}

} // namespace axnorm::graph
