// What a formula is, as text: its entries with their axes, what it declares, its state. For a debugger, for logs, and
// for who wants to see what was written. Used at run time. Knows no graph that is made of it, and no memory.
#pragma once

#include <axnorm/expr/expr.hpp>
#include <axnorm/expr/words.hpp>
#include <axnorm/graph/lower_state.hpp>

#include <array>
#include <charconv>
#include <cstddef>
#include <limits>
#include <string>
#include <string_view>

namespace axnorm {
namespace expr {

/// Writes a listing line by line.
class listing_text {
public:
  explicit listing_text(const listing_view& l) : l_(l) {}

  std::string text() const {
    std::string r;
    for (const term kind : {term::input, term::scalar, term::parameter, term::buffer})
      for (const entry& e : l_.entries)
        if (e.kind == kind && !e.picked) r += declaration(e) + "\n";
    for (const tracking& t : l_.tracked)
      r += "tracked " + std::string(l_.name(t)) + " " + axes(l_.declared(t)) + ", initially " + number(t.initial) +
           ", mixed with " + reference(t.observed) + " by weight " + number(t.weight(1)) +
           (t.weight(1) == t.weight(2) ? "" : ", then " + number(t.weight(2)) + ", ...") + "\n";
    for (int i = 0; i < l_.size(); ++i)
      if (is_line(l_[i])) r += "%" + std::to_string(i) + " = " + operation(l_[i]) + "\n";
    for (const int root : l_.roots)
      r += "result " + reference(root) + "\n";
    return r;
  }

private:
  const listing_view& l_;

  static bool is_line(const entry& e) { return e.kind == term::wrong || e.kind == term::let || e.kind > term::let; }
  static std::string number(double x) {
    std::array<char, 32> text{};
    return {text.data(), std::to_chars(text.data(), text.data() + text.size(), x).ptr};
  }
  static std::string axes(sequence_view<const axis_extent> dims) {
    std::string r = "{";
    for (const axis_extent& d : dims) {
      r += (r.size() > 1 ? ", " : "") + std::string(d.axis.label);
      if (d.extent != dynamic_extent) r += "=" + std::to_string(d.extent);
    }
    return r + "}";
  }
  std::string declaration(const entry& e) const {
    std::string r = std::string(word_of(e.kind)) + " " + std::string(l_.name(e));
    if (e.has_axes && e.kind != term::scalar) r += " " + axes(l_.declared(e));
    if (e.has_initial) r += ", initially " + number(e.value);
    if (e.low > -std::numeric_limits<double>::infinity() || e.high < std::numeric_limits<double>::infinity())
      r += ", within " + number(e.low) + " and " + number(e.high);
    if (e.generate != nullptr) r += ", initially by element, first " + number(e.generate(0));
    if (e.by_extents != nullptr) r += ", initially by the extents of " + axes(l_.sized_by(e));
    return r;
  }
  /// Leaves by their name, everything else by its number: `%7`.
  std::string reference(int i) const {
    const entry& e = l_[i];
    if (e.kind == term::constant) return number(e.value);
    if (!is_variable(e.kind)) return "%" + std::to_string(i);
    std::string name(l_.name(e));
    if (!e.picked) return name;
    const std::string where = e.b < 0 ? std::to_string(e.index) : std::string(l_.name(l_[e.b]));
    return name + "[" + std::string(e.axis.label) + "=" + where + "]";
  }
  std::string operation(const entry& e) const {
    if (e.kind == term::wrong) return "mistake: " + std::string(e.why->view());
    if (e.kind == term::let) return reference(e.a) + " as " + std::string(l_.name(e));
    const std::string name(word_of(e.kind));
    if (e.kind == term::negate || e.kind == term::logical_not) return name + reference(e.a);
    if (is_infix(e.kind)) return reference(e.a) + " " + name + " " + reference(e.b);
    std::string r = name;
    if (is_reduction(e.kind)) {
      sentence set;
      graph::write_set(set, l_, e);
      r += "<" + std::string(set.view()) + (e.unbiased ? ", unbiased>" : ">");
    } else if (e.kind == term::position) {
      return r + "<" + std::string(l_.set(e)[0].axis.label) + ">";
    } else if (e.kind == term::window_sum) {
      r += "<" + std::string(l_.set(e)[0].axis.label) + ">";
    } else if (e.kind == term::cast) {
      constexpr std::array types{"", "float16", "bfloat16", "float", "double", "bool"};
      r += std::string("<") + types[static_cast<std::size_t>(e.to)] + ">";
    }
    r += "(";
    for (const int operand : {e.a, e.b, e.c})
      if (operand >= 0) r += (r.back() == '(' ? "" : ", ") + reference(operand);
    return r + (e.kind == term::window_sum ? ", " + window_words(e.index) + ")" : ")");
  }
};

template<class E>
std::string text_of(const E& formula, bool evaluating) {
  listing l;
  l.evaluating = evaluating;
  if constexpr (requires { formula.put_all(l); })
    formula.put_all(l);
  else
    l.roots.push_back(formula.put(l));
  std::string r = listing_text(listing_view(l)).text();
  if (l.has_modes && !evaluating) r += "in evaluation:\n" + text_of(formula, true);
  return r;
}

} // namespace expr

/// What a formula is, a line for each thing: what it takes and declares, what it tracks, each of its operations once,
/// and its results:
///
///     input x
///     parameter weight {C}, initially 1
///     %1 = mean<Over<L>>(x)
///     %2 = x - %1
///     %4 = %2 * weight
///     result %4
///
/// Where training and evaluation differ, first as it is in training.
template<class E>
requires(expr::whole_formula<E> || expr::names_formula<E>)
[[gnu::used, gnu::noinline]] std::string describe(const E& formula) {
  if constexpr (expr::names_formula<E>)
    return describe(E::formula);
  else
    return expr::text_of(formula, false);
}
/// The same of a struct that names a formula: `describe<Formula>()`.
template<class F>
requires expr::names_formula<F>
[[gnu::used, gnu::noinline]] std::string describe() {
  return describe(F{});
}

} // namespace axnorm
