// The emitter: makes a program's instructions, finds equal ones, and knows which values are statistics (computed once a
// slice, in double) and which are data. Base of the emit pass. Knows no rule of algebra.
#pragma once

#include <axnorm/axis/sequence.hpp>
#include <axnorm/graph/graph.hpp>
#include <axnorm/graph/program.hpp>

namespace axnorm::graph {

class emitter {
public:
  constexpr explicit emitter(const graph& from) : g(from), uses_(from.nodes.size()), made_(from.nodes.size(), -1) {
    find_domains();
    find_inner_part();
    count_uses();
  }

  const graph& g;
  program out;

  constexpr const instruction& operator[](int i) const { return out.code[static_cast<std::size_t>(i)]; }
  constexpr bool is_data(axis_mask axes) const { return axnorm::graph::is_data(out.domains, axes); }
  constexpr bool live(int node) const { return uses_[static_cast<std::size_t>(node)].users > 0; }

  /// Whether the only user of `node` is a sum, which then computes it as one multiply-add.
  constexpr bool only_in_a_sum(int node) const {
    const use& u = uses_[static_cast<std::size_t>(node)];
    return u.users == 1 && u.sums == 1;
  }
  /// Whether all users take `node` as a term or a plain factor, and can hide the low part of its centre.
  constexpr bool only_linear(int node) const {
    const use& u = uses_[static_cast<std::size_t>(node)];
    return u.users == u.sums + u.factors;
  }

  /// Whether two statistics may be combined before the data meets them: not if that makes as many values as there are
  /// data, nor one for each position along the innermost axis that neither had to itself.
  constexpr bool combine(axis_mask x, axis_mask y) const {
    const axis_mask both = x | y;
    return !is_data(both) && (both == x || both == y || (both & inner_) == 0);
  }

  constexpr int put(instruction x) {
    if (table_.size() < 2 * (out.code.size() + 1)) grow();
    for (std::size_t at = hash(x);; ++at) {
      int& slot = table_[at & (table_.size() - 1)];
      if (slot < 0) {
        slot = static_cast<int>(out.code.size());
        out.code.push_back(x);
        return slot;
      }
      if ((*this)[slot] == x) return slot;
    }
  }
  constexpr int constant(double v) { return put({.kind = code::constant, .value = v}); }
  constexpr int count(axis_mask parts) {
    double known = 1;
    axis_mask open = 0;
    for (std::size_t i = 0; i < g.parts.size(); ++i)
      if (parts >> i & 1) {
        if (g.parts[i].extent == dynamic_extent)
          open |= axis_mask{1} << i;
        else
          known *= static_cast<double>(g.parts[i].extent);
      }
    if (!open) return constant(known);
    return multiply(put({.kind = code::count, .over = open}), constant(known));
  }
  constexpr int elementwise(code kind, int a, int b = -1, int c = -1) {
    if (inside_ != 0 && is_data(axes(a) | axes(b) | axes(c))) {
      a = spread(a);
      b = spread(b);
      c = spread(c);
    }
    return put({.kind = kind, .axes = axes(a) | axes(b) | axes(c), .a = a, .b = b, .c = c});
  }
  /// Where groups are innermost in memory, the data meet what has a value a group by way of one that has as many as
  /// they along the groups: else loops would end with each group.
  constexpr int spread(int i) {
    const axis_mask has = axes(i);
    if (i < 0 || (has & groups_) == 0 || (has & inside_) != 0 || is_data(has | inside_)) return i;
    return put({.kind = code::spread, .axes = has | inside_, .a = i});
  }
  constexpr axis_mask axes(int i) const { return i < 0 ? 0 : (*this)[i].axes; }
  constexpr bool is_constant(int i, double v) const {
    return (*this)[i].kind == code::constant && (*this)[i].value == v;
  }
  constexpr bool is_constant(int i) const { return (*this)[i].kind == code::constant; }

