// Rules of sums: like terms add, constants fold, sums in sums are opened where something then merges; variances and
// centred values that were spelled out are recognised. Part of `algebra`.
#pragma once

#include <axnorm/graph/algebra.hpp>

namespace axnorm::graph {

/// Adds c * i, the coefficient of a product moved into c.
constexpr void algebra::add(linear& s, double c, int i) {
  const op kind = g[i].kind;
  if (!is_frozen(i)) {
    if (kind == op::constant) {
      if (c != 0) s.constant = added(s.constant, c * g[i].value);
      return;
    }
    if (kind == op::extent || (kind == op::product && g[i].value != 1)) {
      monomial m = factors_of(i);
      c = m.coefficient == 1 ? c : settled(c * m.coefficient);
      m.coefficient = 1;
      if (m.factors.empty()) {
        s.constant = added(s.constant, c);
        return;
      }
      i = make_product(m);
    }
  }
  ++s.summands;
  s.terms.add(c, i);
}

constexpr int algebra::make_sum(const linear& s) {
  if (s.terms.empty()) return note(g.constant(s.constant));
  if (s.constant == 0 && s.terms.size() == 1) return scaled(s.terms[0].coefficient, s.terms[0].node);
  return make(op::sum, s.constant, s.terms);
}

/// The place of a factor of product n that is a sum, or -1.
constexpr int algebra::sum_among_factors(const node& n) const {
  if (n.kind != op::product) return -1;
  const term* list = g.terms.data() + n.first;
  const node* nodes = g.nodes.data();
  for (int k = 0; k < n.count; ++k)
    if (list[k].half_power == 2 && nodes[list[k].node].kind == op::sum && !is_frozen(list[k].node)) return k;
  return -1;
}

/// Adds c * i with nested sums opened, and products of a statistic with a sum multiplied out. Returns whether it opened
/// any.
constexpr bool algebra::add_flat(linear& s, double c, int i) {
  const node n = look(i);
  if (n.kind == op::sum) {
    s.constant = added(s.constant, c * n.value);
    for (int k = 0; k < n.count; ++k) {
      const term t = g.term_of(n, k);
      add_flat(s, c * t.coefficient, t.node);
    }
    return true;
  }
  if (const int k = sum_among_factors(n); k >= 0 && (n.count == 1 || !is_data(i))) {
    const int outer = make_product({.coefficient = n.value, .factors = terms_of(n).without(k)});
    const node inner = look(g.term_of(n, k).node);
    if (inner.value != 0) add_flat(s, c * inner.value, outer);
    for (int j = 0; j < inner.count; ++j) {
      const term x = g.term_of(inner, j);
      add_flat(s, c * x.coefficient, product(outer, x.node));
    }
    return true;
  }
  add(s, c, i);
  return false;
}

/// How many terms a sum may have for nested ones to be opened: beyond, hardly any merge.
inline constexpr int most_flat = 16;

/// constant + sum of the terms of `list`.
constexpr int algebra::sum(double constant, const term_list& list) {
  linear s{.constant = constant};
  for (const term& t : list)
    add(s, t.coefficient, t.node);
  int open = 0;
  for (const term& t : s.terms)
    open += width(t.node);
  if (open > s.terms.size() && open <= most_flat) { // only where terms merge or cancel: x + residual stays one node
    linear flat{.constant = s.constant};
    bool opened = false;
    for (const term& t : s.terms)
      opened = add_flat(flat, t.coefficient, t.node) || opened;
    if (opened &&
        (flat.terms.size() < flat.summands || (flat.constant != s.constant && flat.terms.size() <= s.terms.size())))
      s = std::move(flat);
  }
  if (s.terms.size() > 1) {
    while (recognise_variance(s)) {
    }
    while (recognise_centre(s)) {
    }
  }
  return make_sum(s);
}

} // namespace axnorm::graph
