// Rules of products: equal bases add their exponents, constants fold, 0 and 1 vanish. Quotients, roots and squares are
// products, so that r r^2, s / s and n / n need no rules of their own. Part of `algebra`.
#pragma once

#include <axnorm/graph/algebra.hpp>

namespace axnorm::graph {

constexpr bool algebra::is_nonnegative(int i) const { return is_never_negative(g, i); }

constexpr bool algebra::is_same(int i, int j) const {
  if (i == j) return true;
  const node &x = g[i], &y = g[j];
  if (x.kind != y.kind || (x.kind != op::product && x.kind != op::constant) || x.count != y.count) return false;
  if (!is_close(x.value, y.value)) return false;
  for (int k = 0; k < x.count; ++k)
    if (!(g.term_of(x, k) == g.term_of(y, k))) return false;
  return true;
}

/// Multiplies m by i^(half_power/2).
constexpr void algebra::multiply(monomial& m, int i, int half_power) {
  if (is_frozen(i)) return m.factors.multiply(i, half_power);
  const node& n = g[i];
  double known = 0;
  switch (n.kind) {
  case op::constant:
    if (n.value == 0 && half_power > 0)
      m.coefficient = 0;
    else if (raise(n.value, half_power, known))
      m.coefficient = settled(m.coefficient * known);
    else
      m.factors.multiply(i, half_power);
    return;
  case op::extent: {
    const std::int64_t extent = g.parts[static_cast<std::size_t>(n.a)].extent;
    if (extent > 0 && raise(static_cast<double>(extent), half_power, known))
      m.coefficient = settled(m.coefficient * known);
    else
      m.factors.multiply(i, half_power);
    return;
  }
  case op::product:
    return multiply_factor(m, i, half_power);
  case op::absolute:
    if (half_power % 4 == 0) return multiply(m, n.a, half_power); // |u|^2 is u^2
    break;
  default:
    break;
  }
  m.factors.multiply(i, half_power);
}

/// Multiplies by a product: whole powers reach its factors. A root does not, for (u^2)^(1/2) is not u, but |u|.
constexpr void algebra::multiply_factor(monomial& m, int i, int half_power) {
  const node& n = g[i];
  double known = 1;
  if (half_power % 2 == 0) {
    const int whole = half_power / 2;
    bool small = n.value == 1 || raise(n.value, half_power, known);
    for (int k = 0; k < n.count; ++k)
      small = small && (whole == 1 || magnitude(1.0 * g.term_of(n, k).half_power * whole) < 1000);
    if (small) {
      if (known != 1) m.coefficient = m.coefficient == 1 ? known : settled(m.coefficient * known);
      for (int k = 0; k < n.count; ++k)
        m.factors.multiply(g.term_of(n, k).node, g.term_of(n, k).half_power * whole);
      return;
    }
  } else if (n.count == 1 && n.value == 1) {
    const term t = g.term_of(n, 0);
    if (t.half_power % 2 == 0 && is_nonnegative(t.node))
      return m.factors.multiply(t.node, t.half_power / 2 * half_power);
    if (t.half_power % 4 == 0 && t.half_power > 0) {
      const int size = function(op::absolute, t.node);
      return m.factors.multiply(size, t.half_power / 2 * half_power);
    }
  }
  m.factors.multiply(i, half_power);
}

constexpr int algebra::make_product(const monomial& m) {
  if (m.coefficient == 0) return note(g.constant(0));
  if (m.factors.empty()) return note(g.constant(m.coefficient));
  if (m.coefficient == 1 && m.factors.size() == 1 && m.factors[0].half_power == 2) return m.factors[0].node;
  for (const term& t : m.factors) { // powers that were opaque alone may be whole together
    const op kind = look(t.node).kind;
    if (!(kind == op::product && t.half_power % 2 == 0) && !(kind == op::absolute && t.half_power % 4 == 0)) continue;
    monomial again{.coefficient = m.coefficient};
    for (const term& x : m.factors)
      multiply(again, x.node, x.half_power);
    if (again.coefficient == m.coefficient && again.factors == m.factors) break;
    return make_product(again);
  }
  return make(op::product, m.coefficient, m.factors);
}

constexpr monomial algebra::factors_of(int i) {
  if (is_canonical(i) && g[i].kind == op::product && !is_frozen(i))
    return {.coefficient = g[i].value, .factors = terms_of(g[i])};
  monomial m;
  multiply(m, i);
  return m;
}

constexpr int algebra::product(int a, int b) {
  monomial m;
  multiply(m, a);
  multiply(m, b);
  return make_product(m);
}

constexpr int algebra::scaled(double c, int i) {
  if (c == 1) return i;
  monomial m{.coefficient = c};
  multiply(m, i);
  return make_product(m);
}

constexpr int algebra::power(int i, int half_power) {
  if (half_power == 2) return i;
  monomial m;
  if (half_power != 0) multiply(m, i, half_power);
  return make_product(m);
}

constexpr int algebra::count(axis_mask parts) {
  monomial m;
  for (int p = 0; parts >> p != 0; ++p)
    if ((parts >> p & 1) != 0) multiply(m, note(g.extent(p)));
  return make_product(m);
}

constexpr parted algebra::part(const monomial& m, axis_mask over) const {
  parted r;
  r.outside.coefficient = m.coefficient;
  for (const term& t : m.factors)
    ((axes(t.node) & over) != 0 ? r.inside : r.outside).factors.push_back(t);
  return r;
}

} // namespace axnorm::graph
