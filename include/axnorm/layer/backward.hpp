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

} // namespace axnorm::layers
