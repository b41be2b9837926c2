// The gradients that a call asks for by the names of variables, as a graph: what arrives at the results of a formula
// becomes operands, what leaves at its variables outputs. Used by gradient. Knows no rule of differentiation.
#pragma once

#include <axnorm/axis/nearest_name.hpp>
#include <axnorm/axis/sequence.hpp>
#include <axnorm/graph/check.hpp>
#include <axnorm/graph/differentiate.hpp>
#include <axnorm/graph/fixed_graph.hpp>
#include <axnorm/graph/lower_state.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>

namespace axnorm {

namespace graph {

/// What a call says of gradients, beside what it says of the formula's operands.
struct gradient_request {
  sequence_view<const std::string_view> wrt; ///< names of variables
  sequence_view<const binding> results;      ///< what `into(...)` names, one for each variable; empty without it
  sequence_view<const axis_extent> dims;     ///< the axes of `results`
  bool accumulate = false;                   ///< results are added to
  bool beside = false;                       ///< the formula's results stay outputs, before the gradients
  bool only_check = false;                   ///< look for mistakes, make no graph
};

/// Where an output of the graph goes, and where one that is added to comes from: a result, one slice of it, or slices
/// that a label chooses; those are added up when the output is there.
struct lowered_gradient {
  graph g{};
  sequence<operand_source> targets{}; ///< by output; `binding` counts the variables asked for
  sequence<operand_source> before{};  ///< the same of the operands that hold what is added to; they are the last ones
  sequence<char> partly{}; ///< by variable: some of its elements may belong to no output; their gradient is 0
  sentence why{};
};

struct gradient_sizes {
  graph_sizes g;
  std::size_t targets, before, partly;
  constexpr bool fits(const gradient_sizes& room) const {
    return g.fits(room.g) && targets <= room.targets && before <= room.before && partly <= room.partly;
  }
};

/// The same in arrays.
template<gradient_sizes S>
struct fixed_gradient {
  fixed_graph<S.g> g{};
  std::array<operand_source, S.targets> targets{};
  std::array<operand_source, S.before> before{};
  std::array<char, S.partly> partly{};
  sentence why{};
  template<class From>
  constexpr void fill(const From& from) {
    g.fill(from.g);
    freeze_into(targets, from.targets);
    freeze_into(before, from.before);
    freeze_into(partly, from.partly);
    why = from.why;
  }
};

class gradient_lowering {
public:
  /// `g`: the formula's graph, its results with the axes of what arrives at them; `sources` and `given`: its operands'.
  constexpr gradient_lowering(graph g, sequence_view<const operand_source> sources, const expr::listing_view& formula,
                              const bindings& given, const gradient_request& wanted)
      : g_(std::move(g)), sources_(sources), formula_(formula), given_(given), wanted_(wanted) {}

  constexpr lowered_gradient run() {
    if (!wanted_.results.empty() && wanted_.results.size() != wanted_.wrt.size()) {
      r_.why << "gradient is asked for " << wanted_.wrt.size() << (wanted_.wrt.size() == 1 ? " variable" : " variables")
             << ", but into(...) takes " << wanted_.results.size();
      return std::move(r_);
    }
    for (std::size_t k = 0; k < wanted_.wrt.size() && r_.why.empty(); ++k)
      find_variable(k);
    if (r_.why.empty() && !wanted_.only_check) differentiate_all();
    return std::move(r_);
  }

private:
  graph g_;
  sequence_view<const operand_source> sources_;
  const expr::listing_view& formula_;
  const bindings& given_;
  const gradient_request& wanted_;
  lowered_gradient r_;
  sequence<int> operands_; ///< by output

  constexpr sequence_view<const axis_extent> dims_of(std::size_t operand) const {
    const binding& b = given_.operands[static_cast<std::size_t>(sources_[operand].binding)];
    return given_.dims.subspan(static_cast<std::size_t>(b.first), static_cast<std::size_t>(b.count));
  }
  constexpr sequence_view<const axis_extent> result_dims(std::size_t k) const {
    const binding& b = wanted_.results[k];
    return wanted_.dims.subspan(static_cast<std::size_t>(b.first), static_cast<std::size_t>(b.count));
  }

  /// The operands of variable k: the whole of it, or the elements that the formula picks of it.
  constexpr void find_variable(std::size_t k) {
    const std::string_view name = wanted_.wrt[k];
    for (std::size_t j = 0; j < k; ++j)
      if (wanted_.wrt[j] == name) {
        r_.why << "the gradient of " << name << " is asked for twice";
        return;
      }
    int whole = 0, pieces = 0, gathered = 0;
    std::size_t first = 0;
    for (std::size_t i = g_.operands.size(); i-- > 0;)
      if (g_.operands[i].name == name)
        first = i, ++(sources_[i].by >= 0 ? gathered : sources_[i].picked_dim < 0 ? whole : pieces);
    if (whole + pieces + gathered == 0) return refuse_unknown(name);
    if (g_.operands[first].type != numbers::floating) {
      r_.why << name << " holds no real numbers, so it has no gradient";
      return;
    }
    if (whole > 0 && pieces > 0) {
      r_.why << "the formula uses " << name << " as a whole and picks elements of it; its gradient cannot be asked for";
      return;
    }
    if (!wanted_.results.empty()) check_result(k, first);
    if (!r_.why.empty()) return;
    std::int64_t extent = whole;
    for (std::size_t i = 0; i < g_.operands.size(); ++i) {
      if (g_.operands[i].name != name) continue;
      operands_.push_back(static_cast<int>(i));
      operand_source to{.binding = static_cast<int>(k), .picked_dim = -1, .index = sources_[i].index};
      if (const int picked = sources_[i].picked_dim; picked >= 0) {
        const axis_extent& d = dims_of(i)[static_cast<std::size_t>(picked)];
        to.picked_dim = wanted_.results.empty() ? picked : position(result_dims(k), d.axis);
        extent = d.extent;
      }
      if (sources_[i].by >= 0) to.by = static_cast<int>(i);
      r_.targets.push_back(to);
    }
    r_.partly.push_back(whole + pieces != extent || gathered > 0 ? 1 : 0);
  }
  static constexpr int position(sequence_view<const axis_extent> dims, const axis_value& axis) {
    int at = 0;
    while (!(dims[static_cast<std::size_t>(at)].axis == axis))
      ++at;
    return at;
  }

