// save: cuts the graph of a formula and its gradients in two, at the statistics: one graph for the way forward, whose
// statistics are results too, and one for the way back, to which they are operands. A pass after share. Knows no norm
// and no memory.
#pragma once

#include <axnorm/graph/algebra.hpp>
#include <axnorm/graph/fixed_graph.hpp>

#include <cstddef>
#include <string_view>
#include <utility>

namespace axnorm {
namespace graph {

/// The two halves. The last outputs of `forward` are what the last operands of `backward` (role::saved) are bound to,
/// in the same order and with the same axes.
struct halves {
  graph forward{}, backward{};
  int saved = 0; ///< how many statistics pass from one to the other
};

/// What the way back finds ready, beside the operands of the formula.
struct save_policy {
  bool statistics = true;                        ///< all reductions over data that it needs
  sequence_view<const std::string_view> names{}; ///< named intermediates of the formula
};

class save_pass {
public:
  constexpr save_pass(const graph& joint, std::size_t results, std::size_t given, const save_policy& policy)
      : a_(joint), g_(a_.g), results_(results), given_(given), size_(static_cast<std::size_t>(g_.size())),
        policy_(policy) {}

  constexpr halves run() {
    find_saved();
    return {forward(), backward(), static_cast<int>(saved_.size())};
  }

private:
  algebra a_;
  const graph& g_;
  std::size_t results_, given_, size_;
  save_policy policy_;
  sequence<int> saved_; ///< nodes, in their order

  /// What backward reaches of the reductions over data that nothing arriving is part of: everything that varies like
  /// data is computed again, since reading it costs as much as reading the inputs.
  constexpr void find_saved() {
    sequence<char> arrives(size_, 0), need(size_, 0), is_saved(size_, 0), is_kept(size_, 0);
    for (const named_node& n : g_.names)
      for (const std::string_view name : policy_.names)
        if (n.name == name && n.node >= 0) is_kept[static_cast<std::size_t>(n.node)] = 1;
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
      const bool statistic = policy_.statistics && is_reduction(n.kind) && a_.covers_data(n.axes | n.over);
      if (!arrives[i] && (statistic || (is_kept[i] && n.kind != op::variable && n.kind != op::constant)))
        is_saved[i] = 1;
      else
        each_operand(g_, n, [&](int j) { need[static_cast<std::size_t>(j)] = 1; });
    }
    for (std::size_t i = 0; i < size_; ++i)
      if (is_saved[i]) saved_.push_back(static_cast<int>(i));
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

  /// The whole with the saved nodes as variables, for the gradients.
  constexpr graph backward() const {
    graph to = g_;
    for (const int i : saved_) {
      const axis_mask axes = g_[i].axes;
      const int first = add_chains(to, axes);
      to.nodes[static_cast<std::size_t>(i)] = {
          .kind = op::variable, .axes = axes, .a = static_cast<int>(to.operands.size())};
      to.operands.push_back({.name = "saved",
                             .kind = role::saved,
                             .axes = axes,
                             .first_chain = first,
                             .chains = static_cast<int>(to.chains.size()) - first});
    }
    to.outputs.erase(to.outputs.begin(), to.outputs.begin() + results_);
    return algebra(std::move(to)).compact();
  }
  /// The formula's results, and the saved nodes as more of them.
  constexpr graph forward() const {
    graph to = g_;
    to.outputs.resize(results_);
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
    to = algebra(std::move(to)).compact();
    to.operands.resize(given_);
    return to;
  }
};

/// The halves of a graph that `differentiate` made beside the formula's results and share has been through. `results`:
/// how many outputs are the formula's; `given`: how many operands are, the others arrive.
constexpr halves save(const graph& joint, std::size_t results, std::size_t given, const save_policy& policy = {}) {
  return save_pass(joint, results, given, policy).run();
}

struct halves_sizes {
  graph_sizes forward, backward;
  constexpr bool fits(const halves_sizes& room) const {
    return forward.fits(room.forward) && backward.fits(room.backward);
  }
};

/// Both halves in arrays.
template<halves_sizes S>
struct fixed_halves {
  fixed_graph<S.forward> forward{};
  fixed_graph<S.backward> backward{};
  int saved = 0;
  template<class From>
  constexpr void fill(const From& from) {
    forward.fill(from.forward);
    backward.fill(from.backward);
    saved = from.saved;
  }
};

} // namespace graph

template<>
struct arrays_of<graph::halves> {
  using sizes = graph::halves_sizes;
  static constexpr sizes usual{arrays_of<graph::graph>::usual, arrays_of<graph::graph>::usual};
  static constexpr sizes large{arrays_of<graph::graph>::large, arrays_of<graph::graph>::large};
  template<sizes S>
  using type = graph::fixed_halves<S>;
  static constexpr sizes of(const graph::halves& x) {
    return {graph::sizes_of(x.forward), graph::sizes_of(x.backward)};
  }
};

} // namespace axnorm
