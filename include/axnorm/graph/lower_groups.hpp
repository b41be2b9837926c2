// Lowering, step 2: axes become families of levels. All groupings of one axis must fit one chain of levels: static
// counts that nest, or one explicit nesting. Knows nothing yet of which values have which axes.
#pragma once

#include <axnorm/axis/sequence.hpp>
#include <axnorm/graph/check.hpp>
#include <axnorm/graph/lower_state.hpp>

namespace axnorm::graph {

/// The number of groups that `axis` names, where types say it.
constexpr std::int64_t static_count(const lowering& s, const axis_value& axis) {
  for (const axis_extent& x : s.given.extents)
    if (x.axis == axis && x.extent >= 0) return x.extent;
  for (const axis_extent& x : s.dims)
    if (x.axis == axis && x.extent >= 0) return x.extent;
  return dynamic_extent;
}

/// The groupings of a member with all counts that types know.
constexpr sequence<expr::grouping> path_of(const lowering& s, const expr::set_member& m) {
  sequence<expr::grouping> path;
  for (expr::grouping g : s.formula.path(m)) {
    if (g.count < 0) g.count = static_count(s, g.axis);
    path.push_back(g);
  }
  return path;
}
constexpr bool all_static(const sequence<expr::grouping>& path) {
  for (const expr::grouping& g : path)
    if (g.count < 0) return false;
  return true;
}
constexpr std::int64_t groups_in(const sequence<expr::grouping>& path, std::size_t levels) {
  std::int64_t n = 1;
  for (std::size_t i = 0; i < levels; ++i)
    n *= path[i].count;
  return n;
}

/// A member of a set with groups in it, that some result needs.
struct grouped_member {
  const expr::set_member* member = nullptr;
  sequence<expr::grouping> path{};
};
constexpr sequence<grouped_member> grouped_members(const lowering& s) {
  sequence<grouped_member> list;
  for (int i = 0; i < s.formula.size(); ++i) {
    if (!s.used[static_cast<std::size_t>(i)]) continue;
    for (const expr::set_member& m : s.formula.set(s.formula[i])) {
      if (m.groupings == 0) continue;
      bool known = false;
      for (const grouped_member& g : list)
        known = known || (g.member->axis == m.axis && g.member->first_grouping == m.first_grouping &&
                          g.member->groupings == m.groupings);
      if (!known) list.push_back({&m, path_of(s, m)});
    }
  }
  return list;
}

constexpr void groupings_do_not_nest(lowering& s, const grouped_member& a, const grouped_member& b) {
  write_grouped(s.why(), s.formula, *a.member);
  s.why() << " and ";
  write_grouped(s.why(), s.formula, *b.member);
  s.why() << " group axis " << a.member->axis.label << " in ways that do not nest; ";
  if (all_static(a.path) && all_static(b.path))
    s.why() << groups_in(a.path, a.path.size()) << " does not divide " << groups_in(b.path, b.path.size());
  else
    s.why() << "give static counts that do, or write one inside the other: Group<Group<C, G>, K>";
  s.why().axis << a.member->axis.label;
}

/// Gives the group axes of `m` their levels: from where its outer groupings end to where each ends.
constexpr void name_groups(lowering& s, int family, const grouped_member& m, const sequence<int>& ends) {
  for (std::size_t i = 0; i < m.path.size(); ++i) {
    const axis_value& axis = m.path[i].axis;
    if (!axis.key) continue;
    const int from = i == 0 ? 0 : ends[i - 1];
    const auto levels = static_cast<level_mask>((1u << ends[i]) - (1u << from));
    if (const axis_name* known = s.find(axis)) {
      if (known->family == family && known->levels == levels) continue;
      s.why() << "axis " << axis.label << " names the groups of two different groupings";
      s.why().axis << axis.label;
      return;
    }
    s.axis_names.push_back({axis, family, levels});
    if (ends[i] == from + 1)
      s.families[static_cast<std::size_t>(family)].levels[static_cast<std::size_t>(from)].axis = axis;
  }
}

/// All counts are known: the levels are the steps between the cumulative counts.
constexpr void static_levels(lowering& s, int f, const sequence<grouped_member>& list) {
  sequence<std::int64_t> counts; // ascending, each once
  auto place_of = [&](std::int64_t n) {
    std::size_t at = 0;
    while (at < counts.size() && counts[at] < n)
      ++at;
    return at;
  };
  auto add_count = [&](std::int64_t n) {
    const std::size_t at = place_of(n);
    if (at == counts.size() || counts[at] != n) counts.insert(counts.begin() + at, n);
  };
  for (const grouped_member& m : list)
    for (std::size_t i = 1; i <= m.path.size(); ++i) {
      if (m.path[i - 1].count < 1) {
        write_grouped(s.why(), s.formula, *m.member);
        write_no_groups(s.why(), m.path[i - 1].count);
        s.why().about(m.path[i - 1].axis, "at least 1", m.path[i - 1].count);
        return;
      }
      add_count(groups_in(m.path, i));
    }
  for (std::size_t k = 1; k < counts.size(); ++k) {
    if (counts[k] % counts[k - 1] == 0) continue;
    auto with = [&](std::int64_t n) {
      for (const grouped_member& m : list)
        for (std::size_t i = 1; i <= m.path.size(); ++i)
          if (groups_in(m.path, i) == n) return m;
      return list[0];
    };
    return groupings_do_not_nest(s, with(counts[k - 1]), with(counts[k]));
  }
  family& x = s.families[static_cast<std::size_t>(f)];
  for (std::size_t k = 0; k < counts.size(); ++k)
    x.levels.push_back({{}, k == 0 ? counts[0] : counts[k] / counts[k - 1]});
  for (const grouped_member& m : list) {
    sequence<int> ends;
    for (std::size_t i = 1; i <= m.path.size(); ++i)
      ends.push_back(static_cast<int>(place_of(groups_in(m.path, i))) + 1);
    name_groups(s, f, m, ends);
  }
}

/// Some counts are known at run time only: the longest grouping is the chain, the others must be its beginnings.
constexpr void nested_levels(lowering& s, int f, const sequence<grouped_member>& list) {
  std::size_t longest = 0;
  for (std::size_t i = 1; i < list.size(); ++i)
    if (list[i].path.size() > list[longest].path.size()) longest = i;
  const grouped_member& chain = list[longest];
  for (const expr::grouping& g : chain.path)
    s.families[static_cast<std::size_t>(f)].levels.push_back({g.axis, g.count});
  for (const grouped_member& m : list) {
    sequence<int> ends;
    for (std::size_t i = 0; i < m.path.size(); ++i) {
      const bool same =
          m.path[i].axis == chain.path[i].axis && (m.path[i].axis.key || m.path[i].count == chain.path[i].count);
      if (!same) return groupings_do_not_nest(s, m, chain);
      ends.push_back(static_cast<int>(i) + 1);
    }
    name_groups(s, f, m, ends);
  }
}

constexpr void add_family(lowering& s, const axis_value& axis) {
  s.families.push_back({.axis = axis});
  s.axis_names.push_back({axis, s.family_count() - 1, 0});
}

/// Step 2 as a whole: `families` and `axis_names`.
constexpr void find_families(lowering& s) {
  const sequence<grouped_member> members = grouped_members(s);
  for (const grouped_member& m : members) {
    if (const axis_name* known = s.find(m.member->axis)) {
      if (s.families[static_cast<std::size_t>(known->family)].axis == known->axis) continue;
      s.why() << "axis " << known->axis.label
              << " names groups and is grouped itself; write one grouping inside the other: "
              << "Group<Group<C, G>, K>";
      return;
    }
    sequence<grouped_member> list;
    bool counts_known = true;
    for (const grouped_member& other : members)
      if (other.member->axis == m.member->axis)
        list.push_back(other), counts_known = counts_known && all_static(other.path);
    add_family(s, m.member->axis);
    const int f = s.family_count() - 1;
    if (counts_known)
      static_levels(s, f, list);
    else
      nested_levels(s, f, list);
    if (!s.fine()) return;
  }
  for (const axis_extent& x : s.dims)
    if (!s.find(x.axis)) add_family(s, x.axis);
  for (axis_name& n : s.axis_names) {
    family& f = s.families[static_cast<std::size_t>(n.family)];
    if (!(f.axis == n.axis)) continue;
    f.levels.push_back({f.axis, dynamic_extent});
    n.levels = s.all_levels(n.family);
  }
}

/// The levels of a family that a member of a set takes: of a grouped axis, those inside its groups.
constexpr level_mask levels_of(const lowering& s, const expr::set_member& m, const axis_name& name) {
  if (m.groupings == 0) return name.levels;
  const sequence<level>& levels = s.families[static_cast<std::size_t>(name.family)].levels;
  const sequence<expr::grouping> path = path_of(s, m);
  std::size_t outside = path.size();
  if (all_static(path)) {
    const std::int64_t groups = groups_in(path, path.size());
    std::int64_t n = 1;
    for (outside = 0; n != groups || outside == 0; ++outside)
      n *= levels[outside].count;
  }
  return static_cast<level_mask>(s.all_levels(name.family) & ~((1u << outside) - 1u));
}

} // namespace axnorm::graph
