// The check of extents: what operands, results and `dim<...>` say about every axis must agree, and groups must divide.
// One function for both times: lowering calls it with what types know, a call with all extents. Knows no formula.
#pragma once

#include <axnorm/axis/axis.hpp>
#include <axnorm/axis/sentence.hpp>
#include <axnorm/axis/sequence.hpp>
#include <axnorm/graph/graph.hpp>

#include <cstdint>
#include <string_view>

namespace axnorm::graph {

/// What a check of extents reads of a graph, wherever it lives.
struct extents_view {
  sequence_view<const axis_part> parts;
  sequence_view<const axis_chain> chains;
  sequence_view<const int> chain_parts;
  sequence_view<const operand> operands;
  sequence_view<const output> outputs;

  template<class Graph>
  constexpr explicit extents_view(const Graph& g)
      : parts(g.parts), chains(g.chains), chain_parts(g.chain_parts), operands(g.operands), outputs(g.outputs) {}
};

/// One extent as it is given: of an axis of operand or output `of` (outputs count after the operands).
struct extent_claim {
  int of = 0;
  int chain = 0;
  std::int64_t extent = dynamic_extent;
};

/// Names of the operands that hold the gradients that arrive at results. (Arrays and not literals: the addresses of
/// these may be compared in constant evaluation.)
inline constexpr char upstream_letters[8][12]{"upstream",   "upstream 2", "upstream 3", "upstream 4",
                                              "upstream 5", "upstream 6", "upstream 7", "upstream 8"};
constexpr std::string_view upstream_name(std::size_t k) { return upstream_letters[k]; }
/// Which of them a name is, by where it stands, as a formula may have an input of that name; -1 if none.
constexpr int upstream_number(std::string_view name) {
  for (int k = 0; k < 8; ++k)
    if (name.data() == upstream_letters[k]) return k;
  return -1;
}

[[gnu::cold]] constexpr void write_holder(sentence& s, const extents_view& g, int of) {
  const auto i = static_cast<std::size_t>(of);
  const int upstream =
      upstream_number(i < g.operands.size() ? g.operands[i].name : g.outputs[i - g.operands.size()].name);
  if (upstream >= 0) {
    s << "the upstream gradient of result " << upstream + 1;
    return;
  }
  if (i >= g.operands.size()) {
    const std::string_view name = g.outputs[i - g.operands.size()].name;
    s << "output ";
    if (name.empty())
      s << i - g.operands.size() + 1;
    else
      s << name;
    return;
  }
  const operand& o = g.operands[i];
  s << (o.kind == role::input       ? "input "
        : o.kind == role::parameter ? "parameter "
        : o.kind == role::scalar    ? "scalar "
                                    : "statistic ")
    << o.name;
}

/// One element along an axis is picked, and there are too few.
template<class WriteHolder>
[[gnu::cold]] constexpr void write_pick(sentence& s, const axis_value& axis, int index, std::int64_t extent,
                                        WriteHolder holder) {
  s << "element " << index << " of axis " << axis.label << " is picked, but ";
  holder();
  s << " has extent " << extent;
  s.about(axis, index + 1, extent);
}

/// Groups of an axis must be some.
[[gnu::cold]] constexpr void write_no_groups(sentence& s, std::int64_t count) {
  s << " needs at least 1 group, but " << count << " are given";
}

/// An operand has another extent than a declaration in the formula says, its own or that of another one; of a
/// parameter that is not bound, `declared` is -1.
[[gnu::cold]] constexpr void write_undeclared(sentence& s, const extents_view& g, int declared,
                                              std::string_view unbound, const extent_claim& claim,
                                              const axis_value& axis, std::int64_t expected) {
  if (declared >= 0)
    write_holder(s, g, declared);
  else
    s << "parameter " << unbound;
  s << " is declared with extent " << expected << " along axis " << axis.label << ", but ";
  if (claim.of == declared) {
    s << "is bound to a tensor of extent " << claim.extent;
  } else {
    write_holder(s, g, claim.of);
    s << " has " << claim.extent;
  }
  s.about(axis, expected, claim.extent);
}

/// Finds the extents of all parts from `claims` and `named`; `why` stays empty if they agree. `complete`: every extent
/// is known, so that one that cannot be found is a mistake too. `extents` has room for all parts.
[[gnu::cold]] constexpr void check_extents(const extents_view& g, sequence_view<const extent_claim> claims,
                                           sequence_view<const axis_extent> named, bool complete, std::int64_t* extents,
                                           sentence& why) {
  int first_claim[32]{};
  for (std::size_t p = 0; p < g.parts.size(); ++p) {
    extents[p] = g.parts[p].extent;
    first_claim[p] = -1;
    for (const axis_extent& n : named) {
      if (!(n.axis == g.parts[p].axis) || n.extent < 0) continue;
      if (extents[p] >= 0 && extents[p] != n.extent) {
        why << "axis " << n.axis.label << " has extent " << extents[p] << ", but dim<" << n.axis.label << ">("
            << n.extent << ") is given";
        why.about(n.axis, extents[p], n.extent);
        return;
      }
      extents[p] = n.extent;
    }
  }
  // An axis in groups has its innermost part from the whole and the groups; the groups may be found later than the
  // whole.
  for (std::size_t round = 0; round <= g.parts.size(); ++round) {
    bool found = false;
    for (std::size_t k = 0; k < claims.size(); ++k) {
      const extent_claim& claim = claims[k];
      if (claim.extent < 0) continue;
      const axis_chain& chain = g.chains[static_cast<std::size_t>(claim.chain)];
      const auto parts =
          g.chain_parts.subspan(static_cast<std::size_t>(chain.first), static_cast<std::size_t>(chain.count));
      std::int64_t product = 1;
      int open = -1, open_count = 0;
      for (const int p : parts) {
        const std::int64_t e = extents[p];
        if (e < 0)
          open = p, ++open_count;
        else
          product *= e;
      }
      if (open_count > 1) continue;
      if (open_count == 1) {
        for (const int p : parts) {
          const axis_value& group = g.parts[static_cast<std::size_t>(p)].axis;
          if (p == open || extents[p] > 0 || !group.key) continue;
          why << "Group<" << chain.axis.label << ", " << group.label << '>';
          write_no_groups(why, extents[p]);
          why.about(group, "at least 1", extents[p]);
          return;
        }
        if (chain.count > 1 && (product < 1 || claim.extent % product != 0)) {
          why << product << " groups do not divide axis " << chain.axis.label << " of extent " << claim.extent
              << " of ";
          write_holder(why, g, claim.of);
          why.axis << chain.axis.label;
          why.expected << "a multiple of " << product;
          why.given << claim.extent;
          return;
        }
        extents[open] = chain.count > 1 ? claim.extent / product : claim.extent;
        first_claim[open] = static_cast<int>(k);
        found = true;
      } else if (product != claim.extent) {
        int other = -1;
        for (const int p : parts)
          other = first_claim[p] >= 0 ? first_claim[p] : other;
        const axis_part& whole = g.parts[static_cast<std::size_t>(parts[0])];
        if (chain.count == 1 && (whole.declared_by >= 0 || !whole.declared_unbound.empty())) {
          write_undeclared(why, g, whole.declared_by, whole.declared_unbound, claim, chain.axis, product);
          return;
        }
        why << "axis " << chain.axis.label << " has ";
        if (other >= 0) {
          const extent_claim& o = claims[static_cast<std::size_t>(other)];
          why << "extent " << o.extent << " in ";
          write_holder(why, g, o.of);
          why << ", but " << claim.extent << " in ";
        } else
          why << "extent " << product << ", but " << claim.extent << " in ";
        write_holder(why, g, claim.of);
        why.about(chain.axis, product, claim.extent);
        return;
      } else if (chain.count == 1 && first_claim[parts[0]] < 0) {
        first_claim[parts[0]] = static_cast<int>(k);
      }
    }
    if (!found) break;
  }
  for (const extent_claim& claim : claims)
    for (const axis_extent& n : named)
      if (n.extent >= 0 && claim.extent >= 0 && g.chains[static_cast<std::size_t>(claim.chain)].axis == n.axis &&
          claim.extent != n.extent) {
        why << "axis " << n.axis.label << " has extent " << claim.extent << " in ";
        write_holder(why, g, claim.of);
        why << ", but dim<" << n.axis.label << ">(" << n.extent << ") is given";
        why.about(n.axis, n.extent, claim.extent);
        return;
      }
  for (std::size_t p = 0; complete && p < g.parts.size(); ++p)
    if (extents[p] < 0) {
      why << "the extent of axis " << g.parts[p].axis.label << " is not known; give it as dim<" << g.parts[p].axis.label
          << ">(...)";
      why.axis << g.parts[p].axis.label;
      return;
    }
}

} // namespace axnorm::graph