  constexpr void refuse_unknown(std::string_view name) {
    nearest_name nearest{name};
    for (const expr::entry& e : formula_.entries) {
      if (!expr::is_variable(e.kind)) continue;
      if (formula_.name(e) == name) {
        write_variable(r_.why, formula_, e);
        r_.why << " is not bound, so its gradient cannot be asked for; give it by name";
        return;
      }
      nearest.consider(formula_.name(e));
    }
    r_.why << "the formula has no variable named " << name << nearest;
  }

  constexpr void check_result(std::size_t k, std::size_t operand) {
    const auto has = dims_of(operand), takes = result_dims(k);
    auto begin = [&]() -> sentence& { return r_.why << "the gradient of " << wanted_.wrt[k]; };
    if (wanted_.results[k].constant) {
      begin() << " cannot be written into a tensor of constant elements";
      return;
    }
    if (wanted_.results[k].type != numbers::floating) {
      begin() << " cannot be written into a tensor of integers";
      return;
    }
    const binding& of = given_.operands[static_cast<std::size_t>(sources_[operand].binding)];
    if (!of.number && of.wide != wanted_.results[k].wide) {
      r_.why << wanted_.wrt[k]
             << (of.wide ? " is double, so its gradient must be too" : " is not double, so its gradient cannot be");
      return;
    }
    if (!same_axes(has, takes)) {
      begin() << " has axes " << has << ", but is to be written into a tensor with axes " << takes;
      return;
    }
    for (const axis_extent& a : has)
      for (const axis_extent& b : takes)
        if (a.axis == b.axis && a.extent >= 0 && b.extent >= 0 && a.extent != b.extent) {
          begin() << " has extent " << a.extent << " along axis " << a.axis.label
                  << ", but is to be written into a tensor of extent " << b.extent;
          r_.why.about(a.axis, a.extent, b.extent);
          return;
        }
  }

  /// The axes of output k in the order of its memory: those of the variable, or those of the tensor that takes it.
  constexpr void set_chains(std::size_t output) {
    const operand_source& to = r_.targets[output];
    ::axnorm::graph::output& o = r_.g.outputs[output];
    if (wanted_.results.empty() || to.by >= 0) return; // (what is gathered has memory of its own)
    const int from = o.first_chain, count = o.chains;
    o.first_chain = static_cast<int>(r_.g.chains.size());
    for (const axis_extent& d : result_dims(static_cast<std::size_t>(to.binding)))
      for (int c = from; c < from + count; ++c)
        if (const axis_chain chain = r_.g.chains[static_cast<std::size_t>(c)]; chain.axis == d.axis)
          r_.g.chains.push_back(chain);
  }

  constexpr void differentiate_all() {
    sequence<upstream> from;
    std::size_t arriving = 0;
    for (std::size_t k = 0; k < g_.outputs.size(); ++k) // at tracked values, which nobody sees, nothing arrives
      if (!g_.outputs[k].saved) from.push_back({static_cast<int>(k), upstream_name(arriving++)});
    r_.g = differentiate(std::move(g_), from, operands_, wanted_.beside);
    if (wanted_.beside) return;
    for (std::size_t k = 0; k < r_.g.outputs.size(); ++k)
      set_chains(k);
    for (std::size_t k = 0; wanted_.accumulate && k < r_.g.outputs.size(); ++k) {
      output& o = r_.g.outputs[k];
      if (r_.targets[k].by >= 0) continue;
      r_.g.operands.push_back({.name = o.name, .axes = o.axes, .first_chain = o.first_chain, .chains = o.chains});
      const int before = r_.g.variable(static_cast<int>(r_.g.operands.size()) - 1);
      o.node = r_.g.sum(0, {times(1, before), times(1, o.node)});
      r_.before.push_back(r_.targets[k]);
    }
  }
};

/// The gradients that `wanted` names, from a formula's graph (see gradient_lowering), or why there are none.
constexpr lowered_gradient lower_gradient(graph g, sequence_view<const operand_source> sources,
                                          const expr::listing_view& formula, const bindings& given,
                                          const gradient_request& wanted) {
  return gradient_lowering(std::move(g), sources, formula, given, wanted).run();
}

} // namespace graph

template<>
struct arrays_of<graph::lowered_gradient> {
  using sizes = graph::gradient_sizes;
  static constexpr sizes usual{{256, 512, 32, 64, 96, 32, 16, 16}, 16, 16, 16};
  static constexpr sizes large{{768, 1536, 32, 64, 128, 32, 16, 16}, 16, 16, 16};
  template<sizes S>
  using type = graph::fixed_gradient<S>;
  static constexpr sizes of(const graph::lowered_gradient& x) {
    return {graph::sizes_of(x.g), x.targets.size(), x.before.size(), x.partly.size()};
  }
};

} // namespace axnorm
