// A formula for people: a listing as text, one line for the result and one for each value that is used several times.
// Used at run time by who wants to see what was written. Knows what each entry is called, not what it means.
#pragma once

#include <axnorm/expr/compose.hpp>
#include <axnorm/expr/frozen.hpp>
#include <axnorm/expr/listing.hpp>
#include <axnorm/expr/words.hpp>

#include <cstddef>
#include <cstdio>
#include <string>
#include <vector>

namespace axnorm {
namespace expr {

class printer {
public:
  explicit printer(const listing_view& l) : l_(l), uses_(l.entries.size(), 0), names_(l.entries.size()) {
    for (const entry& e : l.entries)
      for (const int k : {e.a, e.b, e.c})
        if (k >= 0) ++uses_[static_cast<std::size_t>(k)];
    for (const int k : l.roots)
      ++uses_[static_cast<std::size_t>(k)];
    for (const tracking& t : l.tracked)
      ++uses_[static_cast<std::size_t>(t.observed)];
    int letters = 0;
    for (int i = 0; i < l.size(); ++i)
      if (is_shared(i)) names_[static_cast<std::size_t>(i)] = name_for(i, letters);
  }

  /// A line for each shared value, each result, and each value that layers keep.
  std::string text() const {
    std::string r;
    for (int i = 0; i < l_.size(); ++i)
      if (!name_of(i).empty()) r += name_of(i) + " = " + written(inside(i)) + "\n";
    for (std::size_t k = 0; k < l_.roots.size(); ++k)
      r += "result" + (l_.roots.size() > 1 ? " " + std::to_string(k + 1) : "") + " = " + value(l_.roots[k], 0) + "\n";
    for (const tracking& t : l_.tracked)
      r += kept(t);
    return r;
  }

  /// {N, H, W}
  static std::string axes(sequence_view<const axis_extent> all) {
    std::string r = "{";
    for (const axis_extent& d : all)
      r += (r.size() > 1 ? ", " : "") + std::string(d.axis.label);
    return r + "}";
  }

private:
  const entry& at(int i) const { return l_[i]; }
  const std::string& name_of(int i) const { return names_[static_cast<std::size_t>(i)]; }
  static bool is_leaf(const entry& e) {
    return is_variable(e.kind) || e.kind == term::constant || e.kind == term::wrong || e.kind == term::arriving;
  }
  int inside(int i) const { return at(i).kind == term::let ? at(i).a : i; }
  bool is_shared(int i) const {
    const entry& e = at(i);
    return e.kind == term::let || (!is_leaf(e) && uses_[static_cast<std::size_t>(i)] > 1);
  }
  std::string name_for(int i, int& letters) const {
    if (at(i).kind == term::let) return std::string(l_.name(at(i)));
    // What only a name stands for is called by that name.
    for (const entry& e : l_.entries)
      if (e.kind == term::let && e.a == i) return "";
    return std::string(1, static_cast<char>('a' + letters++ % 26));
  }

  static std::string number(double v) {
    char buffer[32];
    std::snprintf(buffer, sizeof buffer, "%.9g", v);
    return buffer;
  }
  std::string set(const entry& e) const {
    std::string r = e.everything_but ? "all but {" : "{";
    bool first = true;
    for (const set_member& m : l_.set(e))
      if (!e.everything_but || m.left_out) {
        r += (first ? "" : ", ") + member(m);
        first = false;
      }
    r += "}";
    for (const set_member& m : l_.set(e))
      if (e.everything_but && !m.left_out) r += " and " + member(m);
    return r;
  }
  std::string member(const set_member& m) const {
    std::string r(m.axis.label);
    for (const grouping& g : l_.path(m))
      r += " in " + (g.count >= 0 ? std::to_string(g.count) + " groups" : "groups " + std::string(g.axis.label));
    return r;
  }
  std::string variable(const entry& e) const {
    std::string r(l_.name(e));
    if (e.picked)
      r += "[" + std::string(e.axis.label) + " = " +
           (e.b < 0 ? std::to_string(e.index) : std::string(l_.name(at(e.b)))) + "]";
    return r;
  }

