// emit: graph -> program, the last pass. Decides which sums come from the accumulators of a moment (sums of what is
// centred elsewhere are taken about a pivot with it), and hands products and sums to emit_linear.hpp. Knows no layout.
#pragma once

#include <axnorm/axis/sequence.hpp>
#include <axnorm/graph/emit_linear.hpp>

namespace axnorm::graph {

class emit_pass : public linear_emitter<emit_pass> {
public:
  /// `wide`: data are double, so that a mean needs no low part. `online`: exponentials are summed up while their
  /// largest exponent is looked for.
  constexpr emit_pass(const graph& from, bool wide, bool online)
      : linear_emitter(from), gradients_(static_cast<std::size_t>(from.size()), 0), wide_(wide), online_(online) {
    find_gradients();
    find_moments();
  }

  constexpr program run() {
    for (int i = 0; i < g.size(); ++i) // in order, so that recursion stays shallow however long the formula
      if (live(i) && !left_to_users(i)) value(i);
    for (const output& o : g.outputs)
      out.outputs.push_back({value(o.node), o.axes});
    return out;
  }

  /// The instruction that computes node i.
  constexpr int value(int i) {
    if (made(i) < 0) {
      const int v = emit(i);
      made(i) = v;
    }
    return made(i);
  }

  /// Whether node i is computed from what arrives at results.
  constexpr bool is_gradient(int i) const { return gradients_[static_cast<std::size_t>(i)] != 0; }

  /// The mean that the sum `i` is the numerator of.
  constexpr int mean_behind(int i) { return part(code::mean_of, moments_for(i)); }

  /// Where a factor is a sum over S with a moment behind it, and another the matching 1/|S| (or the reciprocal of its
  /// weights' sum), both become the mean itself: dividing again would make constants inexact.
  constexpr void cancel_counts(double& scale, sequence<term>& factors) {
    for (std::size_t i = 0; i < factors.size(); ++i) {
      const node& n = g[factors[i].node];
      if (n.kind != op::reduce_sum || factors[i].half_power != 2 || factors[i].coefficient != 0) continue;
      const int behind = moments_behind(factors[i].node);
      if (behind < 0) continue;
      sequence<std::size_t> used;
      double known = 1;
      bool all = true;
      if (moments_[static_cast<std::size_t>(behind)].weight >= 0) {
        all = false;
        for (std::size_t j = 0; j < factors.size(); ++j) {
          const node& r = g[factors[j].node];
          if (r.kind == op::reciprocal_or_zero && factors[j].half_power == 2 && is_weight_of(r.a, behind)) {
            used.push_back(j);
            all = true;
            break;
          }
        }
      } else {
        for (std::size_t p = 0; p < g.parts.size(); ++p) {
          if (!(n.over >> p & 1)) continue;
          if (g.parts[p].extent != dynamic_extent) {
            known *= static_cast<double>(g.parts[p].extent);
            continue;
          }
          bool found = false;
          for (std::size_t j = 0; j < factors.size() && !found; ++j)
            if (g[factors[j].node].kind == op::extent && g[factors[j].node].a == static_cast<int>(p) &&
                factors[j].half_power == -2) {
              used.push_back(j);
              found = true;
            }
          all = all && found;
        }
      }
      if (!all) continue;
      factors[i].coefficient = 1; // "the mean behind this sum"
      scale = whole_if_close(scale * known);
      for (const std::size_t j : used)
        factors[j].half_power = 0;
      sequence<term> left;
      for (const term& f : factors)
        if (f.half_power != 0) left.push_back(f);
      factors = left;
      i = static_cast<std::size_t>(-1); // look again from the start
    }
  }

private:
  struct moment {
    axis_mask over;
    int u, weight;  // nodes
    bool deviation; // a moment2 asks for it
  };
  sequence<moment> moments_;
  sequence<char> gradients_; ///< by node
  bool wide_, online_;

