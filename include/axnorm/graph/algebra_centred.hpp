// Rules of centred(u, m), the difference of data and a statistic of theirs. It is never opened inside a product, which
// would be E[x^2] - E[x]^2 in disguise; factors and offsets that u and m share leave it, and centres add. Part of
// `algebra`.
#pragma once

#include <axnorm/graph/algebra.hpp>

namespace axnorm::graph {

constexpr int algebra::centred(int u, int m) {
  if (u == m) return note(g.constant(0));
  const node centre = look(m);
  if (centre.kind == op::constant) return centre.value == 0 ? u : sum(-centre.value, {times(1, u)});
  // Simplified operands may have lost axes: then this is a difference like others.
  if ((axes(m) & ~axes(u)) != 0 || axes(m) == axes(u)) return difference(u, m);
  const node n = look(u);

  if (n.kind == op::centred && ((axes(m) | axes(n.b)) & ~axes(n.a)) == 0 && (axes(m) | axes(n.b)) != axes(n.a))
    return centred(n.a, sum(0, {times(1, n.b), times(1, m)}));

  if (n.kind == op::sum) { // (u + c) - m = u - (m - c)
    linear kept, centre_less;
    add(centre_less, 1, m);
    bool moved = n.value != 0;
    centre_less.constant -= n.value;
    for (int k = 0; k < n.count; ++k) {
      const term t = g.term_of(n, k);
      if ((axes(t.node) & ~axes(m)) == 0 && !is_data(t.node)) {
        moved = true;
        add(centre_less, -t.coefficient, t.node);
      } else {
        add(kept, t.coefficient, t.node);
      }
    }
    if (moved && !kept.terms.empty()) {
      const int less = sum(centre_less.constant, centre_less.terms);
      return centred(make_sum(kept), less);
    }
  }

  if (n.kind == op::product && (n.count > 1 || n.value != 1)) { // k u - k m = k (u - m), k in every term of m
    monomial k{.coefficient = n.value}, kept;
    for (int j = 0; j < n.count; ++j) {
      const term t = g.term_of(n, j);
      bool shared = !is_data(t.node);
      auto has = [&](int i) {
        const node x = look(i);
        if (i == t.node && t.half_power == 2) return true;
        for (int f = 0; x.kind == op::product && f < x.count; ++f)
          if (g.term_of(x, f) == t) return true;
        return false;
      };
      if (shared && centre.kind == op::sum) {
        shared = centre.value == 0;
        for (int c = 0; shared && c < centre.count; ++c)
          shared = has(g.term_of(centre, c).node);
      } else if (shared) {
        shared = has(m);
      }
      (shared ? k : kept).factors.push_back(t);
    }
    if ((!k.factors.empty() || k.coefficient != 1) && !kept.factors.empty()) {
      const int outer = make_product(k), inverse = power(outer, -2);
      int less;
      if (centre.kind == op::sum) {
        linear s;
        add(s, centre.value, inverse);
        for (int c = 0; c < centre.count; ++c)
          add(s, g.term_of(centre, c).coefficient, product(g.term_of(centre, c).node, inverse));
        less = sum(s.constant, s.terms);
      } else {
        less = product(m, inverse);
      }
      return product(outer, centred(make_product(kept), less));
    }
  }
  return note(g.make({.kind = op::centred, .axes = axes(u) | axes(m), .a = u, .b = m}));
}

} // namespace axnorm::graph
