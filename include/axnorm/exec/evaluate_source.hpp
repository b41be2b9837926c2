// A formula with the types of what a call binds: the graph, the element types, the types of results. The contract
// between what is written and what runs it; keyed by the formula's type. Used by evaluate, plans and explanations.
#pragma once

#include <axnorm/exec/bind.hpp>
#include <axnorm/expr/compose.hpp>
#include <axnorm/graph/lower.hpp>
#include <axnorm/tensor/element.hpp>
#include <axnorm/tensor/tensor.hpp>

#include <boost/mp11/algorithm.hpp>
#include <boost/mp11/list.hpp>

#include <array>
#include <cstddef>
#include <type_traits>
#include <utility>

namespace axnorm::exec {
namespace detail {

template<class Given>
inline constexpr bool is_of_gradient = false;
template<class Element, class... Dims>
inline constexpr bool is_of_gradient<given_upstream<Element, Dims...>> = true;
template<>
inline constexpr bool is_of_gradient<given_upstream_number> = true;
template<>
inline constexpr bool is_of_gradient<given_accumulate> = true;

template<class F, class... Given>
constexpr graph::lowered lower_for() {
  graph::lowered wrong;
  auto look = [&]<class G>(std::type_identity<G> g) {
    if constexpr (requires { write_wrong(wrong.why, g); })
      if (wrong.why.empty()) write_wrong(wrong.why, g);
  };
  (look(std::type_identity<Given>{}), ...);
  if ((is_of_gradient<Given> || ...) && wrong.why.empty())
    wrong.why << "upstream(...) and accumulate are for gradient<...>, not for evaluate<...>";
  if (!wrong.why.empty()) return wrong;
  return graph::lower(expr::listing_view(expr::listing_of<F>), given_list<Given...>::bindings());
}

/// The lowered formula as a constant, with what is wrong with the call.
template<class F, class... Given>
inline constexpr const auto& lowered_for = freeze<lower_for<F, Given...>>();

/// What is wrong with a call of formula F; empty if nothing is.
template<class F, class... Given>
inline constexpr const sentence& words_for = lowered_for<F, Given...>.why;

template<class F, class List>
struct list_words;
template<class F, class... Given>
struct list_words<F, boost::mp11::mp_list<Given...>> {
  static constexpr const sentence& value = words_for<F, Given...>;
};
/// The same for a list of `given_...`.
template<class F, class List>
inline constexpr const sentence& call_words = list_words<F, List>::value;

template<class Given>
struct given_axes {
  using type = boost::mp11::mp_list<>;
};
template<fixed_string Name, class Element, class... Dims>
struct given_axes<given_tensor<Name, Element, Dims...>> {
  using type = boost::mp11::mp_list<axis_of_t<Dims>...>;
};
template<class A, std::int64_t Extent>
struct given_axes<given_extent<A, Extent>> {
  using type = boost::mp11::mp_list<A>;
};

/// The element of binding number `Which` of a list; of saved statistics, which have none, double.
template<class List, int Which>
struct bound_element : given_values<boost::mp11::mp_at_c<List, static_cast<std::size_t>(Which)>> {};
template<class List>
struct bound_element<List, -1> {
  using element = double;
};

template<class List, const auto& Sources, class Index>
struct bound_elements_of;
template<class List, const auto& Sources, std::size_t... I>
struct bound_elements_of<List, Sources, std::index_sequence<I...>> {
  using type = boost::mp11::mp_list<typename bound_element<List, Sources[I].binding>::element...>;
};
/// The elements of a graph's operands or outputs, from where each has its memory.
template<class List, const auto& Sources>
using bound_elements = typename bound_elements_of<List, Sources, std::make_index_sequence<Sources.size()>>::type;

/// The element of a gradient's output, from that of the variable: of what is gathered, which is yet to be added up, no
/// half.
template<bool Gathered, class Element>
using output_element = std::conditional_t<!Gathered || std::is_same_v<Element, double>, Element, float>;

} // namespace detail

/// Formula F on operands and results of the types `Given`: `given_tensor<"x", float, N, C>`, `given_extent<G, 8>`, ...
template<class F, class... Given>
struct source {
  using formula = F;
  using given = given_list<Given...>;
  static constexpr const auto& lowered = detail::lowered_for<F, Given...>.g;
  static constexpr auto sources = detail::lowered_for<F, Given...>.sources;
  static constexpr std::size_t operand_count = sources.size();
  static constexpr std::size_t output_count = lowered.outputs.size(), result_count = output_count;
  /// Whether operand I of the graph is a result as it was before: never.
  static constexpr bool is_before(std::size_t) { return false; }
  /// Where each output goes: one result each.
  static constexpr auto targets = [] {
    std::array<graph::operand_source, output_count> r{};
    for (std::size_t i = 0; i < output_count; ++i)
      r[i].binding = static_cast<int>(i);
    return r;
  }();

