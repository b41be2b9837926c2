// The two ways of training a formula, forward and backward, with the types of what is bound: for layers what `source`
// is for evaluate, with the same members. Both are halves of one graph, cut at the statistics. Knows no rule of
// differentiation and no memory.
#pragma once

#include <axnorm/exec/gradient_source.hpp>
#include <axnorm/graph/save.hpp>
#include <axnorm/graph/share.hpp>

#include <boost/mp11/algorithm.hpp>
#include <boost/mp11/list.hpp>

#include <array>
#include <cstddef>
#include <string_view>
#include <type_traits>
#include <utility>

namespace axnorm {

/// What backward finds ready: the statistics, which is the default.
struct save_statistics {
  using is_save_policy = void;
  static constexpr graph::save_policy policy() { return {}; }
};
/// Nothing is kept: backward computes the statistics again.
struct recompute_t {
  using is_save_policy = void;
  static constexpr graph::save_policy policy() { return {.statistics = false}; }
};
inline constexpr recompute_t recompute{};
/// The statistics, and what the formula calls `let<Name>(...)`: memory of its size in double for what is dear to
/// compute.
template<fixed_string... Name>
struct keep_t {
  using is_save_policy = void;
  static constexpr std::array<std::string_view, sizeof...(Name)> names{Name.view()...};
  static constexpr graph::save_policy policy() { return {.names = names}; }
};
template<fixed_string... Name>
inline constexpr keep_t<Name...> keep{};

namespace graph {

/// The range of chains [first, first + count) in the order of `axes`, as a new range; returns where it begins.
template<class Axes>
constexpr int reordered_chains(graph& g, int first, int count, const Axes& axes) {
  const int begin = static_cast<int>(g.chains.size());
  for (const axis_extent& d : axes)
    for (int c = first; c < first + count; ++c)
      if (const axis_chain chain = g.chains[static_cast<std::size_t>(c)]; chain.axis == d.axis) {
        g.chains.push_back(chain);
        break;
      }
  return begin;
}

} // namespace graph

namespace exec {
namespace detail {

/// The graph of formula F, its results and tracked values, and the gradients beside them, and its two halves. `Given`
/// are operands and extents: results and upstream gradients have the axes that the formula gives them.
template<class F, class Save, class... Given>
struct training_halves {
  using given = given_list<Given...>;
  static constexpr expr::listing_view listing() { return expr::listing_view(expr::listing_of<F>); }
  static constexpr graph::bindings bindings() {
    graph::bindings b = given::bindings();
    b.track = true;
    return b;
  }
  static constexpr graph::lowered lower() { return graph::lower(listing(), bindings()); }
  static constexpr const auto& lowered_formula = freeze<lower>();
  static constexpr const sentence& formula_words = lowered_formula.why;
  static constexpr const auto& formula = lowered_formula.g;
  static constexpr auto sources = lowered_formula.sources;
  static constexpr std::size_t operand_count = sources.size(), output_count = formula.outputs.size();
  static constexpr std::size_t late_count = [] {
    std::size_t n = 0;
    for (const graph::output& o : formula.outputs)
      n += o.late ? 1u : 0u;
    return n;
  }();
  /// Values that are tracked on the way forward; the late ones are on the way back.
  static constexpr std::size_t tracked_count = expr::listing_of<F>.tracked.size() - late_count;
  static constexpr std::size_t result_count = output_count - late_count - tracked_count;

  /// Whether operand i can have a gradient: a tensor of real numbers that is no state.
  static constexpr bool is_differentiable(std::size_t i) {
    const graph::operand& o = formula.operands[i];
    if (o.type != graph::numbers::floating || o.kind == graph::role::scalar) return false;
    for (const expr::entry& e : listing().entries)
      if (e.kind == expr::term::buffer && listing().name(e) == o.name) return false;
    return true;
  }
  static constexpr bool is_first_of_name(std::size_t i) {
    for (std::size_t j = 0; j < i; ++j)
      if (formula.operands[j].name == formula.operands[i].name) return false;
    return true;
  }
  static constexpr std::size_t variable_count = [] {
    std::size_t n = 0;
    for (std::size_t i = 0; i < operand_count; ++i)
      n += is_differentiable(i) && is_first_of_name(i) ? 1u : 0u;
    return n;
  }();
  /// The variables to differentiate by: inputs, then parameters.
  static constexpr auto variables = [] {
    std::array<std::string_view, variable_count> r{};
    std::size_t n = 0;
    for (std::size_t i = 0; i < operand_count; ++i)
      if (is_differentiable(i) && is_first_of_name(i)) r[n++] = formula.operands[i].name;
    return r;
  }();
  /// Where among the operands given variable k stands.
  static constexpr std::size_t binding_of(std::size_t k) {
    std::size_t i = 0;
    while (formula.operands[i].name != variables[k])
      ++i;
    return static_cast<std::size_t>(sources[i].binding);
  }

