// The arguments of a call: `in = x`, `arg<"weight"> = w`, `dim<G>(32)`, `into(y, s)`, `threads(2)`; and what their
// types say, as types that are short and as the values that lowering reads. Used by evaluate. Knows no formula.
#pragma once

#include <axnorm/axis/axis_list.hpp>
#include <axnorm/axis/extent.hpp>
#include <axnorm/axis/fixed_string.hpp>
#include <axnorm/axis/type_name.hpp>
#include <axnorm/expr/variable.hpp>
#include <axnorm/graph/lower_state.hpp>
#include <axnorm/tensor/view.hpp>

#include <boost/mp11/algorithm.hpp>
#include <boost/mp11/list.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <tuple>
#include <type_traits>
#include <utility>

namespace axnorm {

/// Results written to memory that is there: see `into`.
template<class... R>
struct into_t {
  using is_into = void;
  std::tuple<R...> results;
};
/// The tensors or views that take the results, in the order of the formula's `outputs`. Nothing is allocated then.
template<class... R>
constexpr into_t<R...> into(R&&... results) {
  return {std::tuple<R...>(std::forward<R>(results)...)};
}

/// What arrives at the results of a formula: see `upstream`.
template<class... D>
struct upstream_t {
  using is_upstream = void;
  std::tuple<D...> gradients;
};
/// For gradient: the gradient of each result of the formula, in the order of its `outputs`. Tensors with the axes of
/// the result, in any order; a number where the result is one.
template<class... D>
constexpr upstream_t<D...> upstream(D&&... gradients) {
  return {std::tuple<D...>(std::forward<D>(gradients)...)};
}

struct accumulate_t {
  using is_accumulate = void;
};
/// For gradient: what `into(...)` names is added to; without it, it is overwritten.
inline constexpr accumulate_t accumulate{};

struct threads_t {
  using is_threads = void;
  int count;
};
/// How many threads a call may use; the results are the same bits for any number. Default: what OpenMP says.
constexpr threads_t threads(int count) { return {count}; }

// What a call gives, as types. Results, numbers and extents stand beside tensors in one list.

/// A tensor bound under a name, or, with none, by position.
template<fixed_string Name, class Element, class... Dims>
struct given_tensor;
/// A number bound under a name.
template<fixed_string Name>
struct given_number;
/// The extent of an axis.
template<class A, std::int64_t Extent = dynamic_extent>
struct given_extent;
/// A tensor for a result; its element is const if it cannot be written.
template<class Element, class... Dims>
struct given_result;
/// The gradient of a result.
template<class Element, class... Dims>
struct given_upstream;
struct given_upstream_number;
struct given_accumulate;
/// An argument that is none of these.
template<class X>
struct given_wrong;

namespace exec {

template<class X>
concept Into = requires { typename std::remove_cvref_t<X>::is_into; };
template<class X>
concept Bound = requires { typename std::remove_cvref_t<X>::is_binding; };
template<class X>
concept BoundList = requires { typename std::remove_cvref_t<X>::is_binding_list; };
template<class X>
concept Upstream = requires { typename std::remove_cvref_t<X>::is_upstream; };
template<class X>
concept Accumulate = requires { typename std::remove_cvref_t<X>::is_accumulate; };
template<class X>
concept Threads = requires { typename std::remove_cvref_t<X>::is_threads; };

namespace detail {

template<template<class...> class Given, class T, class Axes>
struct given_as;
template<template<class...> class Given, class T, class... Dims>
struct given_as<Given, T, axis_list<Dims...>> {
  using type = Given<T, Dims...>;
};

/// The view of an argument as it is passed: of const elements if it cannot be written.
template<class X>
using view_of = decltype(std::declval<X&>().view());

template<fixed_string Name>
struct named_tensor {
  template<class T, class... Dims>
  using given = given_tensor<Name, std::remove_const_t<T>, Dims...>;
};

template<fixed_string Name, class X>
constexpr auto describe_value() {
  using V = std::remove_reference_t<X>;
  if constexpr (AnyTensor<V>)
    return std::type_identity<typename given_as<named_tensor<Name>::template given, typename view_of<V>::element_type,
                                                typename view_of<V>::axes>::type>{};
  else if constexpr (std::is_arithmetic_v<std::remove_cv_t<V>>)
    return std::type_identity<given_number<Name>>{};
  else
    return std::type_identity<given_wrong<std::remove_cv_t<V>>>{};
}

/// A result; a temporary tensor would be gone with what is written into it.
template<class R>
constexpr auto describe_result() {
  using V = std::remove_reference_t<R>;
  if constexpr (!AnyTensor<V>)
    return std::type_identity<given_wrong<into_t<V>>>{};
  else if constexpr (!std::is_lvalue_reference_v<R> && !requires { typename V::is_view; })
    return std::type_identity<given_wrong<into_t<V>>>{};
  else
    return std::type_identity<
        typename given_as<given_result, typename view_of<V>::element_type, typename view_of<V>::axes>::type>{};
}

template<class D>
constexpr auto describe_upstream() {
  using V = std::remove_cvref_t<D>;
  if constexpr (AnyTensor<V>)
    return std::type_identity<typename given_as<given_upstream, std::remove_const_t<typename view_of<V>::element_type>,
                                                typename view_of<V>::axes>::type>{};
  else if constexpr (std::is_arithmetic_v<V>)
    return std::type_identity<given_upstream_number>{};
  else
    return std::type_identity<given_wrong<upstream_t<V>>>{};
}

template<class B>
struct describe_bound;
template<fixed_string Name, class T>
struct describe_bound<bound<Name, T>> {
  using type = typename decltype(describe_value<Name, T>())::type;
};
template<class B>
struct describe_bound_list;
template<class... B>
struct describe_bound_list<bound_list<B...>> {
  using type = boost::mp11::mp_list<typename describe_bound<B>::type...>;
};
template<class I>
struct describe_into;
template<class... R>
struct describe_into<into_t<R...>> {
  using type = boost::mp11::mp_list<typename decltype(describe_result<R>())::type...>;
};
template<class U>
struct describe_upstreams;
template<class... D>
struct describe_upstreams<upstream_t<D...>> {
  using type = boost::mp11::mp_list<typename decltype(describe_upstream<D>())::type...>;
};
template<class D>
struct describe_dim {
  using type = given_extent<typename D::axis_type, D::fixed>;
};

/// An argument of a call as a list of `given_...`.
template<class X>
constexpr auto describe() {
  using V = std::remove_cvref_t<X>;
  if constexpr (Into<V>)
    return typename describe_into<V>::type{};
  else if constexpr (Bound<V>)
    return boost::mp11::mp_list<typename describe_bound<V>::type>{};
  else if constexpr (BoundList<V>)
    return typename describe_bound_list<V>::type{};
  else if constexpr (NamedExtent<V>)
    return boost::mp11::mp_list<typename describe_dim<V>::type>{};
  else if constexpr (Upstream<V>)
    return typename describe_upstreams<V>::type{};
  else if constexpr (Accumulate<V>)
    return boost::mp11::mp_list<given_accumulate>{};
  else if constexpr (Threads<V>)
    return boost::mp11::mp_list<>{};
  else
    return boost::mp11::mp_list<typename decltype(describe_value<"", X>())::type>{};
}

} // namespace detail

/// All arguments of a call as one list of `given_...`.
template<class... X>
using described = boost::mp11::mp_append<boost::mp11::mp_list<>, decltype(detail::describe<X>())...>;

namespace detail {

template<class Element>
inline constexpr graph::numbers numbers_of = std::same_as<Element, bool> ? graph::numbers::boolean
                                             : std::integral<Element>    ? graph::numbers::integer
                                                                         : graph::numbers::floating;

/// What lowering reads of one `given_...`.
template<class Given>
struct given_values;
template<fixed_string Name, class Element, class... Dims>
struct given_values<given_tensor<Name, Element, Dims...>> {
  static constexpr bool is_operand = true, is_result = false;
  static constexpr std::array<axis_extent, sizeof...(Dims)> dims = axnorm::detail::dims_of<Dims...>;
  static constexpr graph::binding value{.name = Name.view(),
                                        .count = static_cast<int>(sizeof...(Dims)),
                                        .type = numbers_of<Element>,
                                        .wide = std::same_as<Element, double>};
  using element = Element;
};
template<fixed_string Name>
struct given_values<given_number<Name>> {
  static constexpr bool is_operand = true, is_result = false;
  static constexpr std::array<axis_extent, 0> dims{};
  static constexpr graph::binding value{.name = Name.view(), .number = true};
  using element = double;
};
template<class Element, class... Dims>
struct given_values<given_result<Element, Dims...>> {
  static constexpr bool is_operand = false, is_result = true;
  static constexpr std::array<axis_extent, sizeof...(Dims)> dims = axnorm::detail::dims_of<Dims...>;
  static constexpr graph::binding value{.count = static_cast<int>(sizeof...(Dims)),
                                        .type = numbers_of<std::remove_const_t<Element>>,
                                        .wide = std::same_as<std::remove_const_t<Element>, double>,
                                        .constant = std::is_const_v<Element>};
  using element = std::remove_const_t<Element>;
};
template<class Element, class... Dims>
struct given_values<given_upstream<Element, Dims...>> : given_values<given_tensor<"", Element, Dims...>> {};
template<>
struct given_values<given_upstream_number> : given_values<given_number<"">> {};
template<>
struct given_values<given_accumulate> {
  static constexpr bool is_operand = false, is_result = false;
  static constexpr std::array<axis_extent, 0> dims{};
  static constexpr graph::binding value{};
  using element = void;
};
template<class A, std::int64_t Extent>
struct given_values<given_extent<A, Extent>> {
  static constexpr bool is_operand = false, is_result = false;
  static constexpr std::array<axis_extent, 1> dims{axis_extent{axis_value_of<A>(), Extent}};
  static constexpr graph::binding value{};
  using element = void;
};
template<class X>
struct given_values<given_wrong<X>> {
  static constexpr bool is_operand = false, is_result = false;
  static constexpr std::array<axis_extent, 0> dims{};
  static constexpr graph::binding value{};
  using element = void;
};

template<class Given>
struct is_operand : std::bool_constant<given_values<Given>::is_operand> {};
template<class Given>
struct is_result : std::bool_constant<given_values<Given>::is_result> {};
template<class Given>
struct is_extent : std::false_type {};
template<class A, std::int64_t Extent>
struct is_extent<given_extent<A, Extent>> : std::true_type {};

} // namespace detail

/// What a list of `given_...` says, as the values that lowering reads. Keyed by the list alone: formulas share it.
template<class... Given>
struct given_list {
  using all = boost::mp11::mp_list<Given...>;
  using operands = boost::mp11::mp_copy_if<all, detail::is_operand>;
  using results = boost::mp11::mp_copy_if<all, detail::is_result>;
  static constexpr std::size_t dims_count = (detail::given_values<Given>::dims.size() + ... + 0);
  static constexpr std::size_t extents_count = boost::mp11::mp_count_if<all, detail::is_extent>::value;

