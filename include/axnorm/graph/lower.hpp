// Lowering: a formula and the types of what a call binds become a graph, or the sentence that says why they cannot.
// Used by evaluate, layers and plans, in constant evaluation. Knows no memory.
#pragma once

#include <axnorm/axis/sequence.hpp>
#include <axnorm/graph/check.hpp>
#include <axnorm/graph/fixed_graph.hpp>
#include <axnorm/graph/lower_names.hpp>
#include <axnorm/graph/lower_nodes.hpp>
#include <axnorm/graph/lower_norms.hpp>
#include <axnorm/graph/lower_results.hpp>

#include <array>
#include <cstddef>
#include <cstdint>

namespace axnorm {
namespace graph {

/// Extents that declarations say, into the parts.
constexpr void declare_extents(lowering& s) {
  graph& g = s.result.g;
  for (int entry = 0; entry < s.formula.size(); ++entry) {
    const int which = s.instance_of[static_cast<std::size_t>(entry)];
    if (which < 0) continue;
    const auto dims = s.dims_of(s.instances[static_cast<std::size_t>(which)]);
    for (std::size_t k = 0; k < dims.size(); ++k)
      for (const axis_extent& d : s.formula.declared(s.formula[entry])) {
        const auto first_chain = static_cast<std::size_t>(g.operands[static_cast<std::size_t>(which)].first_chain);
        const axis_chain& chain = g.chains[first_chain + k];
        if (!(d.axis == dims[k].axis) || d.extent < 0 || chain.count != 1) continue;
        axis_part& part = g.parts[static_cast<std::size_t>(g.chain_parts[static_cast<std::size_t>(chain.first)])];
        if (part.extent < 0) part.extent = d.extent, part.declared_by = which;
      }
  }
}

/// Extents that types know, into the parts.
constexpr void check_static_extents(lowering& s) {
  declare_extents(s);
  graph& g = s.result.g;
  sequence<extent_claim> claims;
  const auto claim = [&](int which, int entry) {
    const auto i = static_cast<std::size_t>(which);
    const auto dims = s.dims_of(s.instances[i]);
    for (std::size_t k = 0; k < dims.size(); ++k) {
      std::int64_t extent = dims[k].extent;
      for (const axis_extent& d : s.formula.declared(s.formula[entry]))
        if (d.axis == dims[k].axis && extent < 0) extent = d.extent;
      claims.push_back({which, g.operands[i].first_chain + static_cast<int>(k), extent});
    }
  };
  for (std::size_t i = 0; i < s.instances.size(); ++i)
    claim(static_cast<int>(i), s.instances[i].entry);
  for (int entry = 0; entry < s.formula.size(); ++entry) // other declarations of the same operands
    if (const int which = s.instance_of[static_cast<std::size_t>(entry)];
        which >= 0 && s.instances[static_cast<std::size_t>(which)].entry != entry)
      claim(which, entry);
  for (std::size_t i = 0; i < s.given.results.size(); ++i) {
    const auto dims = s.dims_of(s.given.results[i]);
    for (std::size_t k = 0; k < dims.size(); ++k)
      claims.push_back(
          {static_cast<int>(g.operands.size() + i), g.outputs[i].first_chain + static_cast<int>(k), dims[k].extent});
  }
  for (std::size_t i = 0; i < s.given.results.size(); ++i)
    if (s.given.results[i].upstream && i < 8) g.outputs[i].name = upstream_name(i);
  sequence<std::int64_t> extents(g.parts.size(), dynamic_extent);
  check_extents(extents_view(g), claims, s.given.extents, false, extents.data(), s.why());
  for (output& o : g.outputs)
    if (upstream_number(o.name) >= 0) o.name = {};
  for (std::size_t p = 0; p < g.parts.size(); ++p)
    g.parts[p].extent = extents[p];
}

/// A group axis whose number nobody gives is a mistake that types show.
constexpr void check_groups_given(lowering& s) {
  const graph& g = s.result.g;
  for (std::size_t p = 0; p < g.parts.size(); ++p) {
    const axis_part& part = g.parts[p];
    if (part.extent >= 0 || !part.axis.key) continue;
    bool given = false;
    for (const axis_extent& x : s.given.extents)
      given = given || x.axis == part.axis;
    for (const axis_chain& c : g.chains)
      given = given || (c.count == 1 && g.chain_parts[static_cast<std::size_t>(c.first)] == static_cast<int>(p));
    if (given) continue;
    s.why() << "the number of groups " << part.axis.label << " is not given; add dim<" << part.axis.label << ">(...)";
    s.why().axis << part.axis.label;
    return;
  }
}

/// `dim<A>(...)` must name an axis that there is.
constexpr void check_named_extents(lowering& s) {
  for (const axis_extent& x : s.given.extents) {
    if (s.find(x.axis)) continue;
    s.why() << "dim<" << x.axis.label << "> gives the extent of axis " << x.axis.label
            << ", which the formula does not have";
    s.why().axis << x.axis.label;
    return;
  }
}

/// All steps of lowering; what they found out of each entry is left in `s`.
constexpr void lower_in(lowering& s) {
  bind_names(s);
  if (s.fine()) find_families(s);
  if (s.fine()) place_axes(s);
  if (s.fine()) check_named_extents(s);
  if (s.fine()) check_norms(s);
  if (s.fine()) build_nodes(s);
  if (s.fine()) add_results(s);
  if (s.fine()) add_tracked(s);
  if (s.fine()) check_static_extents(s);
  if (s.fine()) check_groups_given(s);
}

/// The graph of a formula for the given bindings.
constexpr lowered lower(const expr::listing_view& formula, const bindings& given) {
  lowered result;
  lowering s{.formula = formula, .given = given, .result = result};
  lower_in(s);
  return result;
}

struct lowered_sizes {
  graph_sizes g;
  std::size_t sources;
  constexpr bool fits(const lowered_sizes& room) const { return g.fits(room.g) && sources <= room.sources; }
};

/// A lowered formula in arrays.
template<lowered_sizes S>
struct fixed_lowered {
  fixed_graph<S.g> g{};
  std::array<operand_source, S.sources> sources{};
  sentence why{};
  template<class From>
  constexpr void fill(const From& from) {
    g.fill(from.g);
    freeze_into(sources, from.sources);
    why = from.why;
  }
};

} // namespace graph

template<>
struct arrays_of<graph::lowered> {
  using sizes = graph::lowered_sizes;
  static constexpr sizes usual{arrays_of<graph::graph>::usual, 24}, large{arrays_of<graph::graph>::large, 24};
  template<sizes S>
  using type = graph::fixed_lowered<S>;
  static constexpr sizes of(const graph::lowered& x) { return {graph::sizes_of(x.g), x.sources.size()}; }
};

} // namespace axnorm
