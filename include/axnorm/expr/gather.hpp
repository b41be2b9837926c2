// Elements of a variable that another input chooses: rows of a table by labels. Used in formulas. Knows nothing of the
// labels' values.
#pragma once

#include <axnorm/expr/variable.hpp>

#include <type_traits>

namespace axnorm {
namespace expr {

/// The elements of a variable along axis A that `label` names, for each position of `label`.
template<class A, class V, class Label>
struct gathered {
  using is_expression = void;
  V variable;
  Label label;
  template<class Listing>
  constexpr int put(Listing& l) const {
    const int whole = variable.put(l), by = label.put(l);
    for (const int part : {whole, by})
      if (l.entries[static_cast<std::size_t>(part)].kind == term::wrong) return part;
    entry e = l.entries[static_cast<std::size_t>(whole)];
    e.picked = true;
    e.axis = axis_value_of<A>();
    e.b = by;
    return l.add(e);
  }
};

template<class A, class V, class Label>
constexpr sentence wrong_gather() {
  sentence s;
  s << "gather<";
  if constexpr (Axis<A>)
    s << A::label;
  else
    s << type_name<A>();
  s << ">(variable, label) takes ";
  if constexpr (!Axis<A>)
    s << "an axis, such as gather<K>";
  else if constexpr (!requires { typename V::is_variable; })
    s << "an input or a parameter to gather from, but was given "
      << (expression<V> ? "another expression" : readable_name<V>());
  else
    s << "an input of integers as the label, but was given "
      << (expression<Label> ? "another expression" : readable_name<Label>());
  return s;
}

} // namespace expr

/// The elements of `variable` along axis A that `label` names: rows of a table. With a parameter {K, C} and an input
/// `label` {N} of integers, `gather<K>(parameter<"weight", K, C>(1), input<"label", N>)` is {N, C}: for each n the row
/// of label n. It has the axes of the label and those of the variable but A. Labels are std::int32_t, std::int64_t or
/// any other integers, from 0 to less than the extent of A: another one is a shape_error before anything is written.
/// The gradient adds up in the rows, in the order of the labels; a row that no label names has the gradient 0.
template<class A, class V, class Label>
requires(expr::expression<V> || expr::expression<Label>)
constexpr auto gather([[maybe_unused]] const V& variable, [[maybe_unused]] const Label& label) {
  if constexpr (Axis<A> && requires {
                  typename V::is_variable;
                  typename Label::is_input;
                })
    return expr::gathered<A, V, Label>{variable, label};
  else
    return expr::poison<expr::wrong_gather<A, V, Label>>{};
}

} // namespace axnorm
