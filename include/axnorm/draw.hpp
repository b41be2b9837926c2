// draw<F>(axes...): the picture of a formula as papers on normalization have it, a block of cells in which one set of
// those that are normalized together is coloured, as SVG text. For who explains or checks a norm; not in the umbrella.
// Reads the formula only: nothing is planned or computed.
#pragma once

#include <axnorm/draw/picture.hpp>
#include <axnorm/exec/evaluate_source.hpp>

#include <boost/mp11/algorithm.hpp>
#include <boost/mp11/list.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>

namespace axnorm {

namespace drawing {
struct title_t {
  using is_title = void;
  std::string_view words;
};
} // namespace drawing

/// What stands above a picture: `draw<BN>(title("Batch norm"), dim<N>(4), ...)`.
constexpr drawing::title_t title(std::string_view words) { return {words}; }

namespace drawing {

template<class X>
concept Title = requires { typename std::remove_cvref_t<X>::is_title; };

/// Whether formula F cuts another axis into groups that A names.
template<class F, class A>
inline constexpr bool names_groups = [] {
  if constexpr (expr::names_formula<F> && Axis<A>)
    for (const expr::grouping& g : expr::listing_of<F>.groupings)
      if (g.axis == axis_value_of<A>()) return true;
  return false;
}();

template<class F, class X>
inline constexpr bool is_input_axis = false;
template<class F, NamedExtent X>
inline constexpr bool is_input_axis<F, X> = !names_groups<F, typename std::remove_cvref_t<X>::axis_type>;

template<class X>
struct axis_named {
  using type = boost::mp11::mp_list<>;
};
template<NamedExtent X>
struct axis_named<X> {
  using type = boost::mp11::mp_list<typename std::remove_cvref_t<X>::axis_type>;
};
/// The arguments of draw as evaluate's: extents of an input's axes stand for that input.
template<class F, class... X>
struct call {
  template<class Y>
  using axes_of = std::conditional_t<is_input_axis<F, Y>, typename axis_named<Y>::type, boost::mp11::mp_list<>>;
  using axes = boost::mp11::mp_append<boost::mp11::mp_list<>, axes_of<X>...>;

  template<class... A>
  static boost::mp11::mp_list<given_tensor<"", float, A...>> input_of(boost::mp11::mp_list<A...>);
  static boost::mp11::mp_list<> input_of(boost::mp11::mp_list<>);
  template<class Y>
  static constexpr auto described_one() {
    if constexpr (is_input_axis<F, Y> || Title<Y>)
      return boost::mp11::mp_list<>{};
    else
      return exec::described<Y>{};
  }
  using given = boost::mp11::mp_append<decltype(input_of(axes{})), decltype(described_one<X>())...>;
};

template<class F, class List>
struct call_words;
template<class F, class... Given>
struct call_words<F, boost::mp11::mp_list<Given...>> {
  static constexpr sentence make() {
    if constexpr (!expr::names_formula<F>)
      return expr::not_a_formula<F>();
    else {
      graph::bindings b = exec::given_list<Given...>::bindings();
      b.shape_only = true;
      return graph::lower(expr::listing_view(expr::listing_of<F>), b).why;
    }
  }
  static constexpr sentence value = make();
};
/// What is wrong with a call of draw; empty if nothing is.
template<class F, class... X>
inline constexpr const sentence& words_for = call_words<F, typename call<F, X...>::given>::value;

/// What the arguments give, with the extents that only values know.
struct given_values {
  sequence<graph::binding> operands;
  sequence<axis_extent> dims, extents;
  std::string_view title;

  template<class F, class... X>
  void take(const X&... x) {
    if constexpr ((is_input_axis<F, X> || ...)) {
      graph::binding b{};
      (take_axis<F>(b, x), ...);
      operands.push_back(b);
    }
    (take_other<F>(x), ...);
  }

private:
  template<class F, class X>
  void take_axis(graph::binding& b, const X& x) {
    if constexpr (is_input_axis<F, X>) {
      dims.push_back({axis_value_of<typename X::axis_type>(), x.value()});
      ++b.count;
    }
  }
  template<class F, class X>
  void take_other(const X& x) {
    if constexpr (Title<X>)
      title = x.words;
    else if constexpr (NamedExtent<X> && !is_input_axis<F, X>)
      extents.push_back({axis_value_of<typename X::axis_type>(), x.value()});
    else if constexpr (exec::Bound<X>)
      take_value<boost::mp11::mp_front<exec::described<X>>>(x.value);
    else if constexpr (exec::BoundList<X>)
      std::apply([this](const auto&... b) { (take_other<F>(b), ...); }, x.bindings);
    else if constexpr (AnyTensor<X>)
      take_value<boost::mp11::mp_front<exec::described<const X&>>>(x);
  }
  template<class Given, class T>
  void take_value(const T& x) {
    graph::binding b = exec::detail::given_values<Given>::value;
    b.first = static_cast<int>(dims.size());
    if constexpr (AnyTensor<T>)
      for (std::size_t i = 0; i < std::remove_cvref_t<T>::rank; ++i)
        dims.push_back({std::remove_cvref_t<T>::dims[i].axis, x.extent(i)});
    operands.push_back(b);
  }
};

template<class F>
struct drawer {
  template<class... X>
  requires(words_for<F, X...>.empty())
  std::string operator()(const X&... x) const {
    given_values given;
    given.take<F>(x...);
    const graph::bindings bindings{
        .operands = given.operands, .dims = given.dims, .extents = given.extents, .shape_only = true};
    const subject s = subject_of(expr::listing_view(expr::listing_of<F>), bindings);
    return picture(s, given.title).svg();
  }
  template<class... X, class Wrong = spell<words_for<F, X...>, mistake>>
  requires(!words_for<F, X...>.empty())
  Wrong operator()(const X&...) const;
};

} // namespace drawing

/// The picture of formula F (a type with a member `formula`) as the text of an SVG file:
///
///     std::ofstream("batch_norm.svg") << draw<BN>(title("Batch norm"), dim<N>(4), dim<C>(6), dim<H>(3), dim<W>(3));
///
/// Takes the axes of the formula's input, with as many positions as are to be drawn, in any order; or the input itself,
/// and other inputs, numbers and counts of groups as evaluate takes them. For each set of axes that the formula reduces
/// over there is a block of cells, in which the elements of one statistic are coloured, the statistics that it is one
/// of, and a plus between sets that a sum blends; then the parameters, and a legend. Channels lie across, samples away
/// from the eye, all other axes down, one after the other. Throws shape_error where extents do not fit, or a side would
/// have no cell or more than 32.
template<class F>
inline constexpr drawing::drawer<F> draw{};

} // namespace axnorm
