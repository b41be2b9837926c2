// A gradient of the user's own: a value whose derivative is not derived but said, as a formula of what arrives at it.
// Used in formulas. Knows no rule of differentiation.
#pragma once

#include <axnorm/expr/expression.hpp>

#include <cstddef>
#include <type_traits>
#include <utility>

namespace axnorm {
namespace expr {

constexpr sentence gradient_outside_rule() {
  sentence s;
  return s << "what a rule of with_gradient is called with is the gradient of its value, and has no meaning outside";
}
/// What a rule is called with: the gradient that arrives at the value.
struct arriving_gradient {
  using is_expression = void;
  template<class Listing>
  constexpr int put(Listing& l) const {
    return l.arriving < 0 ? poison<gradient_outside_rule>{}.put(l) : l.arriving;
  }
};

/// Operands, each with what it receives: a list, so that it stays an aggregate of its parts.
template<class... Passed>
struct passing_list {
  static constexpr int count = 0;
  template<class Listing>
  constexpr int put(Listing&) const {
    return -1;
  }
};
template<class Operand, class Received, class... Rest>
struct passing_list<Operand, Received, Rest...> {
  static constexpr int count = 1 + passing_list<Rest...>::count;
  Operand operand;
  Received received;
  passing_list<Rest...> rest;
  template<class Listing>
  constexpr int put(Listing& l) const {
    const int to = operand.put(l);
    const int what = received.put(l);
    return l.operation(term::passing, to, what, rest.put(l));
  }
};

template<class E, class List>
struct value_with_gradient {
  using is_expression = void;
  E e;
  List list;
  template<class Listing>
  constexpr int put(Listing& l) const {
    const int value = e.put(l);
    const int before = l.arriving;
    l.arriving = l.add({.kind = term::arriving, .a = value, .index = List::count, .name = l.intern_scoped("")});
    const int passed = list.put(l);
    return l.operation(term::with_gradient, value, std::exchange(l.arriving, before), passed);
  }
  template<class... X, class Wrong = spell<called_formula>>
  Wrong operator()(X&&...) const;
};

template<class Rule>
concept gradient_rule = requires(const Rule& rule) { rule(arriving_gradient{}); };

/// What is wrong with a rule.
template<class X>
constexpr sentence wrong_rule() {
  sentence s;
  if constexpr (!gradient_rule<X>) {
    s << "with_gradient(value, x, rule) takes as a rule what calculates the gradient of x from that of the value, "
         "[](auto g) { return ...; }, but "
      << readable_name<X>() << " was given";
  } else {
    using returned = std::remove_cvref_t<std::invoke_result_t<const X&, arriving_gradient>>;
    if constexpr (!term_like<returned> && !number<returned>)
      s << "a rule of with_gradient returns an expression, but returns " << readable_name<returned>();
  }
  return s;
}
/// Of what a gradient is to pass to.
template<class X>
constexpr sentence wrong_receiver() {
  sentence s;
  if (term_like<X>) return s;
  s << "with_gradient(value, x, rule) passes a gradient to the expression x, but ";
  if constexpr (gradient_rule<X>)
    s << "a rule was given in its place";
  else
    s << readable_name<X>() << " was given";
  return s;
}
template<class... X>
constexpr sentence wrong_gradient() {
  sentence s;
  std::size_t place = 0;
  ((s = !s.empty() ? s : place++ % 2 == 0 ? wrong_receiver<X>() : wrong_rule<X>()), ...);
  if (s.empty() && (sizeof...(X) == 0 || sizeof...(X) % 2 == 1))
    s << "with_gradient takes a value, and then each expression that a gradient passes to with its rule: "
         "with_gradient(value, x, [](auto g) { return g; })";
  return s;
}

constexpr passing_list<> passed_on() { return {}; }
template<class X, class Rule, class... Rest>
constexpr auto passed_on(const X& x, const Rule& rule, const Rest&... rest) {
  const auto received = lift(rule(arriving_gradient{}));
  const auto others = passed_on(rest...);
  return [&]<class... R>(const passing_list<R...>&) {
    return passing_list<lifted<X>, std::remove_cvref_t<decltype(received)>, R...>{lift(x), received, others};
  }(others);
}

} // namespace expr

/// `value` with a gradient of its own: what arrives at it passes to `x`, through the rule, and to nothing else.
///   with_gradient(value, x, [](auto g) { return ...; })
///   with_gradient(value, x, [](auto g) { return ...; }, w, [](auto g) { return ...; })
/// A rule is called once, with an expression g that stands for the gradient of the value and has its axes; it returns
/// what x receives, a formula of anything. Axes of that which x lacks are summed over; over those that it lacks itself
/// it is the same everywhere. As with a function of which autograd is told the backward (PyTorch's autograd.Function,
/// JAX's custom_vjp), nobody checks that the rule is a derivative. A value that is tracked inside a rule,
///   tracked<"sum", C>(...)
/// is mixed into its buffer when a layer's backward has run.
template<expr::term_like E, class... X>
constexpr auto with_gradient(const E& value, const X&... x) {
  if constexpr (!expr::wrong_gradient<X...>().empty()) {
    return expr::poison<expr::wrong_gradient<X...>>{};
  } else {
    const auto list = expr::passed_on(x...);
    return expr::value_with_gradient<expr::lifted<E>, std::remove_cvref_t<decltype(list)>>{expr::lift(value), list};
  }
}

} // namespace axnorm