  static constexpr double whole_if_close(double v) {
    if (!(v > -1e15 && v < 1e15)) return v;
    const double near = static_cast<double>(static_cast<long long>(v < 0 ? v - 0.5 : v + 0.5));
    const double off = v > near ? v - near : near - v;
    return off < 1e-14 * (near < 0 ? -near : near) ? near : v;
  }

  constexpr void find_gradients() {
    for (int i = 0; i < g.size(); ++i) {
      char& r = gradients_[static_cast<std::size_t>(i)];
      if (g[i].kind == op::variable)
        r = g.operands[static_cast<std::size_t>(g[i].a)].upstream ? 1 : 0;
      else
        each_operand(g, g[i], [&](int j) { r = static_cast<char>(r | gradients_[static_cast<std::size_t>(j)]); });
    }
  }
  /// Moments are taken of what a moment2 asks for and of what some node centres; not of gradients, whose mean is hardly
  /// ever far from 0 beside their deviation, so that plain sums do: a pivot costs more than everything else there.
  constexpr void find_moments() {
    for (int i = 0; i < g.size(); ++i)
      if (live(i) && g[i].kind == op::moment2) moments_.push_back({g[i].over, g[i].a, g[i].b, true});
    for (int i = 0; i < g.size(); ++i) {
      if (!live(i) || g[i].kind != op::reduce_sum || is_gradient(g[i].a)) continue;
      if (moments_behind(i) >= 0) continue;
      for (int j = 0; j < g.size(); ++j)
        if (live(j) && g[j].kind == op::centred && g[j].a == g[i].a) {
          moments_.push_back({g[i].over, g[i].a, -1, false});
          break;
        }
    }
  }
  /// Whether node i is w * u, in the way lower writes it.
  constexpr bool is_weighted(int i, int w, int u) const {
    const node& n = g[i];
    if (n.kind == op::select) return n.a == w && n.b == u && g[n.c].kind == op::constant && g[n.c].value == 0;
    if (n.kind != op::product || n.value != 1) return false;
    if (w == u) return n.count == 1 && g.term_of(n, 0).node == u && g.term_of(n, 0).half_power == 4;
    if (n.count != 2) return false;
    const term &x = g.term_of(n, 0), &y = g.term_of(n, 1);
    return x.half_power == 2 && y.half_power == 2 && ((x.node == w && y.node == u) || (x.node == u && y.node == w));
  }
  /// The moment whose sum the reduce_sum node i is, or -1.
  constexpr int moments_behind(int i) const {
    const node& n = g[i];
    for (std::size_t m = 0; m < moments_.size(); ++m) {
      const moment& x = moments_[m];
      if (x.over == n.over && (x.weight < 0 ? x.u == n.a : is_weighted(n.a, x.weight, x.u))) return static_cast<int>(m);
    }
    return -1;
  }
  /// Whether node i is the sum of the weights of moment m.
  constexpr bool is_weight_of(int i, int m) const {
    const moment& x = moments_[static_cast<std::size_t>(m)];
    return g[i].kind == op::reduce_sum && g[i].over == x.over && g[i].a == x.weight;
  }
  constexpr int moments_for(int sum_node) { return moments_instruction(moments_behind(sum_node)); }
  constexpr int moments_instruction(int m) {
    const moment x = moments_[static_cast<std::size_t>(m)];
    const int u = value(x.u), w = x.weight < 0 ? -1 : value(x.weight);
    return put({.kind = code::moments,
                .weighted = x.weight >= 0,
                .centred_only = !x.deviation,
                .axes = (axes(u) | axes(w)) & ~x.over,
                .over = x.over,
                .a = u,
                .b = w});
  }
  constexpr int part(code which, int moments) { return put({.kind = which, .axes = axes(moments), .a = moments}); }

