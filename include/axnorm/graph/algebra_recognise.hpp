// Statistics that a formula spells out: variances as differences of mean squares, centred values as sums, moments as
// sums of squares of what is centred. Recognised, they are computed without the loss of digits that the spelling has.
// Part of `algebra`.
#pragma once

#include <axnorm/graph/algebra.hpp>

namespace axnorm::graph {

/// k (sum u^2 / n - (sum u)^2 / n^2) is k / n moment2(u); so is the weighted form with 1 / sum w for 1 / n.
constexpr bool algebra::recognise_variance(linear& s) {
  // The second term has the square of a sum in it. It is there first, for it is rare.
  auto has_square = [&](const node& n) {
    for (int k = 0; n.kind == op::product && k < n.count; ++k) {
      const term& t = g.term_of(n, k);
      if (t.half_power == 4 && (g[t.node].kind == op::reduce_sum || g[t.node].kind == op::sum)) return true;
    }
    return false;
  };
  bool positive = false, negative = false;
  for (const term& t : s.terms)
    if (has_square(look(t.node))) (t.coefficient > 0 ? positive : negative) = true;
  for (int i = 0; i < s.terms.size(); ++i) {
    if (!(s.terms[i].coefficient > 0 ? negative : positive)) continue;
    const node n = look(s.terms[i].node);
    if (n.kind == op::reduce_sum && variance_of(s, i, {}, n)) return true;
    for (int q = 0; n.kind == op::product && q < n.count; ++q) {
      const term t = g.term_of(n, q);
      if (t.half_power == 2 && look(t.node).kind == op::reduce_sum &&
          variance_of(s, i, {.factors = terms_of(n).without(q)}, look(t.node)))
        return true;
    }
  }
  return false;
}

/// Where term i of s is c rest sum(w u^2), `total` being that sum, and another one is -c rest (sum w u)^2 / sum w:
/// makes them c rest moment2(u, w).
constexpr bool algebra::variance_of(linear& s, int i, monomial rest, const node& total) {
  const term squares = s.terms[i];
  monomial u, w;
  for (const term& t : factors_of(total.a).factors) {
    if (t.half_power % 4 == 0 && t.half_power > 0)
      u.factors.push_back(factor(t.node, t.half_power / 2));
    else
      w.factors.push_back(t);
  }
  if (u.factors.empty()) return false;
  const int value = make_product(u), weight = w.factors.empty() ? -1 : make_product(w);
  monomial other = rest;
  if (weight < 0) {
    multiply(other, reduce_sum(total.over, value), 4);
    multiply(other, count(total.over), -2);
  } else { // one of the factors must be 1 / sum w, and stands twice in the other term
    multiply(other, reduce_sum(total.over, product(weight, value)), 4);
    const int weights = reduce_sum(total.over, weight), guarded = function(op::reciprocal_or_zero, weights);
    bool found = false;
    for (const term& t : rest.factors) {
      if (found || !((t.node == guarded && t.half_power == 2) || (t.node == weights && t.half_power == -2))) continue;
      multiply(other, t.node, t.half_power);
      found = true;
    }
    if (!found) return false;
  }
  const double scale = std::exchange(other.coefficient, 1);
  const int partner = make_product(other);
  for (int j = 0; j < s.terms.size(); ++j) {
    if (s.terms[j].node != partner || !is_close(s.terms[j].coefficient, -squares.coefficient * scale)) continue;
    multiply(rest, moment2(total.over, value, weight));
    s.terms.erase(j > i ? j : i);
    s.terms.erase(j > i ? i : j);
    add(s, squares.coefficient, make_product(rest));
    return true;
  }
  return false;
}

/// k u - k mean(u), however it was written, is k centred(u, mean(u)): the subtraction comes first, where it is exact.
constexpr bool algebra::recognise_centre(linear& s) {
  bool data = false, statistics = false;
  for (const term& t : s.terms)
    (is_data(t.node) ? data : statistics) = true;
  if (!data || !statistics) return false;
  for (int i = 0; i < s.terms.size(); ++i) {
    const term t = s.terms[i];
    if (is_data(t.node)) continue;
    if (take_centre(s, t)) {
      s.terms.add(-t.coefficient, t.node);
      return true;
    }
    const node n = look(t.node); // x a + (b - mean a): the mean is a term of a statistic
    for (int k = 0; n.kind == op::sum && k < n.count; ++k) {
      const term inner = g.term_of(n, k);
      if (!take_centre(s, times(t.coefficient * inner.coefficient, inner.node))) continue;
      s.terms.add(-t.coefficient, t.node);
      add(s, t.coefficient, make_sum({.constant = n.value, .terms = terms_of(n).without(k)}));
      return true;
    }
  }
  return false;
}

/// Where `statistic` is -c k mean(u) and s has a term c k u: makes that c k centred(u, mean(u)).
constexpr bool algebra::take_centre(linear& s, const term& statistic) {
  const node n = look(statistic.node);
  if (n.kind == op::reduce_sum) return centre_of(s, statistic.coefficient, {}, n);
  for (int q = 0; n.kind == op::product && q < n.count; ++q) {
    const term t = g.term_of(n, q);
    if (t.half_power == 2 && look(t.node).kind == op::reduce_sum &&
        centre_of(s, statistic.coefficient, {.coefficient = n.value, .factors = terms_of(n).without(q)}, look(t.node)))
      return true;
  }
  return false;
}

constexpr bool algebra::centre_of(linear& s, double coefficient, monomial k, const node& total) {
  if (!is_data(total.a)) return false;
  bool candidate = g[total.a].kind == op::product; // else u itself must be a term, or a factor of one
  for (int j = 0; j < s.terms.size() && !candidate; ++j) {
    const node n = look(s.terms[j].node);
    candidate = s.terms[j].node == total.a;
    for (int f = 0; n.kind == op::product && f < n.count && !candidate; ++f)
      candidate = g.term_of(n, f).node == total.a;
  }
  if (!candidate) return false;
  multiply(k, count(total.over));
  monomial expected = k;
  multiply(expected, total.a);
  const double scale = std::exchange(expected.coefficient, 1);
  const int partner = make_product(expected);
  for (int j = 0; j < s.terms.size(); ++j) {
    const double c = s.terms[j].coefficient;
    if (s.terms[j].node != partner || !is_close(c, -coefficient * scale)) continue;
    k.coefficient = 1;
    multiply(k, centred(total.a, mean(total.over, total.a)));
    s.terms.erase(j);
    add(s, c, make_product(k));
    return true;
  }
  return false;
}

/// sum w centred(u, mean_w(u))^2 is moment2(u, w).
constexpr int algebra::recognise_moment(axis_mask over, const monomial& m) {
  for (int k = 0; k < m.factors.size(); ++k) {
    if (m.factors[k].half_power != 4) continue;
    const node d = look(m.factors[k].node);
    if (d.kind != op::centred || (axes(d.b) & over) != 0) continue;
    if (m.factors.size() == 1) {
      if (is_same(d.b, mean(over, d.a))) return moment2(over, d.a);
    } else if (const int w = make_product({.factors = m.factors.without(k)}); is_weighted_mean(d.b, over, w, d.a)) {
      return moment2(over, d.a, w);
    }
  }
  return -1;
}

/// Whether m is the mean of u over `over` with weights w: sum w u / sum w, guarded against no weight at all or not.
constexpr bool algebra::is_weighted_mean(int m, axis_mask over, int w, int u) {
  const int weights = reduce_sum(over, w), total = reduce_sum(over, weighted(w, u));
  return is_same(m, product(total, function(op::reciprocal_or_zero, weights))) ||
         is_same(m, product(total, power(weights, -2)));
}

} // namespace axnorm::graph
