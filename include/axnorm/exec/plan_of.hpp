// Questions about a formula that are answered by its types, for static_asserts: how it will be computed, what its
// statistics vary over. Used by people and tests. Must not know: addresses, extents.
#pragma once

#include <axnorm/axis/mistake.hpp>
#include <axnorm/axis/axis_list.hpp>
#include <axnorm/axis/axis_set.hpp>
#include <axnorm/exec/evaluate_source.hpp>
#include <axnorm/plan/facts.hpp>

#include <boost/mp11/algorithm.hpp>
#include <boost/mp11/list.hpp>

namespace axnorm {

namespace exec::detail {
template<class S>
using facts_of = plan::facts<plan::compiled<S>, S>;

template<class F, class... Axes>
struct statistics_of {
  using S = default_source<F, float, Axes...>;
  /// The axes that the results of the formula's reductions vary over, all together.
  static constexpr graph::axis_mask kept = [] {
    graph::axis_mask m = 0;
    for (const graph::node& n : S::lowered.nodes)
      if (graph::is_reduction(n.kind)) m |= n.axes;
    return m;
  }();
  template<class A>
  struct has {
    static constexpr bool value = [] {
      const graph::operand& x = S::lowered.operands[0];
      for (int c = x.first_chain; c < x.first_chain + x.chains; ++c) {
        const graph::axis_chain& chain = S::lowered.chains[static_cast<std::size_t>(c)];
        if (!(chain.axis == axis_value_of<A>())) continue;
        for (int k = 0; k < chain.count; ++k)
          if (!(kept >> S::lowered.chain_parts[static_cast<std::size_t>(chain.first + k)] & 1)) return false;
        return true;
      }
      return false;
    }();
  };
  using type =
      boost::mp11::mp_apply<make_axis_set, boost::mp11::mp_copy_if<boost::mp11::mp_list<axis_of_t<Axes>...>, has>>;
};

template<class F, class Element, class... Axes>
constexpr sentence words_of_plan() {
  if constexpr (AxisOrFixed<Element>) {
    sentence s;
    return s << "plan_of<...> takes a formula, an element type and axes, but axis "
             << axis_extent_of<Element>().axis.label
             << " was given where the type is meant; write plan_of<F, float, ...>";
  } else {
    return words_for<F, given_tensor<"", Element, Axes...>>;
  }
}
template<class F, class Element, class... Axes>
inline constexpr sentence plan_words = words_of_plan<F, Element, Axes...>();

/// As a deduced type: of a written one g++ would print the alias.
template<class F, class Element, class... Axes, class Wrong = spell<plan_words<F, Element, Axes...>>>
const Wrong& wrong_plan(axis_list<Axes...>);
/// In place of a set that there is none of: reported when something is asked of it.
template<class Wrong>
struct wrong_set {
  template<class X>
  Wrong operator==(const X&) const;
};
template<class F, class... Axes>
struct wrong_statistics {
  template<class Wrong = spell<plan_words<F, float, Axes...>>>
  static constexpr wrong_set<Wrong> set() {
    return {};
  }
};
} // namespace exec::detail

/// Facts of the plan of formula F (a type with a member `formula`) for one input of these axes, from outermost to
/// innermost: `plan_of<BN, float, N, C, H, W>.sweeps`, `.reads<"x">`, `.by_tiles`. See plan::facts.
template<class F, class Element, class... Axes>
inline constexpr exec::detail::facts_of<exec::default_source<F, Element, Axes...>> plan_of{};
/// Without the element type, or of axes that the formula cannot be computed for: a mistake, which whoever asks for a
/// fact reads.
template<class F, class Element, class... Axes>
requires(!exec::detail::plan_words<F, Element, Axes...>.empty())
inline const auto& plan_of<F, Element, Axes...> = exec::detail::wrong_plan<F, Element>(axis_list<Axes...>{});

/// The axes of the input that the statistics of formula F vary over, as a set:
/// `statistics_axes<BN, N, C, H, W> == axes_list<C>`.
template<class F, class... Axes>
inline constexpr typename exec::detail::statistics_of<F, Axes...>::type statistics_axes{};
template<class F, class... Axes>
requires(!exec::detail::plan_words<F, float, Axes...>.empty())
inline constexpr auto statistics_axes<F, Axes...> = exec::detail::wrong_statistics<F, Axes...>::set();

} // namespace axnorm