  using operand_elements = detail::bound_elements<typename given::operands, sources>;

private:
  /// The element of the first floating input; of the first floating tensor; else float.
  static constexpr std::size_t pattern = [] {
    std::size_t found = operand_count;
    for (std::size_t i = operand_count; i-- > 0;)
      if (lowered.operands[i].type == graph::numbers::floating && lowered.operands[i].kind != graph::role::scalar)
        found = i;
    for (std::size_t i = operand_count; i-- > 0;)
      if (lowered.operands[i].type == graph::numbers::floating && lowered.operands[i].kind == graph::role::input)
        found = i;
    return found;
  }();
  static constexpr auto element_of_data() {
    if constexpr (pattern < operand_count)
      return std::type_identity<boost::mp11::mp_at_c<operand_elements, pattern>>{};
    else
      return std::type_identity<float>{};
  }
  template<std::size_t Output>
  static constexpr auto natural_element() {
    constexpr const auto& listing = expr::listing_of<F>;
    constexpr expr::rounding to = [] {
      int e = listing.roots[Output];
      while (listing.entries[static_cast<std::size_t>(e)].kind == expr::term::let)
        e = listing.entries[static_cast<std::size_t>(e)].a;
      const expr::entry& root = listing.entries[static_cast<std::size_t>(e)];
      return root.kind == expr::term::cast ? root.to : expr::rounding::none;
    }();
    if constexpr (to == expr::rounding::to_float16)
      return std::type_identity<float16>{};
    else if constexpr (to == expr::rounding::to_bfloat16)
      return std::type_identity<bfloat16>{};
    else if constexpr (to == expr::rounding::to_float32)
      return std::type_identity<float>{};
    else if constexpr (to == expr::rounding::to_bool)
      return std::type_identity<bool>{};
    else
      return element_of_data();
  }
  template<std::size_t Output>
  static constexpr auto element_of() {
    if constexpr (boost::mp11::mp_size<typename given::results>::value > 0)
      return std::type_identity<
          typename detail::given_values<boost::mp11::mp_at_c<typename given::results, Output>>::element>{};
    else
      return natural_element<Output>();
  }
  template<std::size_t... I>
  static boost::mp11::mp_list<typename decltype(element_of<I>())::type...>
      result_elements_of(std::index_sequence<I...>);

public:
  /// The element of a result that neither the call nor the formula chooses.
  using data_element = typename decltype(element_of_data())::type;
  using output_elements = decltype(result_elements_of(std::make_index_sequence<output_count>{}));

private:
  /// Every axis that an operand or a named extent has, as a type: what result tensors take their axes from.
  using axis_types = boost::mp11::mp_append<boost::mp11::mp_list<>, typename detail::given_axes<Given>::type...>;

  static constexpr const graph::axis_chain& chain_of(std::size_t output, std::size_t dim) {
    return lowered.chains[static_cast<std::size_t>(lowered.outputs[output].first_chain) + dim];
  }
  /// The extent of a result along a dimension where types know it.
  static constexpr std::int64_t static_extent(std::size_t output, std::size_t dim) {
    const graph::axis_chain& c = chain_of(output, dim);
    std::int64_t product = 1;
    for (int k = 0; k < c.count; ++k) {
      const std::int64_t e =
          lowered.parts[static_cast<std::size_t>(lowered.chain_parts[static_cast<std::size_t>(c.first + k)])].extent;
      if (e < 0) return dynamic_extent;
      product *= e;
    }
    return product;
  }
  template<class... A>
  static constexpr std::size_t axis_index(const axis_value& axis, boost::mp11::mp_list<A...>) {
    std::size_t i = 0;
    (void)((axis_value_of<A>() == axis || (++i, false)) || ...);
    return i;
  }
  template<std::size_t Output, std::size_t Dim>
  static constexpr auto spec_of() {
    using A = boost::mp11::mp_at_c<axis_types, axis_index(chain_of(Output, Dim).axis, axis_types{})>;
    constexpr std::int64_t extent = static_extent(Output, Dim);
    if constexpr (extent >= 0)
      return std::type_identity<Fixed<A, static_cast<std::size_t>(extent)>>{};
    else
      return std::type_identity<A>{};
  }

public:
  // Not private: g++ 12 checks the access from where result_tensor is used.
  template<std::size_t Output, std::size_t... Dim>
  static Tensor<boost::mp11::mp_at_c<output_elements, Output>, typename decltype(spec_of<Output, Dim>())::type...>
      tensor_of(std::index_sequence<Dim...>);
  /// The tensor that takes result `Output` where the call names none.
  template<std::size_t Output>
  using result_tensor =
      decltype(tensor_of<Output>(std::make_index_sequence<static_cast<std::size_t>(lowered.outputs[Output].chains)>{}));
};

namespace detail {

/// Whether a call of S is the way forward of a training step.
template<class S>
inline constexpr bool has_backward = requires { S::read_by_backward(0); };

/// By operand: whether it is read at other positions than where a result is written, below a window, or after all
/// results are written, by backward.
template<class S>
inline constexpr auto read_elsewhere = [] {
  std::array<bool, S::operand_count + 1> r{};
  if constexpr (has_backward<S>)
    for (std::size_t i = 0; i < S::operand_count; ++i)
      r[i] = S::read_by_backward(i);
  std::array<bool, S::lowered.nodes.size()> below{};
  for (std::size_t n = below.size(); n-- > 0;) {
    const graph::node& x = S::lowered.nodes[n];
    if (!below[n] && x.kind != graph::op::window_sum) continue;
    if (x.kind == graph::op::variable) r[static_cast<std::size_t>(x.a)] = true;
    graph::each_operand(S::lowered, x, [&](int k) { below[static_cast<std::size_t>(k)] = true; });
  }
  return r;
}();

template<class List>
struct sizes_in;
template<class... E>
struct sizes_in<boost::mp11::mp_list<E...>> {
  static constexpr std::array<std::size_t, sizeof...(E) + 1> value{sizeof(E)..., 0};
};
template<class S>
constexpr std::size_t element_size(std::size_t i) {
  return sizes_in<typename S::operand_elements>::value[i];
}
template<class S>
constexpr std::size_t output_size(std::size_t o) {
  return sizes_in<typename S::output_elements>::value[o];
}

} // namespace detail

/// A formula of one input x on a tensor type, without a call: what plans and explanations of a type take.
template<class F, class Element, class... Dims>
using default_source = source<F, given_tensor<"", Element, Dims...>>;

} // namespace axnorm::exec