  static constexpr guess size = formula.nodes.size() > 40 ? guess::large : guess::usual;
  static constexpr const auto& simplified =
      hold<[] { return graph::simplify_to_differentiate(formula.thaw()); }, size>();
  static constexpr const auto& made = freeze<[] {
    return graph::lower_gradient(simplified.thaw(), sources, listing(), bindings(),
                                 {.wrt = variables, .results = {}, .dims = {}, .beside = true});
  },
                                             size>();
  static constexpr const auto& joint =
      hold<[] { return graph::share(hold<[] { return graph::simplify(made.g.thaw()); }, size>().thaw()); }, size>();
  static constexpr const auto& cut =
      freeze<[] { return graph::save(joint.thaw(), output_count - late_count, operand_count, Save::policy()); },
             size>();
  static constexpr const auto& forward = cut.forward;
  static constexpr const auto& backward = cut.backward;
};

template<class Given>
struct is_of_formula : std::bool_constant<is_operand<Given>::value || is_extent<Given>::value> {};
template<class F, class Save, class... Given>
using halves_of = boost::mp11::mp_apply<
    training_halves, boost::mp11::mp_append<boost::mp11::mp_list<F, Save>,
                                            boost::mp11::mp_copy_if<boost::mp11::mp_list<Given...>, is_of_formula>>>;

template<class F, class Save, class... Given>
consteval const sentence& words_of_forward() {
  if constexpr (const sentence& plain = words_for<F, Given...>; !plain.empty())
    return plain;
  else if constexpr (const sentence& tracked = halves_of<F, Save, Given...>::formula_words; !tracked.empty())
    return tracked;
  else
    return halves_of<F, Save, Given...>::made.why;
}

/// The half that goes back with the axes of upstream gradients and results in the order of their memory. `targets`: the
/// result of each output; `given`: how many operands the formula has; `call`: upstream gradients as operands, results.
constexpr graph::graph lay_out_backward(graph::graph g, sequence_view<const graph::operand_source> targets,
                                        std::size_t given, const graph::bindings& call) {
  const auto dims_of = [&](const graph::binding& b) {
    return call.dims.subspan(static_cast<std::size_t>(b.first), static_cast<std::size_t>(b.count));
  };
  for (std::size_t k = 0; k < call.operands.size(); ++k) {
    graph::operand& o = g.operands[given + k];
    if (call.operands[k].number) o.kind = graph::role::scalar;
    o.first_chain = graph::reordered_chains(g, o.first_chain, o.chains, dims_of(call.operands[k]));
  }
  for (std::size_t k = 0; k < targets.size(); ++k) { // (what is tracked on the way back comes after them)
    graph::output& o = g.outputs[k];
    if (targets[k].by >= 0) continue; // what is gathered has memory of its own
    const graph::binding& to = call.results[static_cast<std::size_t>(targets[k].binding)];
    o.first_chain = graph::reordered_chains(g, o.first_chain, o.chains, dims_of(to));
  }
  return g;
}

} // namespace detail

/// The way forward of formula F: its results, then the tracked values and what backward needs, all in double.
template<class F, class Save, class... Given>
struct forward_source {
private:
  using halves = detail::halves_of<F, Save, Given...>;
  using plain = source<F, Given...>;

public:
  using formula = F;
  using given = given_list<Given...>;
  static constexpr bool is_shared = true;
  static constexpr auto lowered = freeze<[] {
    graph::graph g = halves::forward.thaw();
    for (std::size_t k = 0; k < halves::result_count; ++k) {
      std::array<axis_extent, 16> axes{};
      const graph::output& as = plain::lowered.outputs[k];
      for (int c = 0; c < as.chains; ++c)
        axes[static_cast<std::size_t>(c)].axis =
            plain::lowered.chains[static_cast<std::size_t>(as.first_chain + c)].axis;
      graph::output& o = g.outputs[k];
      const auto order = sequence_view<const axis_extent>(axes.data(), static_cast<std::size_t>(as.chains));
      o.first_chain = graph::reordered_chains(g, o.first_chain, o.chains, order);
    }
    return g;
  },
                                         halves::size>();
  static constexpr const auto& sources = halves::sources;
  static constexpr std::size_t operand_count = halves::operand_count, output_count = lowered.outputs.size();
  static constexpr std::size_t result_count = halves::result_count, tracked_count = halves::tracked_count;
  static constexpr bool is_before(std::size_t) { return false; }
  static constexpr bool read_by_backward(std::size_t i) {
    for (const graph::node& n : halves::backward.nodes)
      if (n.kind == graph::op::variable && n.a == static_cast<int>(i)) return true;
    return false;
  }
  static constexpr auto targets = [] {
    std::array<graph::operand_source, output_count> r{};
    for (std::size_t i = 0; i < result_count; ++i)
      r[i].binding = static_cast<int>(i);
    return r;
  }();
  using operand_elements = detail::bound_elements<typename given::operands, sources>;
  using output_elements =
      boost::mp11::mp_append<typename plain::output_elements,
                             boost::mp11::mp_repeat_c<boost::mp11::mp_list<double>, output_count - result_count>>;
  template<std::size_t Output>
  using result_tensor = typename plain::template result_tensor<Output>;
};

/// The way back of formula F from the gradients at its results to those of its variables, and what is tracked of them.
/// `Forward` is a list of what forward was given; `Call` are upstream gradients and results for all variables.
template<class F, class Save, class Forward, class... Call>
struct backward_source;
template<class F, class Save, class... Given, class... Call>
struct backward_source<F, Save, boost::mp11::mp_list<Given...>, Call...> {
private:
  using halves = detail::halves_of<F, Save, Given...>;

public:
  using formula = F;
  using given = given_list<Given..., Call...>;
  static constexpr bool is_shared = true;
  static constexpr auto lowered = freeze<[] {
    return detail::lay_out_backward(halves::backward.thaw(), halves::made.targets, halves::operand_count,
                                    given_list<Call...>::bindings());
  },
                                         halves::size>();
  static constexpr const auto& partly = halves::made.partly;
  static constexpr std::size_t operand_count = lowered.operands.size(), output_count = lowered.outputs.size();
  /// Of gradients, then of what is tracked on the way back.
  static constexpr auto targets = [] {
    std::array<graph::operand_source, output_count> r{};
    for (std::size_t k = 0; k < halves::made.targets.size(); ++k)
      r[k] = halves::made.targets[k];
    return r;
  }();
  static constexpr std::size_t late_count = halves::late_count;
  static constexpr std::size_t result_count = halves::variable_count;
  static constexpr std::size_t upstream_count = halves::result_count;
  static constexpr std::string_view name_of(std::size_t k) { return halves::variables[k]; }

