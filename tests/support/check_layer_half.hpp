// Layers with float parameters on tensors of halves, step by step beside PyTorch's. Knows no formula.
#pragma once

#include "support/check_layer_families.hpp"

#include <string>
#include <type_traits>

namespace axnorm::golden {

/// The family's name with what its halves are called behind it.
template<class E>
layer_case half_case(const std::string& family, const std::string& configuration = "default") {
  return {family + (std::is_same_v<E, bfloat16> ? "_bf16" : "_f16"), configuration};
}

/// Halves in, halves out; parameters, their gradients and statistics are float.
template<class E, class... Axes>
struct half_steps {
  template<fixed_string... Names, class L, class Check>
  static void run(L& layer, const layer_case& c, Check check_rest) {
    using tensor = Tensor<E, Axes...>;
    using context = decltype(layer.context(std::declval<tensor&>()));
    STATIC_REQUIRE(std::is_same_v<std::remove_cvref_t<decltype(layer.forward(std::declval<tensor&>()).first)>, tensor>);
    STATIC_REQUIRE(std::is_same_v<decltype(layer.backward(std::declval<context&>(), std::declval<tensor&>())), tensor>);
    STATIC_REQUIRE((... && std::is_same_v<typename decltype(layer.template gradient<Names>())::value_type, float>));
    layer_steps_of<E, Axes...>::template run<Names...>(layer, c, check_rest);
  }
  /// The same with running statistics.
  template<fixed_string... Names, class L>
  static void run_tracking(L& layer, const layer_case& c) {
    run<Names...>(layer, c, [&](int step) {
      check_buffer<"running_mean">(layer, c, step);
      check_buffer<"running_var">(layer, c, step);
    });
  }
};

} // namespace axnorm::golden
