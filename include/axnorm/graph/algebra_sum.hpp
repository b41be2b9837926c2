// Rules of sums: like terms add, constants fold, sums in sums are opened where something then merges; variances and
// centred values that were spelled out are recognised. Part of `algebra`.
#pragma once

#include <axnorm/graph/algebra.hpp>

namespace axnorm::graph {

/// Adds coefficient * node to the sorted `terms`.
constexpr void put_term(std::vector<term>& terms, double coefficient, int node) {
  if (coefficient == 0) return;
  std::size_t at = terms.size();
  const term* p = terms.data();
  while (at > 0 && p[at - 1].node > node)
    --at;
  if (at > 0 && p[at - 1].node == node) {
    const double c = added(p[at - 1].coefficient, coefficient);
    if (c == 0)
      terms.erase(terms.begin() + static_cast<std::ptrdiff_t>(at - 1));
    else
      terms[at - 1].coefficient = c;
    return;
  }
  terms.push_back(times(coefficient, node));
  term* q = terms.data();
  for (std::size_t i = terms.size() - 1; i > at; --i)
    std::swap(q[i], q[i - 1]);
}

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
      i = make_product(std::move(m));
    }
  }
  ++s.summands;
  put_term(s.terms, c, i);
}

constexpr int algebra::make_sum(linear s) {
  if (s.terms.empty()) return note(g.constant(s.constant));
  if (s.constant == 0 && s.terms.size() == 1) return scaled(s.terms[0].coefficient, s.terms[0].node);
  return note(g.sum(s.constant, s.terms));
}

/// Adds c * i with nested sums opened, and products of a statistic with a sum multiplied out. Returns whether it did.
constexpr bool algebra::add_flat(linear& s, double c, int i) {
  const node n = look(i);
  if (n.kind == op::sum) {
    s.constant = added(s.constant, c * n.value);
    for (int k = 0; k < n.count; ++k)
      add_flat(s, c * g.term_of(n, k).coefficient, g.term_of(n, k).node);
    return true;
  }
  if (n.kind == op::product) {
    for (int k = 0; k < n.count; ++k) {
      const term t = g.term_of(n, k);
      const node inner = look(t.node);
      if (t.half_power != 2 || inner.kind != op::sum) continue;
      if (n.count > 1 && is_data(i)) continue;
      monomial rest{.coefficient = n.value, .factors = {}};
      for (int j = 0; j < n.count; ++j)
        if (j != k) rest.factors.push_back(g.term_of(n, j));
      const int outer = make_product(std::move(rest));
      if (inner.value != 0) add_flat(s, c * inner.value, outer);
      for (int j = 0; j < inner.count; ++j) {
        const term x = g.term_of(inner, j);
        add_flat(s, c * x.coefficient, product(outer, x.node));
      }
      return true;
    }
  }
  add(s, c, i);
  return false;
}

/// constant + sum of the terms of `list`.
constexpr int algebra::sum(double constant, const std::vector<term>& list) {
  linear s{.constant = constant, .terms = {}};
  bool nested = false;
  for (const term& t : list) {
    add(s, t.coefficient, t.node);
    const node n = look(t.node);
    if (n.kind == op::sum) nested = true;
    if (n.kind == op::product)
      for (int k = 0; k < n.count; ++k)
        nested = nested || (g.term_of(n, k).half_power == 2 && look(g.term_of(n, k).node).kind == op::sum);
  }
  if (nested) { // opened only where terms merge or cancel: x + residual stays one node
    linear flat{.constant = constant, .terms = {}};
    bool opened = false;
    for (const term& t : list)
      opened = add_flat(flat, t.coefficient, t.node) || opened;
    const int merged = s.summands - static_cast<int>(s.terms.size());
    const int merges = flat.summands - static_cast<int>(flat.terms.size());
    if (opened && (merges > merged || (flat.constant != s.constant && flat.terms.size() <= s.terms.size())))
      s = std::move(flat);
  }
  if (s.terms.size() > 1) {
    recognise_variance(s);
    recognise_centre(s);
  }
  return make_sum(std::move(s));
}