  struct storage {
    std::array<axis_extent, dims_count> dims{};
    std::array<axis_extent, extents_count> extents{};
    std::array<graph::binding, boost::mp11::mp_size<operands>::value> operand_bindings{};
    std::array<graph::binding, boost::mp11::mp_size<results>::value> result_bindings{};
  };
  static constexpr storage values = [] {
    storage r;
    std::size_t dim = 0, extent = 0, operand = 0, result = 0;
    auto add = [&]<class G>(std::type_identity<G>) {
      using v = detail::given_values<G>;
      graph::binding b = v::value;
      b.first = static_cast<int>(dim);
      for (const axis_extent& d : v::dims)
        r.dims[dim++] = d;
      if constexpr (v::is_operand)
        r.operand_bindings[operand++] = b;
      else if constexpr (v::is_result)
        r.result_bindings[result++] = b;
      else if constexpr (detail::is_extent<G>::value)
        r.extents[extent++] = v::dims[0];
    };
    (add(std::type_identity<Given>{}), ...);
    return r;
  }();
  /// Where in the list operand, result or extent number i stands.
  template<template<class> class Is>
  static constexpr std::size_t position(std::size_t i) {
    constexpr std::array<bool, sizeof...(Given) + 1> is{Is<Given>::value..., false};
    std::size_t at = 0;
    for (; at < sizeof...(Given); ++at)
      if (is[at] && i-- == 0) break;
    return at;
  }
  static constexpr graph::bindings bindings() {
    return {values.operand_bindings, values.result_bindings, values.dims, values.extents};
  }
};

namespace detail {
template<class X>
constexpr auto value_of(X& x) {
  using V = std::remove_cvref_t<X>;
  if constexpr (AnyTensor<V>)
    return x.view();
  else
    return static_cast<double>(x);
}
} // namespace detail

/// What an argument gives, in the order of its `given_...`: views, numbers as double, extents. Views of const tensors
/// are of const elements. Nothing is copied, so the argument must live as long.
template<class X>
constexpr auto values_of(X& x) {
  using V = std::remove_cvref_t<X>;
  if constexpr (Into<V>)
    return std::apply([](auto&... r) { return std::make_tuple(detail::value_of(r)...); }, x.results);
  else if constexpr (Bound<V>)
    return std::make_tuple(detail::value_of(x.value));
  else if constexpr (BoundList<V>)
    return std::apply([](auto&... b) { return std::make_tuple(detail::value_of(b.value)...); }, x.bindings);
  else if constexpr (NamedExtent<V>)
    return std::make_tuple(x.value());
  else if constexpr (Upstream<V>)
    return std::apply([](auto&... d) { return std::make_tuple(detail::value_of(d)...); }, x.gradients);
  else if constexpr (Accumulate<V>)
    return std::make_tuple(std::true_type{});
  else if constexpr (Threads<V>)
    return std::tuple<>{};
  else
    return std::make_tuple(detail::value_of(x));
}

/// What is wrong with arguments that are no tensor, number or keyword.
template<class X>
constexpr void write_wrong(sentence& s, std::type_identity<given_wrong<X>>) {
  if constexpr (requires { typename X::second_type::is_context; })
    s << "a call takes tensors, but the pair was given that forward returns; take it apart: auto [y, context] = "
         "layer.forward(x)";
  else
    s << "a call takes tensors, numbers and keywords such as dim<G>(32), but " << expr::readable_name<X>()
      << " was given";
}
template<class X>
constexpr void write_wrong(sentence& s, std::type_identity<given_wrong<into_t<X>>>) {
  if constexpr (AnyTensor<X>)
    s << "into(...) takes tensors that outlive the call, but a temporary tensor was given";
  else
    s << "into(...) takes tensors, but " << expr::readable_name<X>() << " was given";
}
template<class X>
constexpr void write_wrong(sentence& s, std::type_identity<given_wrong<upstream_t<X>>>) {
  s << "upstream(...) takes tensors and numbers, but " << expr::readable_name<X>() << " was given";
}

} // namespace exec
} // namespace axnorm