  // Arithmetic on constants is done here, and nothing is multiplied by 1 nor added to 0.
  constexpr int multiply(int a, int b) {
    if (a < 0 || is_constant(a, 1)) return b < 0 ? a : b;
    if (b < 0 || is_constant(b, 1)) return a;
    if (is_constant(a) && is_constant(b)) return constant((*this)[a].value * (*this)[b].value);
    return elementwise(code::multiply, a, b);
  }
  constexpr int negative(int a) { return multiply(constant(-1), a); }
  constexpr int add(int a, int b) {
    if (a < 0 || is_constant(a, 0)) return b < 0 ? a : b;
    if (b < 0 || is_constant(b, 0)) return a;
    return elementwise(code::add, a, b);
  }
  /// a * b + c, where b or c may be missing (-1: one, nothing).
  constexpr int fused(int a, int b, int c) {
    if (c < 0) return multiply(a, b);
    if (b < 0 || is_constant(b, 1)) return add(c, a);
    if (is_constant(b, -1)) return elementwise(code::subtract, c, a);
    return elementwise(code::fused, a, b, c);
  }

protected:
  constexpr int& made(int node) { return made_[static_cast<std::size_t>(node)]; }

private:
  struct use {
    int users = 0, sums = 0, factors = 0;
  };
  sequence<use> uses_;
  sequence<int> made_;
  sequence<int> table_;
  axis_mask inner_ = 0;
  axis_mask groups_ = 0, inside_ = 0; ///< if groups are innermost: what counts them, and what is inside

  constexpr void find_domains() {
    for (const role kind : {role::input, role::parameter}) {
      for (const operand& o : g.operands)
        if (o.kind == kind) {
          bool largest = true;
          for (const operand& other : g.operands)
            if (other.kind == kind && other.axes != o.axes && (o.axes & other.axes) == o.axes) largest = false;
          for (const axis_mask d : out.domains)
            largest = largest && d != o.axes;
          if (largest) out.domains.push_back(o.axes);
        }
      if (!out.domains.empty()) return;
    }
    out.domains.push_back(0);
  }
  constexpr void find_inner_part() {
    for (const operand& o : g.operands)
      if (o.axes == out.domains[0] && o.chains > 0) {
        const axis_chain& last = g.chains[static_cast<std::size_t>(o.first_chain + o.chains - 1)];
        const auto part = [&](int k) {
          return axis_mask{1} << g.chain_parts[static_cast<std::size_t>(last.first + last.count - k)];
        };
        if (last.count > 0) inner_ = part(1);
        if (last.count > 1) {
          inside_ = part(1);
          groups_ = part(2);
        }
        return;
      }
  }
  constexpr void count_uses() {
    for (const output& o : g.outputs)
      uses_[static_cast<std::size_t>(o.node)].users += 1;
    for (int i = g.size() - 1; i >= 0; --i) {
      if (!live(i)) continue;
      const node& n = g[i];
      each_operand(g, n, [&](int j) { uses_[static_cast<std::size_t>(j)].users += 1; });
      if (n.kind != op::sum && n.kind != op::product) continue;
      for (int t = 0; t < n.count; ++t) {
        const term& x = g.term_of(n, t);
        if (n.kind == op::sum)
          uses_[static_cast<std::size_t>(x.node)].sums += 1;
        else if (x.half_power == 2)
          uses_[static_cast<std::size_t>(x.node)].factors += 1;
      }
    }
  }
  constexpr std::size_t hash(const instruction& x) const {
    std::uint64_t h = static_cast<std::uint64_t>(x.kind) * 0x9E3779B97F4A7C15u ^ bits_of(x.value) ^ x.over;
    for (const int j : {x.a, x.b, x.c})
      h = (h ^ static_cast<std::uint64_t>(j + 1)) * 0x100000001B3u;
    return static_cast<std::size_t>(h ^ h >> 31);
  }
  constexpr void grow() {
    table_.assign(table_.empty() ? 64 : 2 * table_.size(), -1);
    for (std::size_t i = 0; i < out.code.size(); ++i) {
      std::size_t at = hash(out.code[i]);
      while (table_[at & (table_.size() - 1)] >= 0)
        ++at;
      table_[at & (table_.size() - 1)] = static_cast<int>(i);
    }
  }
};

} // namespace axnorm::graph
