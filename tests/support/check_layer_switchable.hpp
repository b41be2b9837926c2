// Switchable norm as a layer, in one configuration of the golden file. Knows no formula.
#pragma once

#include "support/check_layer.hpp"

#include <string>

namespace axnorm::golden {

template<class F>
void check_switchable(const std::string& configuration) {
  const layer_case c{"switch_norm_2d", configuration};
  INFO(c.name());
  Layer<F> layer{dim<axes::C>(5)};
  set_parameter<"weight", axes::C>(layer, c);
  set_parameter<"bias", axes::C>(layer, c);
  set_parameter<"mean_weight", Fixed<axes::Set, 3>>(layer, c);
  set_parameter<"var_weight", Fixed<axes::Set, 3>>(layer, c);
  layer_steps<axes::N, axes::C, axes::H, axes::W>::run<"weight", "bias", "mean_weight", "var_weight">(
      layer, c, [&](int step) {
        check_buffer<"running_mean">(layer, c, step);
        check_buffer<"running_var">(layer, c, step);
      });
}

} // namespace axnorm::golden