  /// Operand i where operators of a lower precedence than `least` need parentheses: 1 for +, 2 for *, 3 for a sign.
  std::string value(int i, int least) const {
    if (!name_of(i).empty()) return name_of(i);
    const int own = precedence(at(i));
    return own < least ? "(" + written(i) + ")" : written(i);
  }
  static int precedence(const entry& e) {
    switch (e.kind) {
    case term::logical_and:
    case term::logical_or:
    case term::less:
    case term::less_equal:
    case term::equal:
    case term::not_equal:
      return 0;
    case term::add:
    case term::subtract:
      return 1;
    case term::multiply:
    case term::divide:
      return 2;
    case term::negate:
      return 3;
    case term::constant:
      return e.value < 0 ? 3 : 4;
    default:
      return 4;
    }
  }
  std::string binary(const entry& e) const {
    const int own = precedence(e);
    const bool ordered = e.kind == term::subtract || e.kind == term::divide || own == 0;
    return value(e.a, own == 0 ? 1 : own) + " " + std::string(word_of(e.kind)) + " " +
           value(e.b, ordered ? own + 1 : own);
  }
  std::string written(int i) const {
    const entry& e = at(i);
    if (is_variable(e.kind)) return variable(e);
    if (e.kind == term::position) return "position along " + set(e);
    if (e.kind == term::constant) return number(e.value);
    if (e.kind == term::let) return value(e.a, 0);
    if (e.kind == term::arriving) return "gradient of " + value(e.a, 4);
    if (e.kind == term::with_gradient) return with_gradient(e);
    if (e.kind == term::negate || e.kind == term::logical_not) return std::string(word_of(e.kind)) + value(e.a, 3);
    return is_infix(e.kind) ? binary(e) : function(e);
  }
  /// with_gradient(a, x: 2 * gradient of a)
  std::string with_gradient(const entry& e) const {
    std::string r = std::string(word_of(e.kind)) + "(" + value(e.a, 0);
    for (int p = e.c; p >= 0; p = at(p).c)
      r += ", " + value(at(p).a, 0) + ": " + value(at(p).b, 0);
    return r + ")";
  }
  std::string function(const entry& e) const {
    std::string r(word_of(e.kind));
    if (is_reduction(e.kind) || e.kind == term::window_sum) {
      if (e.unbiased) r += " (n - 1)";
      r += " over " + set(e);
      if (e.kind == term::window_sum) r += " of " + window_words(e.index);
      r += " of ";
      if (e.b < 0 && value(e.a, 4) == value(e.a, 0)) return r + value(e.a, 0);
    }
    r += "(" + value(e.a, 0);
    for (const int k : {e.b, e.c})
      if (k >= 0) r += (is_reduction(e.kind) ? " weighted by " : ", ") + value(k, 0);
    return r + ")";
  }
  /// `running_mean {C}, at first 0: 0.9 of it + 0.1 of mean over ...`
  std::string kept(const tracking& t) const {
    std::string r = std::string(l_.name(t)) + " " + axes(part_of(l_.axes, t.axes)) + ", at first " + number(t.initial) +
                    ", becomes ";
    const double weight = t.weight(1);
    if (weight != t.weight(2))
      r += "an average with ";
    else if (weight < 1)
      r += number(1 - weight) + " of itself + " + number(weight) + " of ";
    return r + value(t.observed, 0) + "\n";
  }

  listing_view l_;
  std::vector<int> uses_;
  std::vector<std::string> names_;
};

} // namespace expr

/// Formula F (a type with a member `formula`) as text, as it trains; in evaluation its tracked values are read from
/// their buffers.
template<class F>
std::string formula_text() {
  return expr::printer(expr::listing_view(expr::listing_of<F>)).text();
}

} // namespace axnorm
