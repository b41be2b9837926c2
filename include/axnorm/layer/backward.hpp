// The types of a layer's way back: which of the arguments of forward have gradients, and what takes them. Used by
// Layer. Knows no memory.
#pragma once

#include <axnorm/layer/passes.hpp>

#include <array>
#include <cstddef>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

namespace axnorm::layers {

template<class F, class Save, class List>
struct halves_of_list;
template<class F, class Save, class... Given>
struct halves_of_list<F, Save, boost::mp11::mp_list<Given...>> {
  using type = exec::detail::halves_of<F, Save, Given...>;
};

/// The way back of formula Fm in a layer of F, from a context C.
template<class Fm, class F, class Element, class C>
struct way_back {
  using call = call_of_tuple<Fm, F, Element, typename C::held>;
  using given = typename call::given;
  using save = typename C::save;
  using halves = typename halves_of_list<Fm, save, given>::type;
  using parameters_of = owned_by<F, false>;

  static constexpr const auto& variables = halves::variables;
  static constexpr std::size_t variable_count = variables.size();
  static constexpr bool is_parameter(std::size_t k) {
    return parameters_of::position(variables[k]) < parameters_of::count;
  }
  /// Those of the variables that are arguments of forward.
  static constexpr std::size_t input_count = [] {
    std::size_t n = 0;
    for (std::size_t k = 0; k < variable_count; ++k)
      n += is_parameter(k) ? 0u : 1u;
    return n;
  }();
  static constexpr std::size_t input(std::size_t j) {
    std::size_t k = 0;
    for (;; ++k)
      if (!is_parameter(k) && j-- == 0) return k;
  }
  /// Where a name is among the inputs; `input_count` if nowhere.
  static constexpr std::size_t input_position(std::string_view name) {
    for (std::size_t j = 0; j < input_count; ++j)
      if (variables[input(j)] == name) return j;
    return input_count;
  }
  static constexpr bool has(std::string_view name) {
    for (const std::string_view v : variables)
      if (v == name) return true;
    return false;
  }
  /// By parameter: whether it is among the variables.
  static constexpr auto has_parameter = [] {
    std::array<bool, parameters_of::count> r{};
    for (std::size_t p = 0; p < r.size(); ++p)
      r[p] = has(parameters_of::all[p].name);
    return r;
  }();
  /// Where among the arguments' `given_...` input J stands.
  template<std::size_t J>
  static constexpr std::size_t given_position = [] {
    using list = boost::mp11::mp_apply<exec::given_list, given>;
    return list::template position<exec::detail::is_operand>(halves::binding_of(input(J)));
  }();

  template<class Given>
  struct tensor_like;
  template<fixed_string Name, class E, class... Dims>
  struct tensor_like<given_tensor<Name, E, Dims...>> {
    using type = Tensor<E, Dims...>;
  };
  /// The tensor for the gradient of input J where the call names none.
  template<std::size_t J>
  using input_tensor = typename tensor_like<boost::mp11::mp_at_c<given, given_position<J>>>::type;
};

// -- what is wrong with a call of backward
// -----------------------------------------------------------------------------

template<class T>
struct result_of_tensor;
template<class Element, class... Dims>
struct result_of_tensor<Tensor<Element, Dims...>> {
  using type = given_result<Element, Dims...>;
};

template<class Way, class Element, class Targets>
struct backward_results {
  using parameters_of = typename Way::parameters_of;
  template<std::size_t K>
  static constexpr auto result() {
    if constexpr (Way::is_parameter(K)) {
      constexpr std::size_t p = parameters_of::position(Way::variables[K]);
      return std::type_identity<typename result_of_tensor<typename parameters_of::template tensor<Element, p>>::type>{};
    } else {
      constexpr std::size_t j = Way::input_position(Way::variables[K]);
      if constexpr (boost::mp11::mp_size<Targets>::value > 0)
        return std::type_identity<boost::mp11::mp_at_c<Targets, j>>{};
      else
        return std::type_identity<typename result_of_tensor<typename Way::template input_tensor<j>>::type>{};
    }
  }
  template<std::size_t... K>
  static boost::mp11::mp_list<typename decltype(result<K>())::type...> list(std::index_sequence<K...>);
  using type = decltype(list(std::make_index_sequence<Way::variable_count>{}));
};

template<class F, class Save, class Given, class List>
struct backward_words_for;
template<class F, class Save, class Given, class... Call>
struct backward_words_for<F, Save, Given, boost::mp11::mp_list<Call...>> {
  static constexpr const sentence& value = exec::detail::backward_words<F, Save, Given, Call...>;
};

template<std::size_t Inputs, std::size_t Targets>
inline constexpr sentence target_words = [] {
  sentence s;
  if (Targets > 0 && Targets != Inputs)
    s << "backward writes the gradients of " << Inputs << (Inputs == 1 ? " input" : " inputs")
      << ", but into(...) takes " << Targets;
  return s;
}();
inline constexpr sentence context_words = [] {
  sentence s;
  return s << "backward takes first the context of a forward: auto [y, context] = layer.forward(x)";
}();

/// Of a call with one argument: what is missing.
template<class X>
inline constexpr sentence lone_argument_words = [] {
  sentence s;
  if (!Context<X>) return context_words;
  return s << "backward takes the gradients of the results too: layer.backward(context, dy)";
}();
inline constexpr sentence nothing_words = [] {
  sentence s;
  return s << "backward has nothing to differentiate by: the formula has no parameter, and no input holds real numbers";
}();

template<class F, class Element, class C, class Dy, class... X>
consteval const sentence& words_of_backward() {
  if constexpr (!Context<C>) {
    return context_words;
  } else {
    using way = way_back<F, F, Element, std::remove_cvref_t<C>>;
    using targets = into_list<X...>;
    using arriving = exec::described<std::conditional_t<exec::Upstream<Dy>, Dy, upstream_t<Dy>>>;
    if constexpr (way::variable_count == 0)
      return nothing_words;
    else if constexpr (const sentence& wrong = target_words<way::input_count, boost::mp11::mp_size<targets>::value>;
                       !wrong.empty())
      return wrong;
    else
      return backward_words_for<
          F, typename way::save, typename way::given,
          boost::mp11::mp_append<arriving, typename backward_results<way, Element, targets>::type>>::value;
  }
}
/// What is wrong with `backward(c, dy, x...)` of a layer of F; empty if nothing is.
template<class F, class Element, class C, class Dy, class... X>
inline constexpr const sentence& backward_words = words_of_backward<F, Element, C, Dy, X...>();

} // namespace axnorm::layers
