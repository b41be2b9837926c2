// differentiate: from a graph and the gradients of its outputs to the gradients of its variables, by reverse
// accumulation. A pass from graph to graph, which may be applied to its own result. Knows no norm and no rule of
// algebra.
#pragma once

#include <axnorm/graph/derivatives.hpp>

#include <string_view>
#include <utility>

namespace axnorm::graph {

/// The gradient that arrives at an output: it becomes an input of the graph, named `name`, with the output's axes.
struct upstream {
  int output = 0;
  std::string_view name;
};

/// Goes back through a graph, from the last node to the first: what each receives from those that use it.
class reverse_accumulation {
public:
  /// Nodes from `size` on receive nothing.
  constexpr reverse_accumulation(graph& of, int size)
      : g_(of), make_(of), received_(static_cast<std::size_t>(size)), gradient_(static_cast<std::size_t>(size), -1) {}

  /// Node `to` receives a contribution over `axes`. Its value may vary over less than it was declared with, and the
  /// contribution over less than both.
  constexpr void receive(int to, int contribution, axis_mask axes) {
    received_[static_cast<std::size_t>(to)].push_back(times(1, make_.sum_over(axes & ~g_[to].axes, contribution)));
  }
  /// Only what passes through these nodes counts; by node.
  constexpr void restrict_to(sequence<char> nodes) { counts_ = std::move(nodes); }

  constexpr void run() {
    for (int i = static_cast<int>(received_.size()); i-- > 0;) {
      const sequence<term>& parts = received_[static_cast<std::size_t>(i)];
      if (parts.empty()) continue;
      const int d = parts.size() == 1 ? parts[0].node : g_.sum(0, parts);
      gradient_[static_cast<std::size_t>(i)] = d;
      make_.of(i, d, [&](int to, int contribution, axis_mask axes) {
        if (counts_.empty() || counts_[static_cast<std::size_t>(to)] != 0) receive(to, contribution, axes);
      });
    }
  }
  /// Node `value` with the gradients that have arrived in the place of what stands for them.
  constexpr int with_all_arrived(int value) {
    for (int i = static_cast<int>(received_.size()); i-- > 0;)
      if (const node n = g_[i]; n.kind == op::own_gradient) value = make_.with_arrived(value, n.b, gradient_of(i));
    return value;
  }
  /// The gradient of a node, a node itself: of one that nothing reached the constant 0.
  constexpr int gradient_of(int i) {
    const bool reached = i < static_cast<int>(gradient_.size()) && gradient_[static_cast<std::size_t>(i)] >= 0;
    return reached ? gradient_[static_cast<std::size_t>(i)] : g_.constant(0);
  }

private:
  graph& g_;
  derivatives make_;
  sequence<sequence<term>> received_;
  sequence<int> gradient_;
  sequence<char> counts_;
};

/// The derivative of the sum of all elements of node `value` with respect to node `of`, as a node of g.
constexpr int derivative_of(graph& g, int value, int of) {
  if (of > value) return g.constant(0);
  sequence<char> depends(static_cast<std::size_t>(value + 1), 0); // on `of`
  depends[static_cast<std::size_t>(of)] = 1;
  for (int i = of + 1; i <= value; ++i)
    each_operand(g, g[i], [&](int j) {
      if (depends[static_cast<std::size_t>(j)] != 0) depends[static_cast<std::size_t>(i)] = 1;
    });
  if (depends[static_cast<std::size_t>(value)] == 0) return g.constant(0);
  reverse_accumulation back(g, value + 1);
  back.restrict_to(std::move(depends));
  back.receive(value, g.constant(1), g[value].axes);
  back.run();
  return back.gradient_of(of);
}

/// The graph with gradients as its outputs: for each variable in `wrt` (an index into `operands`), in that order, with
/// the variable's name and axes, the sum over all outputs named by `from` of <gradient of the output, derivative>.
/// A variable that no such output depends on has the gradient 0. Outputs not named count as constants. `beside`: the
/// outputs of g stay, and gradients come after them, and after those the outputs that are late.
constexpr graph differentiate(graph g, const sequence<upstream>& from, const sequence<int>& wrt, bool beside = false) {
  reverse_accumulation back(g, g.size());
  for (const upstream& u : from) {
    const output o = g.outputs[static_cast<std::size_t>(u.output)];
    g.operands.push_back(
        {.name = u.name, .axes = o.axes, .first_chain = o.first_chain, .chains = o.chains, .upstream = true});
    back.receive(o.node, g.variable(static_cast<int>(g.operands.size()) - 1), o.axes);
  }
  back.run();
  sequence<output> early, late;
  for (const output& o : g.outputs)
    if (beside) (o.late ? late : early).push_back(o);
  g.outputs = std::move(early);
  for (const int which : wrt) {
    const operand o = g.operands[static_cast<std::size_t>(which)];
    const int d = back.gradient_of(g.variable(which));
    g.outputs.push_back({.node = d, .axes = o.axes, .name = o.name, .first_chain = o.first_chain, .chains = o.chains});
  }
  for (output o : late) {
    o.node = back.with_all_arrived(o.node);
    g.outputs.push_back(o);
  }
  if (!beside) g.names.clear();
  return g;
}

} // namespace axnorm::graph
