// A graph for people: one line a node, axes by name. Used at run time by tests and by who wants to see what a pass
// made; knows no pass.
#pragma once

#include <axnorm/expr/words.hpp>
#include <axnorm/graph/graph.hpp>
#include <axnorm/graph/node.hpp>

#include <cstddef>
#include <cstdio>
#include <string>
#include <string_view>

namespace axnorm::graph {

/// The operation's name as the printout has it.
constexpr std::string_view name_of(op kind) {
  constexpr std::string_view names[] = {"constant",
                                        "extent",
                                        "variable",
                                        "product",
                                        "sum",
                                        "centred",
                                        "sum",
                                        "moment2",
                                        "max",
                                        "min",
                                        "window_sum",
                                        "abs",
                                        "exp",
                                        "log",
                                        "tanh",
                                        "sigmoid",
                                        "erf",
                                        "softplus",
                                        "reciprocal_or_zero",
                                        "not",
                                        "is_nonzero",
                                        "round_half",
                                        "round_bfloat",
                                        "round_float",
                                        "stop_gradient",
                                        "power",
                                        "max",
                                        "min",
                                        "less",
                                        "less_equal",
                                        "equal",
                                        "not_equal",
                                        "and",
                                        "or",
                                        "select",
                                        "own_gradient",
                                        "passing",
                                        "arriving"};
  static_assert(sizeof names / sizeof names[0] == static_cast<std::size_t>(op::arriving) + 1);
  return names[static_cast<std::size_t>(kind)];
}

template<class Graph>
class printer {
public:
  explicit printer(const Graph& g) : graph_(g) {}

  /// A part's name: that of its axis, with its index where several parts have the same.
  std::string part(int p) const {
    const std::string_view label = graph_.parts[static_cast<std::size_t>(p)].axis.label;
    int same = 0;
    for (const auto& other : graph_.parts)
      same += other.axis.label == label;
    return std::string(label) + (same > 1 ? "." + std::to_string(p) : "");
  }

  /// {N, H, W}
  std::string set(axis_mask axes) const {
    std::string r = "{";
    for (int p = 0; axes >> p != 0; ++p)
      if ((axes >> p & 1) != 0) r += (r.size() > 1 ? ", " : "") + part(p);
    return r + "}";
  }

  /// Leaves by their name, everything else by its number: %7.
  std::string reference(int i) const {
    const node& n = graph_[i];
    if (n.kind == op::constant) return number(n.value);
    if (n.kind == op::extent) return "|" + part(n.a) + "|";
    if (n.kind == op::variable) return std::string(graph_.operands[static_cast<std::size_t>(n.a)].name);
    return "%" + std::to_string(i);
  }

  /// What a node computes from its operands.
  std::string expression(const node& n) const {
    switch (n.kind) {
    case op::product:
      return product(n);
    case op::sum:
      return sum(n);
    case op::centred:
      return "[" + reference(n.a) + " - " + reference(n.b) + "]";
    default:
      break;
    }
    std::string r(name_of(n.kind));
    if (n.over != 0) r += " over " + set(n.over) + (n.kind == op::window_sum ? " of " + expr::window_words(n.c) : "");
    std::string operands;
    each_operand(graph_, n, [&](int i) { operands += (operands.empty() ? "" : ", ") + reference(i); });
    return r + "(" + operands + ")";
  }

  std::string text() const {
    std::string r = "parts";
    for (int p = 0; p < static_cast<int>(graph_.parts.size()); ++p) {
      const auto extent = graph_.parts[static_cast<std::size_t>(p)].extent;
      r += " " + part(p) + (extent == dynamic_extent ? "" : "=" + std::to_string(extent));
    }
    r += "\n";
    for (const auto& o : graph_.operands)
      r += "operand " + std::string(o.name) + " " + set(o.axes) + "\n";
    for (int i = 0; i < graph_.size(); ++i) {
      const node& n = graph_[i];
      if (n.kind == op::constant || n.kind == op::extent || n.kind == op::variable) continue;
      std::string line = "%" + std::to_string(i) + " = " + expression(n);
      for (const auto& named : graph_.names)
        if (named.node == i) line += "   as " + std::string(named.name);
      if (line.size() < 60) line.resize(60, ' ');
      r += line + "  " + set(n.axes) + "\n";
    }
    for (const auto& o : graph_.outputs) {
      r += "output " + std::string(o.name) + (o.name.empty() ? "" : " ") + "= " + reference(o.node) + " over " +
           set(o.axes) + "\n";
    }
    return r;
  }

private:
  static std::string number(double v) {
    char buffer[32];
    std::snprintf(buffer, sizeof buffer, "%.9g", v);
    return buffer;
  }
  std::string product(const node& n) const {
    std::string r = n.value != 1 || n.count == 0 ? number(n.value) : "";
    for (int k = 0; k < n.count; ++k) {
      const term t = graph_.term_of(n, k);
      if (!r.empty()) r += " * ";
      r += reference(t.node);
      if (t.half_power != 2) r += "^" + number(t.half_power / 2.0);
    }
    return r;
  }
  std::string sum(const node& n) const {
    std::string r = n.value != 0 || n.count == 0 ? number(n.value) : "";
    for (int k = 0; k < n.count; ++k) {
      const term t = graph_.term_of(n, k);
      const double size = t.coefficient < 0 ? -t.coefficient : t.coefficient;
      r += t.coefficient < 0 ? (r.empty() ? "-" : " - ") : (r.empty() ? "" : " + ");
      r += (size != 1 ? number(size) + " * " : "") + reference(t.node);
    }
    return r;
  }

  const Graph& graph_;
};

/// `g`, a graph or fixed_graph, as text.
template<class Graph>
std::string to_string(const Graph& g) {
  return printer<Graph>(g).text();
}

} // namespace axnorm::graph
