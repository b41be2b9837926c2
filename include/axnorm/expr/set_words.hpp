// What is said of a reduction without a set, or with axes or several sets where one is meant. Used by reductions. Must
// not know what they compute.
#pragma once

#include <axnorm/axis/axis.hpp>
#include <axnorm/axis/fixed_string.hpp>
#include <axnorm/axis/group.hpp>
#include <axnorm/axis/sentence.hpp>
#include <axnorm/expr/expression.hpp>

#include <type_traits>

namespace axnorm::expr {

template<fixed_string Name>
constexpr sentence no_set() {
  sentence s;
  return s << Name.view() << " needs the axes it runs over: " << Name.view() << "<Over<...>>(x)";
}

/// Of a number where weights stand: weights that are all the same change nothing. In other libraries it is what is
/// taken from n.
template<bool IsVariance>
constexpr sentence number_for_a_weight() {
  const char* const name = IsVariance ? "var" : "std_dev";
  sentence s;
  return s << name << " takes a mask or weights behind x, but a number was given; " << name
           << "<Over<...>, unbiased>(x) divides by n - 1";
}

/// An axis, or a set of some.
template<class X>
inline constexpr bool is_set_part = Axis<X>;
template<class... X>
inline constexpr bool is_set_part<Over<X...>> = true;
template<class X>
concept SetPart = is_set_part<X>;

/// Axes and sets of them, written as the members of one set; `...` stands for what is no axis by itself.
struct members_words {
  sentence& s;
  bool first = true;

  template<class X>
  constexpr void write(std::type_identity<X>) {
    s << (first ? "" : ", ");
    first = false;
    if constexpr (Axis<X>)
      s << X::label;
    else
      s << "...";
  }
  template<class... X>
  constexpr void write(std::type_identity<Over<X...>>) {
    (write(std::type_identity<X>{}), ...);
  }
};

/// Of axes, or several sets, where one set of them is meant.
template<fixed_string Name, SetPart... A>
constexpr sentence axes_for_a_set() {
  sentence s;
  s << Name.view() << " takes its axes as one set: " << Name.view() << "<Over<";
  members_words members{s};
  (members.write(std::type_identity<A>{}), ...);
  return s << ">>(x)";
}
template<fixed_string Name, SetPart... A>
using without_over = poison<axes_for_a_set<Name, A...>>;

} // namespace axnorm::expr
