// Products and sums become multiply-adds: statistics are combined among themselves, once a slice, and the centre of the
// data is subtracted exactly, (x - high) with the low part folded into what is added anyway. Base of the emit pass.
#pragma once

#include <axnorm/axis/sequence.hpp>
#include <axnorm/graph/emitter.hpp>

#include <bit>
#include <utility>

namespace axnorm::graph {

/// scale * statistics... * data * data2, where data stands for (data - low) if there is a low part.
struct piece {
  double scale = 1;
  sequence<int> statistics; ///< groups that cannot be combined further without making data
  int data = -1, data2 = -1;
  int low = -1;
};

template<class Derived>
class linear_emitter : public emitter {
public:
  using emitter::emitter;
  using emitter::fused;

  /// The statistic scale * product of factors, all of which are statistics, over one set of combined axes; divisions
  /// are gathered into one.
  constexpr int statistic(double scale, const sequence<term>& factors) {
    int top = -1, bottom = -1;
    for (const term& f : factors) {
      const int base = f.coefficient == 1 ? self().mean_behind(f.node) : self().value(f.node);
      const int p = whole_power(base, f.half_power < 0 ? -f.half_power : f.half_power);
      int& side = f.half_power < 0 ? bottom : top;
      side = side < 0 ? p : multiply(side, p);
    }
    if (top < 0)
      top = constant(scale);
    else if (scale != 1)
      top = multiply(top, constant(scale));
    return bottom < 0 ? top : elementwise(code::divide, top, bottom);
  }

  /// The factors of product n, parted into groups of statistics and data.
  constexpr piece piece_of_product(const node& n) {
    piece r;
    r.scale = n.value;
    sequence<term> factors;
    for (int i = 0; i < n.count; ++i)
      factors.push_back(g.term_of(n, i));
    self().cancel_counts(r.scale, factors);
    const int scaled = scaled_power(factors);
    if (scaled >= 0) r.data = scaled;
    struct group {
      axis_mask axes;
      sequence<term> members;
    };
    sequence<group> groups;
    sequence<term> data;
    for (int size = 0; size <= 32; ++size) // small sets of axes first: scalars meet scalars
      for (const term& f : factors) {
        const axis_mask a = g[f.node].axes;
        if (std::popcount(a) != size) continue;
        if (is_data(a)) {
          data.push_back(f);
          continue;
        }
        bool placed = false;
        for (auto& [axes, members] : groups)
          if (!placed && combine(axes, a)) {
            axes |= a;
            members.push_back(f);
            placed = true;
          }
        if (!placed) groups.push_back({a, {f}});
      }
    for (const auto& [axes, members] : groups)
      r.statistics.push_back(statistic(1, members));
    if (data.size() == 1 && data[0].half_power == 2 && g[data[0].node].kind == op::centred &&
        only_linear(data[0].node)) {
      take_centred(r, g[data[0].node]);
    } else {
      int top = -1, bottom = -1;
      for (const term& f : data) {
        const int half = f.half_power < 0 ? -f.half_power : f.half_power;
        const int v = self().value(f.node);
        if (f.half_power > 0 && half == 4 &&
            data.size() == 1) { // a square stays a pair, for multiply-adds and dot products
          r.data = r.data2 = v;
          return r;
        }
        if (f.half_power > 0 && half == 2 && r.data < 0 && top < 0)
          r.data = v;
        else if (f.half_power > 0 && half == 2 && r.data2 < 0)
          r.data2 = v;
        else {
          int& side = f.half_power < 0 ? bottom : top;
          const int p = whole_power(v, half);
          side = side < 0 ? p : multiply(side, p);
        }
      }
      if (top >= 0) r.data = r.data < 0 ? top : multiply(r.data, top);
      if (bottom >= 0) {
        if (r.data2 >= 0) r.data = multiply(r.data, r.data2);
        r.data2 = -1;
        r.data = elementwise(code::divide, r.data < 0 ? constant(1) : r.data, bottom);
      }
    }
    return r;
  }

