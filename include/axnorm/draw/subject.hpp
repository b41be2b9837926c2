// What a picture shows of a formula: which sets of elements its reductions run over, which of them it blends, what it
// declares. Read from the formula's listing and what lowering found out of it, at run time. Knows no norm and nothing
// of how pictures look.
#pragma once

#include <axnorm/axis/shape_error.hpp>
#include <axnorm/expr/words.hpp>
#include <axnorm/graph/lower.hpp>
#include <axnorm/graph/part_words.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace axnorm::drawing {

/// An axis that no operand has, so that nobody has said its extent, is shown with so many positions.
inline constexpr std::int64_t unknown_extent = 3;

/// One set of axes that the formula reduces over, with all that it takes over that set.
struct reduced_set {
  graph::axis_mask over = 0, kept = 0;
  std::vector<expr::term> takes; ///< mean, variance; in the order of the list of terms
  std::string of;                ///< the inputs that are reduced: "x", "squares of x"; empty of statistics
  int window = 0;                ///< which one (see axis/window.hpp); 0 of a reduction
};

/// What a reduction takes, for people.
constexpr std::string_view word_of_reduction(expr::term t) {
  switch (t) {
  case expr::term::total:
  case expr::term::window_sum:
    return "sum";
  case expr::term::variance:
    return "variance";
  case expr::term::deviation:
    return "deviation";
  case expr::term::largest:
    return "largest value";
  case expr::term::smallest:
    return "smallest value";
  case expr::term::sum_of_squares:
    return "sum of squares";
  case expr::term::norm2:
    return "length";
  default:
    return expr::word_of(t);
  }
}

/// Parameters on the same axes.
struct declared {
  std::vector<std::string> names;
  std::vector<axis_extent> axes;
};

struct subject {
  graph::lowered graph;
  std::vector<axis_extent> order; ///< the axes of the largest input, outermost first
  graph::axis_mask main = 0;      ///< its parts
  std::string main_name;
  std::vector<reduced_set> sets;
  std::vector<bool> blended_with_next;   ///< by set: a sum blends it with the one that follows
  std::vector<std::string> blended_with; ///< the parameters that take part in blending
  std::vector<declared> parameters;

  /// A set of parts; those of another input's own axes are called as the axes are.
  std::string words(graph::axis_mask parts) const {
    std::string r = graph::parts_words(graph.g, parts, {order.data(), order.size()});
    std::erase(r, '\'');
    return r;
  }
};

/// Adds what is new of a list to another.
inline void add_unique(std::vector<std::string>& to, const std::string& word) {
  if (std::find(to.begin(), to.end(), word) == to.end()) to.push_back(word);
}
inline std::string joined(const std::vector<std::string>& words, const char* between = ", ") {
  std::string r;
  for (const std::string& w : words)
    r += (r.empty() ? "" : between) + w;
  return r;
}

/// "mean, variance"
inline std::string words_of(const reduced_set& set, const char* between = ", ") {
  std::vector<std::string> words;
  for (const expr::term t : set.takes)
    words.emplace_back(word_of_reduction(t));
  return joined(words, between);
}

/// Reads a lowered formula.
class subject_reader {
public:
  subject_reader(graph::lowering& s, subject& to) : s_(s), to_(to), set_of_(entries(), -1), below_(entries()) {}

  void read() {
    find_main();
    find_sets();
    find_blends();
    find_parameters();
  }

private:
  std::size_t entries() const { return static_cast<std::size_t>(s_.formula.size()); }
  const expr::entry& at(int i) const { return s_.formula[i]; }
  bool used(int i) const { return s_.used[static_cast<std::size_t>(i)] != 0; }
  static bool reduces(const expr::entry& e) { return expr::is_reduction(e.kind) || e.kind == expr::term::window_sum; }

  void find_main() {
    std::size_t most = 0;
    for (const graph::instance& i : s_.instances) {
      if (at(i.entry).kind != expr::term::input || static_cast<std::size_t>(i.count) <= most) continue;
      most = static_cast<std::size_t>(i.count);
      to_.order.assign(s_.dims_of(i).begin(), s_.dims_of(i).end());
      to_.main = graph::axes_of(s_, i.entry);
      to_.main_name = std::string(s_.name_of(i));
    }
  }

  graph::axis_mask over(int entry) {
    graph::axis_mask m = 0;
    for (int f = 0; f < s_.family_count(); ++f)
      if (s_.has(at(entry).a, f).copy >= 0 || s_.has(entry, f).copy >= 0)
        m |= graph::mask_of(s_, entry, f, s_.reduces(entry, f));
    return m;
  }

  /// The inputs that entry i is made of where no reduction lies between.
  void inputs_below(int i, std::vector<std::string>& names) const {
    const expr::entry& e = at(i);
    if (e.kind == expr::term::input) add_unique(names, std::string(s_.formula.name(e)));
    if (expr::is_reduction(e.kind)) return;
    for (const int k : {e.a, e.b, e.c})
      if (k >= 0) inputs_below(k, names);
  }

