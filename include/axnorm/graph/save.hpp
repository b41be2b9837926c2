// save: cuts the graph of a formula and its gradients in two, at the statistics: one graph for the way forward, whose
// statistics are results too, and one for the way back, to which they are operands. A pass after share. Knows no norm
// and no memory.
#pragma once

#include <axnorm/graph/algebra.hpp>

#include <cstddef>
#include <string_view>

namespace axnorm::graph {

/// The two halves. The last outputs of `forward` are what the last operands of `backward` (role::saved) are bound to,
/// in the same order and with the same axes.
struct halves {
  graph forward{}, backward{};
  int saved = 0; ///< how many statistics pass from one to the other
};

class save_pass {
public:
  constexpr save_pass(const graph& joint, std::size_t results, std::size_t given)
      : a_(joint), g_(a_.g), results_(results), given_(given), size_(static_cast<std::size_t>(g_.size())) {}

  constexpr halves run() {
    find_saved();
    halves r;
    r.saved = static_cast<int>(saved_.size());
    make_backward(r.backward);
    make_forward(r.forward);
    return r;
  }

private:
  algebra a_;
  const graph& g_;
  std::size_t results_, given_, size_;
  sequence<int> saved_; ///< nodes, in their order
  sequence<char> is_saved_;

  /// What backward reaches of the reductions over data that nothing arriving is part of: everything that varies like
  /// data is computed again, since reading it costs as much as reading the inputs.
  constexpr void find_saved() {
    sequence<char> arrives(size_, 0), need(size_, 0);
    is_saved_.assign(size_, 0);
    for (std::size_t i = 0; i < size_; ++i) {
      const node& n = g_.nodes[i];
      if (n.kind == op::variable) arrives[i] = static_cast<std::size_t>(n.a) >= given_ ? 1 : 0;
      each_operand(g_, n, [&](int j) { arrives[i] = arrives[i] | arrives[static_cast<std::size_t>(j)]; });
    }
    for (std::size_t k = results_; k < g_.outputs.size(); ++k)
      need[static_cast<std::size_t>(g_.outputs[k].node)] = 1;
    for (std::size_t i = size_; i-- > 0;) {
      if (!need[i]) continue;
      const node& n = g_.nodes[i];
      if (!arrives[i] && is_reduction(n.kind) && a_.covers_data(n.axes | n.over))
        is_saved_[i] = 1;
      else
        each_operand(g_, n, [&](int j) { need[static_cast<std::size_t>(j)] = 1; });
    }
    for (std::size_t i = 0; i < size_; ++i)
      if (is_saved_[i]) saved_.push_back(static_cast<int>(i));
  }

  /// The axes of statistic k in the order of the parts, as a range of `to.chains`.
  constexpr int add_chains(graph& to, axis_mask axes) const {
    const int first = static_cast<int>(to.chains.size());
    for (int p = 0; axes >> p != 0; ++p)
      if ((axes >> p & 1) != 0) {
        to.chains.push_back({to.parts[static_cast<std::size_t>(p)].axis, static_cast<int>(to.chain_parts.size()), 1});
        to.chain_parts.push_back(p);
      }
    return first;
  }

  /// Copies what the outputs of `to` need, which are nodes of the whole graph, and renames them. `known`: nodes that
  /// are there already, by node of the whole.
  constexpr void copy_needed(graph& to, sequence<int> made) const {
    sequence<char> need(size_, 0);
    for (const output& o : to.outputs)
      need[static_cast<std::size_t>(o.node)] = 1;
    for (std::size_t i = size_; i-- > 0;)
      if (need[i] && made[i] < 0) each_operand(g_, g_.nodes[i], [&](int j) { need[static_cast<std::size_t>(j)] = 1; });
    for (std::size_t i = 0; i < size_; ++i) {
      if (!need[i] || made[i] >= 0) continue;
      node n = g_.nodes[i];
      sequence<term> list;
      for (int k = 0; k < n.count; ++k) {
        term t = g_.term_of(n, k);
        t.node = made[static_cast<std::size_t>(t.node)];
        list.push_back(t);
      }
      if (n.kind != op::variable && n.kind != op::extent) {
        if (n.a >= 0) n.a = made[static_cast<std::size_t>(n.a)];
        if (n.b >= 0) n.b = made[static_cast<std::size_t>(n.b)];
        if (n.c >= 0 && n.kind == op::select) n.c = made[static_cast<std::size_t>(n.c)];
      }
      made[i] = to.make(n, list.data());
    }
    for (output& o : to.outputs)
      o.node = made[static_cast<std::size_t>(o.node)];
  }

  constexpr void make_backward(graph& to) const {
    to = g_.empty_copy();
    sequence<int> made(size_, -1);
    for (const int i : saved_) {
      const axis_mask axes = g_[i].axes;
      const int first = add_chains(to, axes);
      to.operands.push_back({.name = "saved",
                             .kind = role::saved,
                             .axes = axes,
                             .first_chain = first,
                             .chains = static_cast<int>(to.chains.size()) - first});
      made[static_cast<std::size_t>(i)] = to.variable(static_cast<int>(to.operands.size()) - 1);
    }
    to.outputs.append(g_.outputs.data() + results_, g_.outputs.data() + g_.outputs.size());
    copy_needed(to, made);
  }
  constexpr void make_forward(graph& to) const {
    to = g_.empty_copy();
    to.operands.resize(given_);
    to.outputs.append(g_.outputs.data(), g_.outputs.data() + results_);
    for (const int i : saved_) {
      const axis_mask axes = g_[i].axes;
      const int first = add_chains(to, axes);
      to.outputs.push_back({.node = i,
                            .axes = axes,
                            .name = "saved",
                            .first_chain = first,
                            .chains = static_cast<int>(to.chains.size()) - first,
                            .saved = true});
    }
    copy_needed(to, sequence<int>(size_, -1));
  }
};

/// The halves of a graph that `differentiate` made beside the formula's results and share has been through. `results`:
/// how many outputs are the formula's; `given`: how many operands are, the others arrive.
constexpr halves save(const graph& joint, std::size_t results, std::size_t given) {
  return save_pass(joint, results, given).run();
}

} // namespace axnorm::graph
