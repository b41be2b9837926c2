// Graphs written by hand the way lowering writes them: without algebra. Used by the tests of the passes; knows no pass.
#pragma once

#include <axnorm/axis/sequence.hpp>
#include <axnorm/graph/graph.hpp>

#include <cstdint>
#include <string_view>

namespace axnorm::graph {

struct graph_builder {
  graph g;

  // -- axes and operands
  // ------------------------------------------------------------------------------------------------
  constexpr axis_mask part(std::string_view label, std::int64_t extent = dynamic_extent) {
    g.parts.push_back({.axis = {label, nullptr}, .extent = extent, .parent = static_cast<int>(g.parts.size())});
    return axis_mask{1} << (g.parts.size() - 1);
  }
  constexpr int operand(std::string_view name, axis_mask axes, role kind, numbers type = numbers::floating) {
    g.operands.push_back({.name = name, .kind = kind, .type = type, .axes = axes});
    return g.variable(static_cast<int>(g.operands.size()) - 1);
  }
  constexpr int input(std::string_view name, axis_mask axes) { return operand(name, axes, role::input); }
  constexpr int parameter(std::string_view name, axis_mask axes) { return operand(name, axes, role::parameter); }
  constexpr int mask(std::string_view name, axis_mask axes) {
    return operand(name, axes, role::input, numbers::boolean);
  }
  constexpr void output(int node, axis_mask axes) { g.outputs.push_back({.node = node, .axes = axes, .name = {}}); }
  constexpr void output(int node) { output(node, g[node].axes); }

  // -- arithmetic
  // -------------------------------------------------------------------------------------------------------
  constexpr int constant(double v) { return g.constant(v); }
  constexpr int add(int a, int b) { return g.sum(0, {times(1, a), times(1, b)}); }
  constexpr int plus(int a, double c) { return g.sum(c, {times(1, a)}); }
  constexpr int subtract(int a, int b) {
    const axis_mask x = g[a].axes, y = g[b].axes;
    if (x != y && (y & ~x) == 0 && g[b].kind != op::constant) return g.binary(op::centred, a, b);
    return g.sum(0, {times(1, a), times(-1, b)});
  }
  constexpr int multiply(int a, int b) { return g.product(1, {factor(a), factor(b)}); }
  constexpr int multiply(int a, int b, int c) { return multiply(multiply(a, b), c); }
  constexpr int times_constant(double c, int a) { return g.product(c, {factor(a)}); }
  constexpr int divide(int a, int b) { return g.product(1, {factor(a), factor(b, -2)}); }
  constexpr int power(int a, int half_power) { return g.product(1, {factor(a, half_power)}); }
  constexpr int square(int a) { return power(a, 4); }
  constexpr int root(int a) { return power(a, 1); }
  constexpr int inverse_root(int a) { return power(a, -1); }

  // -- reductions
  // -------------------------------------------------------------------------------------------------------
  constexpr int count(axis_mask over) {
    sequence<term> extents;
    for (int p = 0; over >> p != 0; ++p)
      if ((over >> p & 1) != 0) extents.push_back(factor(g.extent(p)));
    return g.product(1, extents);
  }
  constexpr int divide_by_count(int node, axis_mask over) {
    sequence<term> factors{factor(node)};
    for (int p = 0; over >> p != 0; ++p)
      if ((over >> p & 1) != 0) factors.push_back(factor(g.extent(p), -2));
    return g.product(1, factors);
  }
  /// A sum; over axes that u lacks it multiplies by their extents.
  constexpr int sum(axis_mask over, int u) {
    const axis_mask has = over & g[u].axes;
    const int total = has != 0 ? g.reduce(op::reduce_sum, has, u) : u;
    return has == over ? total : multiply(total, count(over & ~has));
  }
  constexpr int mean(axis_mask over, int u) { return divide_by_count(sum(over, u), over); }
  constexpr int variance(axis_mask over, int u) { return divide_by_count(g.reduce(op::moment2, over, u), over); }
  constexpr int normalized(axis_mask over, int u, double eps = 1e-5) {
    return multiply(subtract(u, mean(over, u)), inverse_root(plus(variance(over, u), eps)));
  }
  constexpr int largest(axis_mask over, int u) { return g.reduce(op::reduce_max, over, u); }
  /// w u for a weight w, u where a mask w is set.
  constexpr int weighted(int w, int u) {
    const node& n = g[w];
    const bool mask = n.kind == op::variable && g.operands[static_cast<std::size_t>(n.a)].type == numbers::boolean;
    return mask ? g.select(w, u, constant(0)) : multiply(w, u);
  }
  constexpr int weighted_mean(axis_mask over, int u, int w) {
    return multiply(sum(over, weighted(w, u)), g.unary(op::reciprocal_or_zero, sum(over, w)));
  }
  constexpr int weighted_variance(axis_mask over, int u, int w) {
    return multiply(g.reduce(op::moment2, over, u, w), g.unary(op::reciprocal_or_zero, sum(over, w)));
  }
};

} // namespace axnorm::graph
