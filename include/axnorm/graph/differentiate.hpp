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

/// The graph with gradients as its outputs: for each variable in `wrt` (an index into `operands`), in that order, with
/// the variable's name and axes, the sum over all outputs named by `from` of <gradient of the output, derivative>.
/// A variable that no such output depends on has the gradient 0. Outputs not named count as constants. `beside`: the
/// outputs of g stay, and gradients come after them.
constexpr graph differentiate(graph g, const sequence<upstream>& from, const sequence<int>& wrt, bool beside = false) {
  const int forward = g.size();
  derivatives make(g);
  sequence<sequence<term>> received(static_cast<std::size_t>(forward)); // by node: what its gradient is the sum of
  auto receive = [&](int to, int contribution, axis_mask axes) {
    // The value may vary over less than it was declared with, and the contribution over less than both.
    received[static_cast<std::size_t>(to)].push_back(times(1, make.sum_over(axes & ~g[to].axes, contribution)));
  };
  for (const upstream& u : from) {
    const output o = g.outputs[static_cast<std::size_t>(u.output)];
    g.operands.push_back({.name = u.name, .axes = o.axes, .first_chain = o.first_chain, .chains = o.chains});
    receive(o.node, g.variable(static_cast<int>(g.operands.size()) - 1), o.axes);
  }
  sequence<int> gradient(static_cast<std::size_t>(forward), -1);
  for (int i = forward; i-- > 0;) {
    const sequence<term>& parts = received[static_cast<std::size_t>(i)];
    if (parts.empty()) continue;
    const int d = parts.size() == 1 ? parts[0].node : g.sum(0, parts);
    gradient[static_cast<std::size_t>(i)] = d;
    make.of(i, d, receive);
  }
  if (!beside) g.outputs.clear();
  for (const int which : wrt) {
    const operand o = g.operands[static_cast<std::size_t>(which)];
    const int node = g.variable(which);
    int d = node < forward ? gradient[static_cast<std::size_t>(node)] : -1;
    if (d < 0) d = g.constant(0);
    g.outputs.push_back({.node = d, .axes = o.axes, .name = o.name, .first_chain = o.first_chain, .chains = o.chains});
  }
  if (!beside) g.names.clear();
  return g;
}

} // namespace axnorm::graph
