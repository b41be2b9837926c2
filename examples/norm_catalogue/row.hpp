// One row of the printed catalogue, made from a norm's declaration: what it computes, keeps and costs. Knows no norm.
#pragma once

#include <axnorm/expr/print.hpp>
#include <axnorm/graph/print.hpp>
#include <axnorm/layer/explain.hpp>
#include <axnorm/norm/catalogue/entry.hpp>
#include <axnorm/tensor/view.hpp>

#include <boost/mp11/algorithm.hpp>
#include <boost/mp11/list.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace example {

struct row {
  std::string name;
  std::vector<std::string> operands;   ///< "x {N, C, H, W}"
  std::vector<std::string> statistics; ///< "{N, H, W} -> {C}": what is reduced, what the statistic varies over
  std::vector<std::string> parameters; ///< "weight {C} 1"
  std::vector<std::string> state;
  std::string formula;        ///< in text
  std::string backward_graph; ///< the derived one
  axnorm::explanation forward, backward;
};

/// Bytes over memory as a multiple of what any way of computing it moves.
inline double beside_minimum(const axnorm::explanation& e) {
  return static_cast<double>(e.bytes_moved) / static_cast<double>(e.bytes_min);
}
inline int sweeps(const axnorm::explanation& e) {
  int n = 0;
  for (const auto& s : e.sweeps)
    n += s.inputs;
  return n;
}

/// The extents that costs are for, by the axis' label; 1 for others.
std::int64_t shown_extent(std::string_view label);
/// The caches that costs are for, in bytes: those of no machine in particular, so that every machine prints the same.
inline constexpr std::int64_t core_cache = 1 << 20, last_cache = 32 << 20;

namespace detail {

template<class Operand>
struct bound_view;
template<axnorm::fixed_string Name, class... Axes>
struct bound_view<axnorm::catalogue::operand<Name, Axes...>> {
  using type = axnorm::bound<Name, axnorm::View<const float, Axes...>>;
  static constexpr auto axes = axnorm::expr::declared_axes<Axes...>;
  static constexpr std::string_view kind = "";
};
template<axnorm::fixed_string Name, class... Axes>
struct bound_view<axnorm::catalogue::positive<Name, Axes...>> : bound_view<axnorm::catalogue::operand<Name, Axes...>> {
};
template<axnorm::fixed_string Name, class... Axes>
struct bound_view<axnorm::catalogue::mask<Name, Axes...>> {
  using type = axnorm::bound<Name, axnorm::View<const bool, Axes...>>;
  static constexpr auto axes = axnorm::expr::declared_axes<Axes...>;
  static constexpr std::string_view kind = " of booleans";
};
template<axnorm::fixed_string Name, class Of, class... Axes>
struct bound_view<axnorm::catalogue::label<Name, Of, Axes...>> {
  using type = axnorm::bound<Name, axnorm::View<const std::int32_t, Axes...>>;
  static constexpr auto axes = axnorm::expr::declared_axes<Axes...>;
  static constexpr std::string_view kind = " of integers";
};
template<axnorm::fixed_string Name>
struct bound_view<axnorm::catalogue::number<Name>> {
  using type = axnorm::bound<Name, double>;
  static constexpr auto axes = axnorm::expr::declared_axes<>;
  static constexpr std::string_view kind = "";
};

template<class F, class Operands>
struct step_of;
template<class F, class... Operands>
struct step_of<F, boost::mp11::mp_list<Operands...>> {
  using type = axnorm::layers::training_step<F, float, typename bound_view<Operands>::type...>;
};

std::string owned_text(const axnorm::layers::owned& o);
std::string axes_text(axnorm::sequence_view<const axnorm::axis_extent> axes);

/// The reductions of a graph and the axes that they name, without types.
struct reductions {
  struct one {
    axnorm::graph::axis_mask over = 0, kept = 0;
    bool is_window = false;
  };
  std::vector<one> all;
  std::vector<axnorm::graph::axis_part> parts;
  std::vector<axnorm::graph::axis_chain> chains;
  std::vector<int> chain_parts;
};
template<class Graph>
reductions reductions_of(const Graph& g) {
  reductions r;
  for (const auto& n : g.nodes)
    if (const bool window = n.kind == axnorm::graph::op::window_sum; window || axnorm::graph::is_reduction(n.kind))
      r.all.push_back({n.over, n.axes, window});
  r.parts.assign(g.parts.begin(), g.parts.end());
  r.chains.assign(g.chains.begin(), g.chains.end());
  r.chain_parts.assign(g.chain_parts.begin(), g.chain_parts.end());
  return r;
}
/// Each as it is written in papers, once; axes in the order of `axes` where they are there.
std::vector<std::string> statistics_text(const reductions& r, axnorm::sequence_view<const axnorm::axis_extent> axes);

} // namespace detail

/// The row of an entry of the catalogue.
template<class Entry>
row row_of() {
  using F = typename Entry::formula;
  using step = typename detail::step_of<F, typename Entry::operands>::type;
  using halves = typename step::way::halves;
  row r;
  r.name = Entry::name;
  std::vector<axnorm::axis_extent> extents;
  const auto add_operand = [&]<class O>(boost::mp11::mp_identity<O>) {
    using B = detail::bound_view<O>;
    r.operands.push_back(std::string(O::name.view()) + " " + detail::axes_text(B::axes) + std::string(B::kind));
    for (const axnorm::axis_extent& d : B::axes)
      extents.push_back({d.axis, shown_extent(d.axis.label)});
  };
  boost::mp11::mp_for_each<boost::mp11::mp_transform<boost::mp11::mp_identity, typename Entry::operands>>(add_operand);
  using first = detail::bound_view<boost::mp11::mp_front<typename Entry::operands>>;
  r.statistics = detail::statistics_text(detail::reductions_of(halves::formula), first::axes);
  for (const auto& o : axnorm::layers::owned_by<F, false>::all)
    r.parameters.push_back(detail::owned_text(o));
  for (const auto& o : axnorm::layers::owned_by<F, true>::all)
    r.state.push_back(detail::owned_text(o));
  r.formula = axnorm::formula_text<F>();
  r.backward_graph = axnorm::graph::to_string(halves::backward);
  r.forward = axnorm::layers::explain_source<typename step::forward>(extents, core_cache, last_cache);
  r.backward = axnorm::layers::explain_source<typename step::backward>(extents, core_cache, last_cache);
  return r;
}

/// Appends the rows of part `Which` of `parts` of the list: each is a file of its own, so that they compile side by
/// side.
inline constexpr std::size_t parts = 6;
template<std::size_t Which>
void add_rows(std::vector<row>& to);

} // namespace example