  /// Whether any input is below entry i: a count of positions is not drawn.
  bool is_of_data(int i) const {
    const expr::entry& e = at(i);
    if (e.kind == expr::term::input) return true;
    for (const int k : {e.a, e.b, e.c})
      if (k >= 0 && is_of_data(k)) return true;
    return false;
  }
  std::string reduced_words(int i) const {
    std::vector<std::string> inputs;
    inputs_below(i, inputs);
    const expr::term kind = at(i).kind;
    const char* const what = inputs.empty()                    ? ""
                             : kind == expr::term::square      ? "squares of "
                             : kind == expr::term::absolute    ? "absolute values of "
                             : kind == expr::term::exponential ? "exponentials of "
                                                               : "";
    return what + joined(inputs, " and ");
  }

  void find_sets() {
    for (int i = 0; i < s_.formula.size(); ++i) {
      const expr::entry& e = at(i);
      if (!used(i) || !reduces(e) || !is_of_data(e.a)) continue;
      reduced_set set{.over = over(i), .kept = graph::axes_of(s_, i), .takes = {}, .of = reduced_words(e.a)};
      if (set.over == 0) continue;
      if (e.kind == expr::term::window_sum) set.window = e.index;
      std::size_t k = 0;
      while (k < to_.sets.size() && !(to_.sets[k].over == set.over && to_.sets[k].kept == set.kept &&
                                      to_.sets[k].of == set.of && to_.sets[k].window == set.window))
        ++k;
      if (k == to_.sets.size()) to_.sets.push_back(set);
      auto& takes = to_.sets[k].takes;
      const auto place = std::lower_bound(takes.begin(), takes.end(), e.kind);
      if (place == takes.end() || *place != e.kind) takes.insert(place, e.kind);
      set_of_[static_cast<std::size_t>(i)] = static_cast<int>(k);
    }
    to_.blended_with_next.assign(to_.sets.size(), false);
  }

  /// A sum of two values of which each is made of statistics that the other is not made of.
  void find_blends() {
    for (int i = 0; i < s_.formula.size(); ++i) {
      if (!used(i)) continue;
      std::vector<bool> sets(to_.sets.size(), false);
      const expr::entry& e = at(i);
      for (const int k : {e.a, e.b, e.c})
        if (k >= 0) merge(sets, below_[static_cast<std::size_t>(k)]);
      if (const int own = set_of_[static_cast<std::size_t>(i)]; own >= 0) sets[static_cast<std::size_t>(own)] = true;
      below_[static_cast<std::size_t>(i)] = sets;
      if ((e.kind == expr::term::add || e.kind == expr::term::subtract) && used(e.a) && used(e.b)) blend(e);
    }
  }
  static void merge(std::vector<bool>& to, const std::vector<bool>& from) {
    for (std::size_t k = 0; k < from.size(); ++k)
      if (from[k]) to[k] = true;
  }
  void blend(const expr::entry& e) {
    const std::vector<bool>&a = below_[static_cast<std::size_t>(e.a)], &b = below_[static_cast<std::size_t>(e.b)];
    bool only_a = false, only_b = false;
    for (std::size_t k = 0; k < a.size(); ++k) {
      only_a = only_a || (a[k] && !b[k]);
      only_b = only_b || (b[k] && !a[k]);
    }
    if (!only_a || !only_b) return;
    for (std::size_t k = 0; k + 1 < a.size(); ++k)
      if ((a[k] || b[k]) && (a[k + 1] || b[k + 1])) to_.blended_with_next[k] = true;
    parameters_below(e.a);
    parameters_below(e.b);
  }
  void parameters_below(int i) {
    const expr::entry& e = at(i);
    if (e.kind == expr::term::parameter) add_unique(to_.blended_with, std::string(s_.formula.name(e)));
    if (reduces(e)) return;
    for (const int k : {e.a, e.b, e.c})
      if (k >= 0) parameters_below(k);
  }

  void find_parameters() {
    for (const expr::entry& e : s_.formula.entries) {
      if (e.kind != expr::term::parameter) continue;
      const auto axes = s_.formula.declared(e);
      const auto same = [&](const declared& d) { return graph::same_axes({d.axes.data(), d.axes.size()}, axes); };
      auto found = std::find_if(to_.parameters.begin(), to_.parameters.end(), same);
      if (found == to_.parameters.end()) found = to_.parameters.insert(found, declared{{}, {axes.begin(), axes.end()}});
      add_unique(found->names, std::string(s_.formula.name(e)));
    }
  }

  graph::lowering& s_;
  subject& to_;
  std::vector<int> set_of_;              ///< by entry: the set of a reduction, or -1
  std::vector<std::vector<bool>> below_; ///< by entry: the sets that it is made of
};

/// The subject of a formula on operands whose axes and extents are all known; throws shape_error if they do not fit.
inline subject subject_of(const expr::listing_view& formula, const graph::bindings& given) {
  subject r;
  graph::lowering s{.formula = formula, .given = given, .result = r.graph};
  graph::lower_in(s);
  throw_if(r.graph.why);
  subject_reader(s, r).read();
  return r;
}

} // namespace axnorm::drawing