  /// The node u where node i is the sum of exp(u - largest u), both over the same axes of data; -1 if it is not. Both
  /// are collected in one sweep.
  constexpr int exponentials_behind(int i) const {
    const node& n = g[i];
    if (!online_ || n.kind != op::reduce_sum || g[n.a].kind != op::exponential) return -1;
    const node& apart = g[g[n.a].a];
    if (apart.kind != op::centred || !is_data(g[apart.a].axes)) return -1;
    const node& most = g[apart.b];
    return most.kind == op::reduce_max && most.a == apart.a && most.over == n.over ? apart.a : -1;
  }
  /// The exponentials whose largest value node i is, or -1.
  constexpr int exponentials_of_largest(int i) {
    for (int j = i + 1; j < g.size(); ++j)
      if (live(j) && g[j].kind == op::reduce_sum && g[j].over == g[i].over && exponentials_behind(j) == g[i].a)
        return exponentials(g[i].a, g[i].over);
    return -1;
  }
  constexpr int exponentials(int u, axis_mask over) {
    const int a = value(u);
    return put({.kind = code::exponentials, .axes = axes(a) & ~over, .over = over, .a = a});
  }

  /// Products and centred values that their users compute on the way.
  constexpr bool left_to_users(int i) const {
    const node& n = g[i];
    if (n.kind == op::product) return only_in_a_sum(i);
    if (n.kind == op::centred) return !wide_ && is_data(n.axes) && !is_data(g[n.b].axes) && only_linear(i);
    return n.kind == op::reduce_sum && moments_behind(i) >= 0;
  }

