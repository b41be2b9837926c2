// The gradients of a norm as a layer, by its input and all its parameters, in training and in evaluation, beside
// central differences in double. Knows no formula.
#pragma once

#include "support/differences.hpp"
#include "support/tensors.hpp"
#include <axnorm/axis/type_name.hpp>
#include <axnorm/layer/layer.hpp>

#include <cstddef>
#include <cstdint>

namespace axnorm::check {

/// Of a layer on x, as it is now: training or not.
template<class X, class L>
void check_differences(L& layer, X& x) {
  X y(x.extents()), dy(x.extents()), dx(x.extents());
  fill_with_noise(dy, 2);
  auto context = layer.context(x);
  layer.forward(x, into(y), context);
  std::uint32_t seed = 3;
  for (const auto& p : layer.parameters())
    for (std::int64_t i = 0; i < p.size; ++i) { // 0.3 to 1: within what clamps let through
      seed = seed * 1664525u + 1013904223u;
      p.data[i] = 0.3 + 0.7 * (seed >> 8) / 0x1p24;
    }
  layer.zero_gradients();
  layer.forward(x, into(y), context);
  layer.backward(context, dy, into(dx));
  const auto value = [&] {
    layer.forward(x, into(y), context);
    return inner(y, dy);
  };
  compare_with_differences(x, dx, value);
  const auto parameters = layer.parameters(), gradients = layer.gradients();
  REQUIRE(parameters.size() == gradients.size());
  for (std::size_t k = 0; k < parameters.size(); ++k) {
    INFO(parameters[k].name);
    for (std::int64_t i = 0; i < parameters[k].size; ++i)
      CHECK(gradients[k].data[i] ==
            Approx(central_difference(parameters[k].data[i], value)).epsilon(1e-6).margin(1e-7));
  }
}

template<class F, class X = Tensor<double, axes::N, axes::C, axes::H, axes::W>, class... Extents>
void check_norm_differences(const Extents&... extents) {
  Layer<F, double> layer{extents...};
  INFO(type_name<F>());
  X x;
  if constexpr (X::rank == 4)
    x = X(3, 4, 2, 5);
  else
    x = X(3, 4, 5);
  fill_with_noise(x, 1);
  check_differences(layer, x);
  layer.eval();
  check_differences(layer, x);
}

} // namespace axnorm::check
