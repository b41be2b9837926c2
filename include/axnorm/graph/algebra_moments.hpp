// Rules of moment2, of the largest and smallest, and of windows: what does not vary over their axes leaves them. Part
// of `algebra`.
#pragma once

#include <axnorm/graph/algebra.hpp>

namespace axnorm::graph {

/// w u, whose sum comes along with moment2(u, w); a mask selects, so that what it hides does not matter.
constexpr int algebra::weighted(int w, int u) { return is_mask(w) ? select(w, u, note(g.constant(0))) : product(w, u); }

constexpr int algebra::moment2(axis_mask over, int u, int w) {
  if ((axes(u) & over) == 0) return note(g.constant(0));
  if (w >= 0) {
    if ((axes(w) & over) == 0) return weighted(w, moment2(over, u));
    auto [inside, outside] = part(factors_of(w), over);
    if (outside.coefficient != 1 || !outside.factors.empty()) {
      const int moment = moment2(over, u, make_product(inside));
      multiply(outside, moment);
      return make_product(outside);
    }
  }
  if (const axis_mask absent = over & ~(axes(u) | (w >= 0 ? axes(w) : 0)); absent != 0) {
    const int size = count(absent);
    return product(size, moment2(over & ~absent, u, w));
  }
  const node n = look(u);
  if (n.kind == op::centred && (axes(n.b) & over) == 0) return moment2(over, n.a, w);
  if (n.kind == op::sum) { // what does not vary shifts values and mean alike
    linear varying;
    for (int k = 0; k < n.count; ++k)
      if ((axes(g.term_of(n, k).node) & over) != 0) varying.terms.push_back(g.term_of(n, k));
    if (n.value != 0 || varying.terms.size() < n.count) {
      const int shifted = sum(0, varying.terms);
      return moment2(over, shifted, w);
    }
  }
  if (n.kind == op::product) {
    auto [inside, outside] = part(factors_of(u), over);
    if (outside.coefficient != 1 || !outside.factors.empty()) {
      const int moment = moment2(over, make_product(inside), w);
      monomial r;
      multiply(r, make_product(outside), 4);
      multiply(r, moment);
      return make_product(r);
    }
  }
  if (w >= 0) partners_.push_back({over, weighted(w, u)});
  return note(g.reduce(op::moment2, over, u, w));
}

/// reduce_max and reduce_min.
constexpr int algebra::extreme(op kind, axis_mask over, int f) {
  over &= axes(f);
  if (over == 0) return f;
  const node n = look(f);
  if (n.kind == kind) return extreme(kind, over | n.over, n.a);
  return note(g.reduce(kind, over, f));
}

constexpr int algebra::window_sum(axis_mask over, int size, int a) {
  if (size == 1) return a;
  if (look(a).kind == op::constant && g[a].value == 0) return a;
  if (const node n = look(a); n.kind == op::product && (axes(a) & over) != 0) {
    auto [inside, outside] = part(factors_of(a), over);
    if (outside.coefficient != 1 || !outside.factors.empty()) {
      const int inner = window_sum(over, size, make_product(inside));
      multiply(outside, inner);
      return make_product(outside);
    }
  }
  // It varies along the window even where its operand does not: the ends see fewer positions.
  return note(g.make({.kind = op::window_sum, .axes = axes(a) | over, .over = over, .a = a, .c = size}));
}

} // namespace axnorm::graph