  constexpr int emit(int i) {
    const node& n = g[i];
    switch (n.kind) {
    case op::constant:
      return constant(n.value);
    case op::extent:
      return count(axis_mask{1} << n.a);
    case op::variable:
      return put({.kind = code::load, .axes = n.axes, .a = n.a});
    case op::product:
      return product(n);
    case op::sum:
      return sum_of(n);
    case op::centred:
      return centred(n);
    case op::reduce_sum:
      return total(i);
    case op::moment2:
      return part(code::deviation_of, moments_instruction(find_moment(n)));
    case op::reduce_max: {
      const int pair = exponentials_of_largest(i);
      return pair >= 0 ? part(code::largest_of, pair) : reduction(code::largest, n);
    }
    case op::reduce_min:
      return reduction(code::smallest, n);
    case op::window_sum: {
      const int a = value(n.a);
      return put({.kind = code::window, .axes = n.axes, .over = n.over, .a = a, .c = n.c});
    }
    case op::stop_gradient:
      return value(n.a);
    case op::select: {
      const int c = value(n.a), yes = value(n.b), no = value(n.c);
      return elementwise(code::select, c, yes, no);
    }
    default:
      return function(n);
    }
  }
  constexpr int find_moment(const node& n) const {
    for (std::size_t m = 0; m < moments_.size(); ++m)
      if (moments_[m].over == n.over && moments_[m].u == n.a && moments_[m].weight == n.b) return static_cast<int>(m);
    return -1;
  }
  constexpr int product(const node& n) {
    if (is_data(n.axes)) {
      const int part = part_of(n);
      return part >= 0 ? multiply(value(part), value(rest_of(n, g[part]))) : whole(piece_of_product(n));
    }
    double scale = n.value;
    sequence<term> factors;
    for (int i = 0; i < n.count; ++i)
      factors.push_back(g.term_of(n, i));
    cancel_counts(scale, factors);
    return statistic(scale, factors);
  }
  constexpr int centred(const node& n) {
    const int u = value(n.a), m = value(n.b);
    if (wide_ || !is_data(n.axes) || is_data(g[n.b].axes)) return elementwise(code::subtract, u, m);
    const int high = elementwise(code::high, m), low = elementwise(code::low, m);
    return elementwise(code::subtract, elementwise(code::subtract, u, high), low);
  }
  constexpr int reduction(code kind, const node& n) {
    const int a = value(n.a);
    return put({.kind = kind, .axes = axes(a) & ~n.over, .over = n.over, .a = a});
  }
  constexpr int total(int i) {
    const node& n = g[i];
    const int m = moments_behind(i);
    if (m >= 0) {
      const int moments = moments_instruction(m);
      const int size =
          moments_[static_cast<std::size_t>(m)].weight < 0 ? count(n.over) : part(code::weight_of, moments);
      // The mean of nothing is NaN, its sum 0.
      const int sum = multiply(part(code::mean_of, moments), size);
      return moments_[static_cast<std::size_t>(m)].weight < 0 ? elementwise(code::select, size, sum, constant(0)) : sum;
    }
    if (const int u = exponentials_behind(i); u >= 0) return part(code::exponentials_of, exponentials(u, n.over));
    const node& f = g[n.a];
    int a, b = -1;
    if (f.kind == op::product && is_data(f.axes) && f.value == 1 && made(n.a) < 0) {
      const piece p = piece_of_product(f);
      if (p.low < 0 && p.data2 >= 0 && p.statistics.empty()) {
        a = p.data;
        b = p.data2;
      } else if (p.low < 0 && p.data2 < 0 && p.statistics.size() == 1) {
        a = p.data;
        b = p.statistics[0];
      } else {
        a = whole(p);
      }
    } else {
      a = value(n.a);
    }
    return put({.kind = code::total, .axes = (axes(a) | axes(b)) & ~n.over, .over = n.over, .a = a, .b = b});
  }
  /// A product of data that is computed anyway and leaves but one factor of the product `f`; -1 if there is none.
  constexpr int part_of(const node& f) const {
    for (int i = 0; i < g.size(); ++i) {
      const node& p = g[i];
      if (p.kind == op::product && p.value == 1 && f.value == 1 && p.count > 1 && p.count == f.count - 1 && live(i) &&
          is_data(p.axes) && !left_to_users(i))
        if (const int rest = rest_of(f, p); rest >= 0 && is_data(g[rest].axes)) return i; // else it meets statistics
    }
    return -1;
  }
  /// The node that product `f` has as a factor beside those of product `p`; -1 if that is not the only difference.
  constexpr int rest_of(const node& f, const node& p) const {
    int rest = -1, found = 0;
    for (int t = 0; t < f.count; ++t) {
      const term& x = g.term_of(f, t);
      bool in = false;
      for (int u = 0; u < p.count; ++u)
        in = in || (g.term_of(p, u).node == x.node && g.term_of(p, u).half_power == x.half_power);
      if (in)
        ++found;
      else if (x.half_power == 2)
        rest = x.node;
    }
    return found == p.count ? rest : -1;
  }
  constexpr int function(const node& n) {
    static_assert(static_cast<int>(code::select) - static_cast<int>(code::absolute) == 22);
    constexpr op from[] = {op::absolute,    op::exponential,    op::logarithm,  op::hyperbolic_tangent,
                           op::logistic,    op::error_function, op::softplus,   op::reciprocal_or_zero,
                           op::logical_not, op::is_nonzero,     op::round_half, op::round_bfloat,
                           op::round_float, op::power,          op::maximum,    op::minimum,
                           op::less,        op::less_equal,     op::equal,      op::not_equal,
                           op::logical_and, op::logical_or};
    for (int k = 0; k < 22; ++k)
      if (from[k] == n.kind) {
        const int a = value(n.a), b = n.b < 0 ? -1 : value(n.b);
        return elementwise(static_cast<code>(static_cast<int>(code::absolute) + k), a, b);
      }
    return -1;
  }
};

/// graph -> program. `wide`: the data are computed in double. `online`: the largest of some exponents and the sum of
/// their exponentials are found together, which reads the data once; else one after the other, for programs that may
/// keep the exponentials.
constexpr program emit(const graph& g, bool wide, bool online = true) { return emit_pass(g, wide, online).run(); }

} // namespace axnorm::graph
