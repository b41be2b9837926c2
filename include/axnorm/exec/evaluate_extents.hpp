// The extents of a call: every part from the operands' memory, checked. The usual case is straight-line code laid out
// by the types; only what is wrong goes through the general check, for its sentence. Used by evaluate.
#pragma once

#include <axnorm/axis/shape_error.hpp>
#include <axnorm/exec/evaluate_source.hpp>
#include <axnorm/exec/run.hpp>
#include <axnorm/graph/check.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace axnorm::exec {

/// The memory of a call and the extents of its parts.
template<class S>
struct frame {
  static constexpr std::size_t parts = S::lowered.parts.size();
  static constexpr std::size_t named_count = S::given::extents_count;
  std::array<memory, S::operand_count> operands;
  std::array<memory, S::output_count> outputs;
  std::array<std::int64_t, parts> extents;
  std::array<std::int64_t, named_count> named; ///< what `dim<...>` gave
};

namespace detail {

/// One axis of one operand or, counted after them, output.
struct claim_place {
  int of = 0, dim = 0, chain = 0;
};

/// Where a part's extent comes from.
struct part_rule {
  int named = -1;      ///< a `dim<...>`
  int claim = -1;      ///< an axis that is this part, or has it innermost
  bool inside = false; ///< the part is one of several: the axis divided by the others
};

template<class S, bool WithOutputs>
struct extent_rules {
  static constexpr const auto& g = S::lowered;
  /// Saved statistics have no memory yet: it will be as large as these extents say.
  static constexpr bool counts(const graph::operand& o) { return o.kind != graph::role::saved; }
  static constexpr bool counts(const graph::output& o) { return WithOutputs && !o.saved; }
  static constexpr std::size_t count = [] {
    int n = 0;
    for (const graph::operand& o : g.operands)
      n += counts(o) ? o.chains : 0;
    for (const graph::output& o : g.outputs)
      n += counts(o) ? o.chains : 0;
    return static_cast<std::size_t>(n);
  }();
  static constexpr std::array<claim_place, count> claims = [] {
    std::array<claim_place, count> r{};
    std::size_t at = 0;
    int of = 0;
    for (const graph::operand& o : g.operands) {
      for (int k = 0; counts(o) && k < o.chains; ++k)
        r[at++] = {of, k, o.first_chain + k};
      ++of;
    }
    for (const graph::output& o : g.outputs) {
      for (int k = 0; counts(o) && k < o.chains; ++k)
        r[at++] = {of, k, o.first_chain + k};
      ++of;
    }
    return r;
  }();
  static constexpr std::array<part_rule, frame<S>::parts> rules = [] {
    std::array<part_rule, frame<S>::parts> r{};
    for (std::size_t p = 0; p < r.size(); ++p) {
      for (std::size_t k = 0; k < S::given::extents_count; ++k)
        if (S::given::values.extents[k].axis == g.parts[p].axis) r[p].named = static_cast<int>(k);
      for (const bool inside : {false, true})
        for (std::size_t k = 0; k < count && r[p].claim < 0; ++k) {
          const graph::axis_chain& c = g.chains[static_cast<std::size_t>(claims[k].chain)];
          if (inside != (c.count > 1)) continue;
          if (g.chain_parts[static_cast<std::size_t>(c.first + c.count - 1)] != static_cast<int>(p)) continue;
          r[p].claim = static_cast<int>(k);
          r[p].inside = inside;
        }
    }
    return r;
  }();
};

template<class S>
std::int64_t extent_at(const frame<S>& f, const claim_place& c) {
  const auto of = static_cast<std::size_t>(c.of);
  return (of < S::operand_count ? f.operands[of].extent : f.outputs[of - S::operand_count].extent)[c.dim];
}

/// Fills in the extents of all parts; false if anything is unknown or contradicts.
template<class S, bool WithOutputs>
bool solve_extents(frame<S>& f) {
  using R = extent_rules<S, WithOutputs>;
  constexpr const auto& g = S::lowered;
  bool fine = true;
  for (const bool inside : {false, true})
    [&]<std::size_t... P>(std::index_sequence<P...>) {
      (
          [&] {
            constexpr part_rule rule = R::rules[P];
            if (rule.inside != inside) return;
            if constexpr (g.parts[P].extent >= 0)
              f.extents[P] = g.parts[P].extent;
            else if constexpr (rule.named >= 0)
              f.extents[P] = f.named[static_cast<std::size_t>(rule.named)];
            else if constexpr (rule.claim < 0)
              fine = false;
            else if constexpr (!rule.inside)
              f.extents[P] = extent_at(f, R::claims[static_cast<std::size_t>(rule.claim)]);
            else {
              constexpr claim_place claim = R::claims[static_cast<std::size_t>(rule.claim)];
              constexpr graph::axis_chain chain = g.chains[static_cast<std::size_t>(claim.chain)];
              constexpr graph::axis_chain others{chain.axis, chain.first, chain.count - 1};
              const std::int64_t groups = graph::chain_extent(others, g.chain_parts, f.extents);
              fine = fine && groups > 0;
              f.extents[P] = groups > 0 ? extent_at(f, claim) / groups : 0;
            }
          }(),
          ...);
    }(std::make_index_sequence<frame<S>::parts>{});
  for (const claim_place& c : R::claims) {
    const graph::axis_chain& chain = g.chains[static_cast<std::size_t>(c.chain)];
    const std::int64_t product = graph::chain_extent(chain, g.chain_parts, f.extents);
    fine = fine && product == extent_at(f, c);
    if constexpr (S::given::extents_count > 0)
      for (std::size_t k = 0; k < S::given::extents_count; ++k)
        fine = fine && (!(S::given::values.extents[k].axis == chain.axis) || f.named[k] == product);
  }
  if constexpr (S::given::extents_count > 0)
    for (std::size_t p = 0; p < frame<S>::parts; ++p)
      for (std::size_t k = 0; k < S::given::extents_count; ++k)
        fine = fine && (!(S::given::values.extents[k].axis == g.parts[p].axis) || f.named[k] == f.extents[p]);
  return fine;
}

/// The general check, for what it says.
template<class S, bool WithOutputs>
[[gnu::noinline, gnu::cold]] void explain_extents(frame<S>& f) {
  using R = extent_rules<S, WithOutputs>;
  std::array<graph::extent_claim, R::count> claims;
  for (std::size_t k = 0; k < R::count; ++k)
    claims[k] = {R::claims[k].of, R::claims[k].chain, extent_at(f, R::claims[k])};
  std::array<axis_extent, S::given::extents_count> named = S::given::values.extents;
  for (std::size_t k = 0; k < named.size(); ++k)
    named[k].extent = f.named[k];
  sentence why;
  graph::check_extents(graph::extents_view(S::lowered), claims, named, true, f.extents.data(), why);
  throw_if(why);
}

} // namespace detail

/// Finds the extents of all parts from memory that has been filled in; throws shape_error if they do not fit.
template<class S, bool WithOutputs>
void find_extents(frame<S>& f) {
  if (!detail::solve_extents<S, WithOutputs>(f)) detail::explain_extents<S, WithOutputs>(f);
}

} // namespace axnorm::exec
