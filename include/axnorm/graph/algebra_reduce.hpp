// Rules of sums over axes: absent axes are a factor, nested sums are one, factors that do not vary leave, a factor that
// lacks some of the axes parts the sum in two, sums of sums are parted where that costs no pass over data. Part of
// `algebra`.
#pragma once

#include <axnorm/axis/sequence.hpp>
#include <axnorm/graph/algebra.hpp>

#include <bit>

namespace axnorm::graph {

constexpr int algebra::reduce_sum(axis_mask over, int f) {
  if (const axis_mask absent = over & ~axes(f); absent != 0) {
    const int size = count(absent);
    return product(size, reduce_sum(over & ~absent, f));
  }
  if (over == 0) return f;
  const node n = look(f);
  switch (n.kind) {
  case op::reduce_sum:
    return reduce_sum(over | n.over, n.a);
  case op::centred: {
    const int whole = reduce_sum(over, n.a), centre = reduce_sum(over, n.b);
    return difference(whole, centre);
  }
  case op::sum:
    return reduce_sum_of_sum(over, f, n);
  case op::product:
    return reduce_sum_of_product(over, f, n);
  case op::select: { // the sum of squared deviations of what a mask shows
    const node inside = look(n.b);
    if (!is_mask(n.a) || look(n.c).kind != op::constant || g[n.c].value != 0 || inside.kind != op::product) break;
    if (inside.count != 1 || inside.value != 1 || g.term_of(inside, 0).half_power != 4) break;
    const node d = look(g.term_of(inside, 0).node);
    if (d.kind == op::centred && (axes(d.b) & over) == 0 && is_weighted_mean(d.b, over, n.a, d.a))
      return moment2(over, d.a, n.a);
    break;
  }
  default:
    break;
  }
  return note(g.reduce(op::reduce_sum, over, f));
}

constexpr int algebra::mean(axis_mask over, int f) {
  const int total = reduce_sum(over, f);
  monomial m;
  multiply(m, total);
  multiply(m, count(over), -2);
  return make_product(m);
}

/// Whether `replacement` costs no data reduction that is not there anyway, or comes a pass earlier.
constexpr bool algebra::pays(int replacement, int stage_before) {
  if (stage(replacement) < stage_before) return true;
  seen_.resize(g.nodes.size(), 0);
  ++search_;
  sequence<int> left{replacement};
  while (!left.empty()) {
    const int i = left.back();
    left.pop_back();
    int& mark = seen_[static_cast<std::size_t>(i)];
    if (mark == search_ || is_frozen(i)) continue;
    mark = search_;
    const node& n = g[i];
    if (n.over != 0 && covers_data(n.axes | n.over)) {
      if (!is_live(i)) return false;
      continue;
    }
    if (stage(i) > 0) each_operand(g, n, [&](int j) { left.push_back(j); });
  }
  return true;
}

/// Parted into the sums of the terms: always for statistics, and for data if it pays. Not sum(x + residual).
constexpr int algebra::reduce_sum_of_sum(axis_mask over, int f, const node& n) {
  const bool data = is_data(f);
  if (data && trials_ > 3) return note(g.reduce(op::reduce_sum, over, f));
  trials_ += data;
  term_list list;
  if (n.value != 0) list.push_back(times(n.value, count(over)));
  for (int k = 0; k < n.count; ++k) {
    const term t = g.term_of(n, k);
    list.push_back(times(t.coefficient, reduce_sum(over, t.node)));
  }
  const int parted = sum(0, list);
  trials_ -= data;
  if (!data || pays(parted, stage(f) + 1)) return parted;
  return note(g.reduce(op::reduce_sum, over, f));
}

constexpr int algebra::reduce_sum_of_product(axis_mask over, int f, const node& n) {
  monomial m{.coefficient = n.value, .factors = {}};
  for (int k = 0; k < n.count; ++k)
    m.factors.push_back(g.term_of(n, k));
  auto [inside, outside] = part(m, over);
  if (outside.coefficient != 1 || !outside.factors.empty()) { // factors leave
    const int inner = reduce_sum(over, make_product(inside));
    multiply(outside, inner);
    return make_product(outside);
  }
  if (const int moment = recognise_moment(over, m); moment >= 0) return moment;
  for (const partner_sum& p : partners_) // kept whole beside the moment that brings it along
    if (p.over == over && p.weighted_value == f) return note(g.reduce(op::reduce_sum, over, f));
  const int r = regrouped(over, m);
  if (const int e = expanded(over, f, m, r >= 0 ? stage(r) : stage(f) + 1); e >= 0) return e;
  return r >= 0 ? r : note(g.reduce(op::reduce_sum, over, f));
}

/// The sum over a product with a sum in it, multiplied out, if that pays against the sum as it is, which has
/// `its_stage`. What is centred is no such sum, nor is one with a constant: the terms of 1 - y^2 cancel where a tanh is
/// nearly 1.
constexpr int algebra::expanded(axis_mask over, int f, const monomial& m, int its_stage) {
  if (!is_data(f) || trials_ > 2) return -1;
  for (int k = 0; k < m.factors.size(); ++k) {
    const term b = m.factors[k];
    const node n = look(b.node);
    if (n.kind != op::sum || n.value != 0 || b.half_power != 2 || (!is_data(b.node) && stage(b.node) < 1)) continue;
    const int others = make_product({.coefficient = m.coefficient, .factors = m.factors.without(k)});
    ++trials_;
    term_list list;
    for (int j = 0; j < n.count; ++j) {
      const term t = g.term_of(n, j);
      list.push_back(times(t.coefficient, reduce_sum(over, product(others, t.node))));
    }
    const int whole = sum(0, list);
    --trials_;
    if (pays(whole, its_stage)) return whole;
  }
  return -1;
}

/// sum over S and T of a f, where a lacks T, is sum over S of a (sum over T of f): the inner sum serves whoever needs
/// it.
constexpr int algebra::regrouped(axis_mask over, const monomial& m) {
  axis_mask inner = 0;
  for (const term& t : m.factors)
    if (const axis_mask lacks = over & ~axes(t.node); std::popcount(lacks) > std::popcount(inner)) inner = lacks;
  if (inner == 0) return -1;
  auto [inside, outside] = part(m, inner);
  const int sum_inside = reduce_sum(inner, make_product(inside));
  multiply(outside, sum_inside);
  return reduce_sum(over & ~inner, make_product(outside));
}

} // namespace axnorm::graph