  /// Whether node i is never below 0, as far as one can tell: a variance plus epsilon is not.
  constexpr bool is_nonnegative(int i) const {
    const node& n = g[i];
    switch (n.kind) {
    case op::reduce_sum:
    case op::reduce_max:
    case op::reduce_min:
    case op::window_sum:
    case op::reciprocal_or_zero:
      return is_nonnegative(n.a);
    case op::maximum:
      return is_nonnegative(n.a) || is_nonnegative(n.b);
    case op::select:
      return is_nonnegative(n.b) && is_nonnegative(n.c);
    case op::product:
    case op::sum: {
      bool r = n.value >= 0;
      for (int k = 0; k < n.count && r; ++k) {
        const term t = g.term_of(n, k);
        const bool even = n.kind == op::product && (t.half_power % 4 == 0 || t.half_power % 2 != 0);
        r = (n.kind == op::product || t.coefficient >= 0) && (even || is_nonnegative(t.node));
      }
      return r;
    }
    default:
      return is_never_negative(g, i);
    }
  }
  /// Whether some product has a root of node i: where it were negative, there would be NaN anyway.
  constexpr bool stands_under_a_root(int i) const {
    for (int j = 0; j < g.size(); ++j)
      for (int k = 0; live(j) && g[j].kind == op::product && k < g[j].count; ++k)
        if (const term t = g.term_of(g[j], k); t.node == i && t.half_power % 2 != 0) return true;
    return false;
  }

  /// Where the only data factor is a power u^p, p > 1, and some statistics are p-th powers s^p too, (u s)^p, which does
  /// not leave the range of float where u^p would; these factors are used up. Else -1. What may be negative has no
  /// root.
  constexpr int scaled_power(sequence<term>& factors) {
    std::size_t at = factors.size();
    for (std::size_t i = 0; i < factors.size(); ++i)
      if (is_data(g[factors[i].node].axes)) {
        if (at < factors.size()) return -1;
        at = i;
      }
    if (at == factors.size() || factors[at].half_power < 4 || factors[at].half_power % 2 != 0) return -1;
    const term u = factors[at];
    const int p = u.half_power / 2;
    sequence<term> roots, left;
    axis_mask axes_of_roots = 0;
    for (std::size_t i = 0; i < factors.size(); ++i) {
      term f = factors[i];
      if (i == at) continue;
      const axis_mask a = g[f.node].axes;
      const bool is_root = f.half_power % 2 == 0 && f.half_power / p % 2 != 0;
      if (f.half_power % p == 0 && f.coefficient == 0 &&
          (!is_root || is_nonnegative(f.node) || stands_under_a_root(f.node)) &&
          (roots.empty() || combine(axes_of_roots, a))) {
        f.half_power /= p;
        axes_of_roots |= a;
        roots.push_back(f);
      } else {
        left.push_back(f);
      }
    }
    if (roots.empty()) return -1;
    factors = left;
    return whole_power(multiply(self().value(u.node), statistic(1, roots)), u.half_power);
  }

  /// Any data node as a piece; a product or a centred value is taken apart if nobody else needs it whole.
  constexpr piece piece_of(int i) {
    const node& n = g[i];
    if (n.kind == op::product && (made(i) < 0)) return piece_of_product(n);
    piece r;
    if (n.kind == op::centred && made(i) < 0 && only_linear(i))
      take_centred(r, n);
    else
      r.data = self().value(i);
    return r;
  }

  /// The value of a piece.
  constexpr int whole(piece p) {
    int v = p.data;
    if (p.low >= 0)
      v = without_low(p);
    else if (p.data2 >= 0)
      v = multiply(v, p.data2);
    if (p.scale != 1) {
      if (p.statistics.empty())
        v = multiply(v, constant(p.scale));
      else
        p.statistics[0] = multiply(p.statistics[0], constant(p.scale));
    }
    for (const int k : p.statistics)
      v = v < 0 ? k : multiply(v, k);
    return v < 0 ? constant(p.scale) : v;
  }