/// k (sum u^2 / n - (sum u)^2 / n^2) is k / n moment2(u), which does not lose the digits that the difference does; so
/// is the weighted form with 1 / sum w for 1 / n.
constexpr void algebra::recognise_variance(linear& s) {
  for (std::size_t i = 0; i < s.terms.size(); ++i) {
    const term squares = s.terms[i];
    const monomial m = factors_of(squares.node);
    for (std::size_t q = 0; q < m.factors.size(); ++q) {
      if (m.factors[q].half_power != 2) continue;
      const node total = look(m.factors[q].node);
      if (total.kind != op::reduce_sum) continue;
      const monomial inside = factors_of(total.a);
      monomial u, w;
      for (const term& t : inside.factors) {
        if (t.half_power % 4 == 0 && t.half_power > 0)
          u.factors.push_back(factor(t.node, t.half_power / 2));
        else
          w.factors.push_back(t);
      }
      if (u.factors.empty() || inside.coefficient != 1) continue;
      monomial rest = m;
      rest.factors.erase(rest.factors.begin() + static_cast<std::ptrdiff_t>(q));
      const bool plain = w.factors.empty();
      const int value = make_product(std::move(u)), weight = plain ? -1 : make_product(std::move(w));
      monomial other = rest;
      multiply(other, reduce_sum(total.over, plain ? value : product(weight, value)), 4);
      if (plain) {
        multiply(other, count(total.over), -2);
      } else { // one of the factors must be 1 / sum w, and stands twice in the other term
        const int weights = reduce_sum(total.over, weight);
        const int guarded = function(op::reciprocal_or_zero, weights);
        bool found = false;
        for (const term& t : m.factors) {
          if (found || !((t.node == guarded && t.half_power == 2) || (t.node == weights && t.half_power == -2)))
            continue;
          multiply(other, t.node, t.half_power);
          found = true;
        }
        if (!found) continue;
      }
      const double scale = other.coefficient;
      other.coefficient = 1;
      const int partner = make_product(std::move(other));
      for (std::size_t j = 0; j < s.terms.size(); ++j) {
        if (s.terms[j].node != partner || !is_close(s.terms[j].coefficient, -squares.coefficient * scale)) continue;
        multiply(rest, moment2(total.over, value, weight));
        s.terms.erase(s.terms.begin() + static_cast<std::ptrdiff_t>(j > i ? j : i));
        s.terms.erase(s.terms.begin() + static_cast<std::ptrdiff_t>(j > i ? i : j));
        add(s, squares.coefficient, make_product(std::move(rest)));
        return recognise_variance(s);
      }
    }
  }
}

/// k u - k mean(u), however it was written, is k centred(u, mean(u)): the subtraction comes first, where it is exact.
constexpr void algebra::recognise_centre(linear& s) {
  bool data = false;
  for (const term& t : s.terms)
    data = data || is_data(t.node);
  if (!data) return;
  for (std::size_t i = 0; i < s.terms.size(); ++i) {
    const term t = s.terms[i];
    if (is_data(t.node)) continue;
    if (take_centre(s, t)) {
      for (std::size_t j = 0; j < s.terms.size(); ++j)
        if (s.terms[j].node == t.node) s.terms.erase(s.terms.begin() + static_cast<std::ptrdiff_t>(j));
      return recognise_centre(s);
    }
    const node n = look(t.node); // x a + (b - mean a): the mean is a term of a statistic
    for (int k = 0; n.kind == op::sum && k < n.count; ++k) {
      const term inner = g.term_of(n, k);
      if (!take_centre(s, times(t.coefficient * inner.coefficient, inner.node))) continue;
      for (std::size_t j = 0; j < s.terms.size(); ++j)
        if (s.terms[j].node == t.node) s.terms.erase(s.terms.begin() + static_cast<std::ptrdiff_t>(j));
      linear left{.constant = n.value, .terms = {}};
      for (int j = 0; j < n.count; ++j)
        if (j != k) left.terms.push_back(g.term_of(n, j));
      add(s, t.coefficient, make_sum(std::move(left)));
      return recognise_centre(s);
    }
  }
}

/// Where `statistic` is -c k mean(u) and s has a term c k u: makes that c k centred(u, mean(u)).
constexpr bool algebra::take_centre(linear& s, const term& statistic) {
  const monomial m = factors_of(statistic.node);
  for (std::size_t q = 0; q < m.factors.size(); ++q) {
    if (m.factors[q].half_power != 2) continue;
    const node total = look(m.factors[q].node);
    if (total.kind != op::reduce_sum || !is_data(total.a)) continue;
    monomial k = m;
    k.factors.erase(k.factors.begin() + static_cast<std::ptrdiff_t>(q));
    multiply(k, count(total.over));
    monomial expected = k;
    multiply(expected, total.a);
    const double scale = expected.coefficient;
    expected.coefficient = 1;
    const int partner = make_product(std::move(expected));
    for (std::size_t j = 0; j < s.terms.size(); ++j) {
      const double c = s.terms[j].coefficient;
      if (s.terms[j].node != partner || !is_close(c, -statistic.coefficient * scale)) continue;
      k.coefficient = 1;
      multiply(k, centred(total.a, mean(total.over, total.a)));
      s.terms.erase(s.terms.begin() + static_cast<std::ptrdiff_t>(j));
      add(s, c, make_product(std::move(k)));
      return true;
    }
  }
  return false;
}

} // namespace axnorm::graph
