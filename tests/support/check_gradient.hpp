// The gradients of formulas of the list, in the form that check_formula runs: what arrives at the results are operands,
// gradients the results. Compared with the reference evaluator on the graph as differentiate makes it. Knows no
// formula.
#pragma once

#include "support/check_everywhere.hpp"
#include <axnorm/exec/gradient.hpp>

#include <boost/mp11/algorithm.hpp>
#include <boost/mp11/list.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace axnorm::check {

/// What arrives at result number K, which is described by R: standard normal.
template<std::size_t K, class R>
struct upstream_operand {
  struct upstream_name {
    static constexpr std::string_view view() { return graph::upstream_name(K); }
  };
  static constexpr upstream_name name{};
  struct kind {
    template<class E>
    using element = typename R::kind::template element<E>;
    template<class E>
    static std::vector<double> numbers(data, std::int64_t count, unsigned seed, std::int64_t) {
      return numbers_of<E>(data::normal, count, seed);
    }
  };
  using axes = typename R::axes;
  static constexpr bool in_order = R::in_order;
  template<class V>
  static auto argument(V view) {
    return upstream(V(view)); // a temporary moves in
  }
};
template<std::size_t K, class R>
struct is_operand<upstream_operand<K, R>> : std::true_type {};

/// A result with the axes and the element of operand O.
template<class O>
struct gradient_result {
  using kind = typename O::kind;
  using axes = typename O::axes;
  static constexpr bool in_order = O::in_order;
};

namespace detail {
template<class Given, fixed_string Name>
struct operand_named {
  template<class G>
  struct is : std::false_type {};
  template<class G>
  requires requires { G::name; }
  struct is<G> : std::bool_constant<G::name.view() == Name.view()> {};
  using type = boost::mp11::mp_front<boost::mp11::mp_copy_if<Given, is>>;
};
template<class Results, class Index>
struct upstreams_of;
template<class... R, std::size_t... K>
struct upstreams_of<boost::mp11::mp_list<R...>, std::index_sequence<K...>> {
  using type = boost::mp11::mp_list<upstream_operand<K, R>...>;
};
} // namespace detail

/// The gradients of formula F by the variables `Wrt`.
template<class F, fixed_string... Wrt>
struct gradients : F {
  using upstreams =
      typename detail::upstreams_of<typename F::results,
                                    std::make_index_sequence<boost::mp11::mp_size<typename F::results>::value>>::type;
  using given = boost::mp11::mp_append<typename F::given, upstreams>;
  using results =
      boost::mp11::mp_list<gradient_result<typename detail::operand_named<typename F::given, Wrt>::type>...>;
  static constexpr bool takes_specials = false, takes_huge = false;
  /// Of the scale of a gradient, for standard normal data in float: 2e-6 element by element; sums over at least 35
  /// elements, which is all that parameters have, the root of that times as much. Where gradients cancel to nearly
  /// nothing, as those of slices of one element, the scale is that of what cancels: 1/sqrt(eps) at most.
  static constexpr bound within(const settings& s, bool wide, std::size_t k) {
    const data kind = s.numbers;
    constexpr std::array<bool, sizeof...(Wrt)> small{
        (boost::mp11::mp_size<typename detail::operand_named<typename F::given, Wrt>::type::axes>::value < 3)...};
    bound b = F::bounds(small[k] ? 1e-5 : 2e-6, kind, wide);
    if (kind == data::outlying && !wide) b.relative = 1e-5;
    const bool cancels = s.extents[0] == 1 || s.extents[1] == 1 || s.extents[3] == 1;
    b.absolute = (wide ? 1e-14 : 2e-6) * (cancels ? 50 : 1);
    // In double a mean of equal numbers is an ulp off, which 1/sqrt(eps) enlarges.
    if (wide && kind == data::constant) b.absolute = 1e-11;
    // What rounds x on the way rounds what depends on it.
    b.relative = std::max(b.relative, F::within(kind, wide).relative);
    if constexpr (requires { F::gradient_slack; })
      if (kind != data::normal || cancels) {
        if (kind != data::normal) b.relative *= F::gradient_slack.relative;
        b.absolute *= F::gradient_slack.absolute;
      }
    if constexpr (requires { F::cancelling; }) b.absolute *= F::cancelling;
    return b;
  }
  /// Not what is far from 0 if x is rounded on the way: kinks lie elsewhere then.
  static constexpr bool takes(data kind) {
    if constexpr (requires { F::rounds_x; }) return kind != data::far && kind != data::outlying;
    return true;
  }
  static bool nothing_arrives(const settings& s) {
    if (boost::mp11::mp_size<upstreams>::value > 1) return false;
    using only = boost::mp11::mp_front<upstreams>;
    const auto extents = extents_of<only, axes::N, axes::C, axes::H, axes::W>(s.extents, F::channels_divisible_by);
    return std::find(extents.begin(), extents.end(), 0) != extents.end();
  }
  /// Where something arrives at one result and another is empty, statistics of nothing are NaN, and so may be
  /// gradients.
  static constexpr bool takes_empty = boost::mp11::mp_size<upstreams>::value == 1;
};

template<class F, fixed_string... Wrt>
struct calling<gradients<F, Wrt...>> {
  template<class... X>
  static void run(X... x) {
    gradient<gradients<F, Wrt...>{}, Wrt...>(x...);
  }
  template<class... X>
  using source = boost::mp11::mp_apply<
      exec::gradient_source,
      boost::mp11::mp_push_front<exec::described<X&...>, gradients<F, Wrt...>, exec::wrt_names<Wrt...>>>;
};

} // namespace axnorm::check