  constexpr int sum_of(const node& n) {
    sequence<int> rest; // statistics, combined where that makes no data
    auto add_statistic = [&](int s) {
      for (int& r : rest)
        if (combine(axes(r), axes(s))) {
          r = add(r, s);
          return;
        }
      rest.push_back(s);
    };
    if (n.value != 0) add_statistic(constant(n.value));
    sequence<data_pair> terms;
    for (int size = 0; size <= 32; ++size)
      for (int i = 0; i < n.count; ++i) {
        const term& t = g.term_of(n, i);
        const axis_mask a = g[t.node].axes;
        if (std::popcount(a) != size) continue;
        if (is_data(a))
          terms.push_back(data_term(t, add_statistic));
        else
          add_statistic(statistic_term(t));
      }
    int sum = rest.empty() ? -1 : rest[0];
    for (const auto& [a, b] : terms)
      sum = fused(a, b, sum);
    for (std::size_t i = 1; i < rest.size(); ++i)
      sum = add(sum, rest[i]);
    return sum < 0 ? constant(0) : sum;
  }

  /// base^(half/2) for half > 0.
  constexpr int whole_power(int base, int half) {
    int r = -1;
    if (half % 2) {
      const int root = elementwise(code::square_root, base);
      if (half == 1) return root;
      r = root;
    }
    int square = base;
    for (int n = half / 2; n > 0; n /= 2) {
      if (n % 2) r = r < 0 ? square : multiply(r, square);
      if (n > 1) square = multiply(square, square);
    }
    return r;
  }

private:
  /// a * b; b = -1: a alone.
  struct data_pair {
    int a, b;
  };
  constexpr Derived& self() { return static_cast<Derived&>(*this); }

  constexpr void take_centred(piece& r, const node& n) {
    const int u = self().value(n.a), m = self().value(n.b);
    if (self().is_gradient(n.a)) { // whose mean is small: it may join what else is added
      r.data = u;
      r.low = m;
      return;
    }
    r.data = elementwise(code::subtract, u, elementwise(code::high, m));
    r.low = elementwise(code::low, m);
  }
  /// (data - low) * the statistic that low can be combined with, which is used up.
  constexpr int without_low(piece& p) {
    for (std::size_t i = 0; i < p.statistics.size(); ++i)
      if (combine(axes(p.low), axes(p.statistics[i]))) {
        const int k = multiply(p.statistics[i], constant(p.scale));
        p.scale = 1;
        p.statistics.erase(p.statistics.begin() + static_cast<std::ptrdiff_t>(i));
        return fused(p.data, k, negative(multiply(p.low, k)));
      }
    return elementwise(code::subtract, p.data, p.low);
  }
  /// coefficient * data node as a pair of factors; the low part goes to the statistics if one multiplication is all.
  template<class AddStatistic>
  constexpr data_pair data_term(const term& t, AddStatistic add_statistic) {
    piece p;
    if (only_in_a_sum(t.node) || g[t.node].kind == op::centred)
      p = piece_of(t.node);
    else
      p.data = self().value(t.node);
    p.scale *= t.coefficient;
    if (p.low >= 0 && p.statistics.size() <= 1 &&
        (p.statistics.empty() || combine(axes(p.low), axes(p.statistics[0])))) {
      const int k = p.statistics.empty() ? constant(p.scale) : multiply(p.statistics[0], constant(p.scale));
      add_statistic(negative(multiply(p.low, k)));
      return {p.data, k};
    }
    int v = p.low >= 0 ? without_low(p) : p.data;
    if (p.data2 >= 0 && p.scale == 1 && p.statistics.empty()) return {v, p.data2};
    if (p.data2 >= 0) v = multiply(v, p.data2);
    if (p.statistics.empty()) return {v, constant(p.scale)};
    if (v < 0) { // statistics whose product is data
      v = p.statistics.front();
      p.statistics.erase(p.statistics.begin());
    }
    const int last = multiply(p.statistics.back(), constant(p.scale));
    for (std::size_t i = 0; i + 1 < p.statistics.size(); ++i)
      v = multiply(v, p.statistics[i]);
    return {v, last};
  }
  constexpr int statistic_term(const term& t) {
    const node& n = g[t.node];
    double scale = t.coefficient;
    sequence<term> factors;
    if (n.kind == op::product && only_in_a_sum(t.node)) {
      scale *= n.value;
      for (int i = 0; i < n.count; ++i)
        factors.push_back(g.term_of(n, i));
    } else {
      factors.push_back(factor(t.node));
    }
    self().cancel_counts(scale, factors);
    return statistic(scale, factors);
  }
};

} // namespace axnorm::graph
