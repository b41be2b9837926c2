// The gradients of a formula with the types of what a call binds: for gradient what `source` is for evaluate, with the
// same members. Knows no rule of differentiation.
#pragma once

#include <axnorm/exec/evaluate_source.hpp>
#include <axnorm/graph/lower_gradient.hpp>
#include <axnorm/graph/simplify.hpp>

#include <boost/mp11/algorithm.hpp>
#include <boost/mp11/list.hpp>

#include <array>
#include <cstddef>
#include <string_view>
#include <type_traits>
#include <utility>

namespace axnorm {

/// To the formula what arrives at a result has the place of the result.
template<class Element, class... Dims>
struct expected_result;
struct expected_number;

namespace exec {

/// The variables that gradients are asked for.
template<fixed_string... Names>
struct wrt_names {
  static constexpr std::array<std::string_view, sizeof...(Names)> value{Names.view()...};
};

namespace detail {

template<class Element, class... Dims>
struct given_values<expected_result<Element, Dims...>> : given_values<given_result<Element, Dims...>> {
  static constexpr graph::binding value = [] {
    graph::binding b = given_values<given_result<Element, Dims...>>::value;
    b.upstream = true;
    return b;
  }();
};

template<>
struct given_values<expected_number> : given_values<given_result<float>> {
  static constexpr graph::binding value{.number = true, .upstream = true}; // of any type
};

template<class Given>
struct is_upstream : std::false_type {};
template<class Element, class... Dims>
struct is_upstream<given_upstream<Element, Dims...>> : std::true_type {};
template<>
struct is_upstream<given_upstream_number> : std::true_type {};
template<class Given>
struct is_accumulate : std::is_same<Given, given_accumulate> {};

/// What the formula itself is given.
template<class Given>
struct for_formula {
  using type = boost::mp11::mp_if_c<is_result<Given>::value || is_accumulate<Given>::value, boost::mp11::mp_list<>,
                                    boost::mp11::mp_list<Given>>;
};
template<class Element, class... Dims>
struct for_formula<given_upstream<Element, Dims...>> {
  using type = boost::mp11::mp_list<expected_result<Element, Dims...>>;
};
template<>
struct for_formula<given_upstream_number> {
  using type = boost::mp11::mp_list<expected_number>;
};
template<class... Given>
using formula_givens = boost::mp11::mp_append<boost::mp11::mp_list<>, typename for_formula<Given>::type...>;
template<class F, class... Given>
using formula_source = boost::mp11::mp_apply<source, boost::mp11::mp_push_front<formula_givens<Given...>, F>>;
template<class F, class... Given>
inline constexpr const sentence& formula_words = call_words<F, formula_givens<Given...>>;

/// What is wrong with how gradients are asked for, before one looks at the formula.
template<class Wrt, class... Given>
constexpr sentence request_words() {
  sentence s;
  constexpr bool arrives = (is_upstream<Given>::value || ...), writes = (is_result<Given>::value || ...);
  constexpr int adds = (0 + ... + (is_accumulate<Given>::value ? 1 : 0));
  if (Wrt::value.empty())
    s << "gradient<f, \"x\", ...> takes the names of the variables to differentiate by, but none is given";
  else if (!arrives)
    s << "gradient needs upstream(...), the gradient of each result of the formula";
  else if (adds > 0 && !writes)
    s << "accumulate adds to what into(...) names, but there is no into(...)";
  return s;
}

template<class F, class Wrt, class... Given>
struct gradient_lowered {
  using formula = formula_source<F, Given...>;
  using given = given_list<Given...>;

  static constexpr const auto& simplified =
      hold<[] { return graph::simplify_to_differentiate(formula::lowered.thaw()); }>();
  static constexpr const auto& made = freeze<[] {
    constexpr auto all = given::bindings();
    const graph::gradient_request wanted{.wrt = Wrt::value,
                                         .results = all.results,
                                         .dims = all.dims,
                                         .accumulate = (is_accumulate<Given>::value || ...)};
    return graph::lower_gradient(simplified.thaw(), formula::sources, expr::listing_view(expr::listing_of<F>),
                                 formula::given::bindings(), wanted);
  }>();