  // The order of operands: the formula's, upstream gradients, saved statistics.
  static constexpr bool is_upstream(std::size_t i) {
    return i >= halves::operand_count && i < halves::operand_count + upstream_count;
  }
  static constexpr bool is_before(std::size_t) { return false; }
  static constexpr bool adds_to(std::size_t) { return false; }
  static constexpr auto sources = [] {
    std::array<graph::operand_source, operand_count> r{};
    constexpr std::size_t own = boost::mp11::mp_size<typename given_list<Given...>::operands>::value;
    for (std::size_t i = 0; i < operand_count; ++i) {
      if (i < halves::operand_count)
        r[i] = halves::sources[i];
      else if (is_upstream(i))
        r[i].binding = static_cast<int>(own + i - halves::operand_count);
    }
    return r;
  }();
  template<std::size_t K>
  static constexpr std::size_t variable_binding = halves::binding_of(K);

  using operand_elements = detail::bound_elements<typename given::operands, sources>;

  /// The element of what output O is written into, or added to.
  template<std::size_t O>
  using target_element = typename detail::bound_element<typename given::results, targets[O].binding>::element;

private:
  template<std::size_t... O>
  static boost::mp11::mp_list<detail::output_element<(targets[O].by >= 0), target_element<O>>...>
      output_elements_of(std::index_sequence<O...>);

public:
  using output_elements = decltype(output_elements_of(std::make_index_sequence<output_count>{}));
};

namespace detail {

/// What is wrong with a call of backward, beside what was wrong with forward.
template<class F, class Save, class Forward, class... Call>
struct backward_words_of;
template<class F, class Save, class... Given, class... Call>
struct backward_words_of<F, Save, boost::mp11::mp_list<Given...>, Call...> {
  using halves = halves_of<F, Save, Given...>;
  static constexpr sentence of_results() {
    constexpr auto all = given_list<Call...>::bindings();
    return graph::lower_gradient(
               halves::formula.thaw(), halves::sources, halves::listing(), halves::bindings(),
               {.wrt = halves::variables, .results = all.results, .dims = all.dims, .beside = true, .only_check = true})
        .why;
  }
  static constexpr sentence own = of_results();
  static consteval const sentence& find() {
    if constexpr (const sentence& words = formula_words<F, Given..., Call...>; !words.empty())
      return words;
    else
      return own;
  }
};
template<class F, class Save, class Forward, class... Call>
inline constexpr const sentence& backward_words = backward_words_of<F, Save, Forward, Call...>::find();

} // namespace detail

} // namespace exec
} // namespace axnorm
