// What an expression is, and how numbers, formulas in structs and mistakes become operands of one. Used by every header
// of the language; knows no operation.
#pragma once

#include <axnorm/axis/mistake.hpp>
#include <axnorm/axis/sentence.hpp>
#include <axnorm/axis/type_name.hpp>
#include <axnorm/expr/listing.hpp>

#include <iosfwd>
#include <string_view>
#include <type_traits>
#include <utility>

namespace axnorm::expr {

/// An expression: a structural aggregate with the member type `is_expression` and `int put(listing&) const`, which
/// writes its entries and returns the last one's index. A marker and not a base class, so that it stays an aggregate of
/// its parts.
template<class E>
concept expression = requires { typename E::is_expression; };

/// A struct that names a formula: `struct FRN { static constexpr auto formula = ...; };`. An operand like any
/// expression. (What each object has a copy of has no address that could be followed.)
template<class F>
concept names_formula = requires { *&F::formula; };

/// A struct whose member `formula` is no use, neither as a value nor as a type: what stands behind it is a mistake that
/// the compiler has reported at its own line, or the member is private. A name is found in spite of all that, and so
/// it is ambiguous with another one.
struct formula_member {
  int formula;
};
template<class F>
struct with_formula : F, formula_member {};
template<class F>
concept broken_formula = std::is_class_v<F> && !std::is_final_v<F> && !requires { F::formula; } &&
                         !requires { typename F::formula; } && !requires { &with_formula<F>::formula; };
/// What stands in for such a struct, and says nothing. It mentions the member: of a private one the compiler says so.
template<class F>
struct unsaid_formula {
  static void mention() { (void)F::formula; }
};

template<class T>
concept number = std::is_arithmetic_v<T>;

/// What an operator or function can take notice of; its other operands may also be numbers.
template<class T>
concept term_like = expression<T> || names_formula<T>;

/// A number of the formula.
struct constant {
  using is_expression = void;
  double value;
  template<class Listing>
  constexpr int put(Listing& l) const {
    return l.constant(value);
  }
};

/// The formula of a struct, kept as a name: types and messages stay short.
template<class F>
struct formula_in {
  using is_expression = void;
  template<class Listing>
  constexpr int put(Listing& l) const {
    return F::formula.put(l);
  }
};

/// A mistake inside a formula. It is carried to where the formula is used and reported there, once.
template<sentence (*Words)()>
struct poison {
  using is_expression = void;
  static constexpr sentence words = Words();
  template<class Listing>
  constexpr int put(Listing& l) const {
    return l.add({.kind = term::wrong, .why = &words});
  }
};

/// The same for a sentence that is at hand.
template<const sentence& Words>
struct mistaken {
  using is_expression = void;
  template<class Listing>
  constexpr int put(Listing& l) const {
    return l.add({.kind = term::wrong, .why = &Words});
  }
};

template<class E>
inline constexpr sentence printed_formula = [] {
  sentence s;
  return s << "formulas have no operator <<: formula_text<formula_of<f>>() of axnorm/expr/print.hpp is one as text";
}();
template<class Char, class Traits, expression E, class Wrong = spell<printed_formula<E>>>
Wrong operator<<(std::basic_ostream<Char, Traits>&, const E&);

/// The name of a type for a sentence: without its arguments if they hold quotes, which compilers escape.
template<class X>
constexpr std::string_view readable_name() {
  const std::string_view all = type_name<X>();
  return all.find('"') == std::string_view::npos ? all : all.substr(0, all.find('<'));
}

template<class X>
constexpr sentence not_an_operand() {
  sentence s;
  s << "an operand of a formula must be an expression or a number, but ";
  if constexpr (requires { &X::operator(); })
    s << "a lambda was given";
  else
    s << readable_name<X>() << " was given";
  return s;
}

/// A function that makes an expression of nothing. (In a concept: nobody else is asked what calling it gives.)
template<class X>
concept function_of_formulas = std::is_function_v<X> && requires { typename std::invoke_result_t<X&>::is_expression; };

/// Any operand as an expression.
template<class X>
constexpr auto lift(const X& x) {
  if constexpr (expression<X>)
    return x;
  else if constexpr (number<X>)
    return constant{static_cast<double>(x)};
  else if constexpr (names_formula<X>)
    return formula_in<X>{};
  else if constexpr (function_of_formulas<X>)
    return x(); // a parameter that lacks its (initial value), which says so
  else
    return poison<not_an_operand<X>>{};
}
template<class X>
using lifted = decltype(lift(std::declval<const X&>()));

/// What calling a formula says, as if it were a function or a layer. (A member of each kind of expression: they have no
/// base, see `expression`.)
inline constexpr sentence called_formula = [] {
  sentence s;
  return s << "a formula is not called: evaluate<f>(x) computes it, and a Layer of it has forward and parameters";
}();

/// An operation of one to three operands.
template<term Kind, class A>
struct unary {
  using is_expression = void;
  A a;
  template<class Listing>
  constexpr int put(Listing& l) const {
    return l.operation(Kind, a.put(l));
  }
  template<class... X, class Wrong = spell<called_formula>>
  Wrong operator()(X&&...) const;
};
template<term Kind, class A, class B>
struct binary {
  using is_expression = void;
  A a;
  B b;
  template<class Listing>
  constexpr int put(Listing& l) const {
    const int first = a.put(l);
    return l.operation(Kind, first, b.put(l));
  }
  template<class... X, class Wrong = spell<called_formula>>
  Wrong operator()(X&&...) const;
};
template<term Kind, class A, class B, class C>
struct ternary {
  using is_expression = void;
  A a;
  B b;
  C c;
  template<class Listing>
  constexpr int put(Listing& l) const {
    const int first = a.put(l);
    const int second = b.put(l);
    return l.operation(Kind, first, second, c.put(l));
  }
  template<class... X, class Wrong = spell<called_formula>>
  Wrong operator()(X&&...) const;
};

} // namespace axnorm::expr