  /// Positions among the operands of the call: of those that the formula has, and of the upstream gradients.
  template<bool Upstream>
  static constexpr int position(int i) {
    constexpr std::array<bool, sizeof...(Given)> operand{is_operand<Given>::value...},
        arrives{is_upstream<Given>::value...};
    int at = 0;
    for (std::size_t k = 0; k < operand.size(); ++k) {
      if (!operand[k]) continue;
      if (arrives[k] == Upstream && i-- == 0) return at;
      ++at;
    }
    return -1;
  }
  static constexpr std::size_t before_count = made.before.size();
  static constexpr bool accumulates = (is_accumulate<Given>::value || ...);
  /// Where the graph's operands come from; the last `before_count` of them from results.
  static constexpr auto sources = [] {
    std::array<graph::operand_source, made.g.operands.size()> r{};
    constexpr std::size_t own = formula::operand_count, all = made.g.operands.size();
    for (std::size_t i = 0; i < all; ++i) {
      if (i < own) {
        r[i] = formula::sources[i];
        r[i].binding = position<false>(r[i].binding);
        if (r[i].by >= 0) r[i].by = position<false>(r[i].by);
      } else if (i < all - before_count)
        r[i].binding = position<true>(static_cast<int>(i - own));
      else
        r[i] = made.before[i - (all - before_count)];
    }
    return r;
  }();
};

template<class Wrt, class... Given>
inline constexpr sentence request_words_for = request_words<Wrt, Given...>();

template<class F, class Wrt, class... Given>
consteval const sentence& words_of_gradient() {
  if constexpr (!request_words_for<Wrt, Given...>.empty())
    return request_words_for<Wrt, Given...>;
  else if constexpr (const sentence& words = formula_words<F, Given...>; !words.empty())
    return words;
  else
    return gradient_lowered<F, Wrt, Given...>::made.why;
}
template<class F, class Wrt, class List>
struct list_words_of_gradient;
template<class F, class Wrt, class... Given>
struct list_words_of_gradient<F, Wrt, boost::mp11::mp_list<Given...>> {
  static constexpr const sentence& value = words_of_gradient<F, Wrt, Given...>();
};
/// What is wrong with asking formula F for the gradients by `Wrt` with a list of `given_...`; empty if nothing is.
template<class F, class Wrt, class List>
inline constexpr const sentence& gradient_words = list_words_of_gradient<F, Wrt, List>::value;

} // namespace detail

/// The gradients of formula F by the variables `Wrt`, on operands, upstream gradients and results of types `Given`.
template<class F, class Wrt, class... Given>
struct gradient_source {
private:
  using parts = detail::gradient_lowered<F, Wrt, Given...>;

public:
  using formula = F;
  using given = given_list<Given...>;
  static constexpr const auto& lowered = parts::made.g;
  static constexpr const auto& sources = parts::sources;
  static constexpr const auto& targets = parts::made.targets;
  static constexpr const auto& partly = parts::made.partly;
  static constexpr std::size_t operand_count = sources.size(), output_count = lowered.outputs.size();
  static constexpr std::size_t result_count = Wrt::value.size();
  /// Whether operand I of the graph is what arrives at a result.
  static constexpr bool is_upstream(std::size_t i) { return i >= parts::formula::operand_count && !is_before(i); }
  /// Whether the gradient of variable k is added to what is there.
  static constexpr bool adds_to(std::size_t) { return parts::accumulates; }
  static constexpr std::string_view name_of(std::size_t k) { return Wrt::value[k]; }
  /// Whether operand I of the graph is a result as it was before, which is added to.
  static constexpr bool is_before(std::size_t i) { return i >= operand_count - parts::before_count; }

  /// The binding of variable K.
  template<std::size_t K>
  static constexpr std::size_t variable_binding = [] {
    for (std::size_t i = 0; i < operand_count; ++i)
      if (lowered.operands[i].name == Wrt::value[K]) return static_cast<std::size_t>(sources[i].binding);
    return operand_count;
  }();
  template<std::size_t K>
  using variable_given = boost::mp11::mp_at_c<typename given::operands, variable_binding<K>>;

  template<std::size_t I>
  static constexpr auto given_of_operand() {
    constexpr auto which = static_cast<std::size_t>(sources[I].binding);
    if constexpr (is_before(I))
      return std::type_identity<boost::mp11::mp_at_c<typename given::results, which>>{};
    else
      return std::type_identity<boost::mp11::mp_at_c<typename given::operands, which>>{};
  }
  template<std::size_t I>
  using operand_given = typename decltype(given_of_operand<I>())::type;

private:
  template<std::size_t... I>
  static boost::mp11::mp_list<typename detail::given_values<operand_given<I>>::element...>
      elements_of(std::index_sequence<I...>);

  /// A variable's own element; of a number, which has none, that of the data.
  template<std::size_t K>
  static constexpr auto element_of() {
    if constexpr (boost::mp11::mp_size<typename given::results>::value > 0)
      return std::type_identity<
          typename detail::given_values<boost::mp11::mp_at_c<typename given::results, K>>::element>{};
    else if constexpr (detail::given_values<variable_given<K>>::value.number)
      return std::type_identity<typename parts::formula::data_element>{};
    else
      return std::type_identity<typename detail::given_values<variable_given<K>>::element>{};
  }
  template<std::size_t... O>
  static boost::mp11::mp_list<detail::output_element<
      (targets[O].by >= 0), typename decltype(element_of<static_cast<std::size_t>(targets[O].binding)>())::type>...>
      output_elements_of(std::index_sequence<O...>);

  template<class Element, class Given1>
  struct tensor_like;
  template<class Element, fixed_string Name, class E, class... Dims>
  struct tensor_like<Element, given_tensor<Name, E, Dims...>> {
    using type = Tensor<Element, Dims...>;
  };
  template<class Element, fixed_string Name>
  struct tensor_like<Element, given_number<Name>> {
    using type = Tensor<Element>;
  };

public:
  using operand_elements = decltype(elements_of(std::make_index_sequence<operand_count>{}));
  using output_elements = decltype(output_elements_of(std::make_index_sequence<output_count>{}));
  /// The element of what output O is written into, or added to.
  template<std::size_t O>
  using target_element = typename decltype(element_of<static_cast<std::size_t>(targets[O].binding)>())::type;

  /// The tensor that takes the gradient of variable K where the call names none: axes in the variable's order.
  template<std::size_t K>
  using result_tensor = typename tensor_like<typename decltype(element_of<K>())::type, variable_given<K>>::type;
};

} // namespace exec
} // namespace axnorm
