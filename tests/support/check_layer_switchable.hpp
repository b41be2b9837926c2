// Switchable norm as a layer, in one configuration of the golden file. Knows no formula.
#pragma once

#include "support/check_layer.hpp"

#include <cstddef>
#include <string>

namespace axnorm::golden {

/// The layer of a case of the family, with the parameters of the file. Inputs have the axes `Axes`.
template<class F, std::size_t Sets, class... Axes>
struct switchable_steps {
  layer_case c;
  Layer<F> layer{dim<axes::C>(5)};

  switchable_steps(const std::string& family, const std::string& configuration) : c{family, configuration} {
    set_parameter<"weight", axes::C>(layer, c);
    set_parameter<"bias", axes::C>(layer, c);
    set_parameter<"mean_weight", Fixed<axes::Set, Sets>>(layer, c);
    set_parameter<"var_weight", Fixed<axes::Set, Sets>>(layer, c);
  }
  void check_buffers(int step) {
    check_buffer<"running_mean">(layer, c, step);
    check_buffer<"running_var">(layer, c, step);
  }
};

template<class F, std::size_t Sets, class... Axes>
void check_switchable(const std::string& family, const std::string& configuration) {
  switchable_steps<F, Sets, Axes...> s(family, configuration);
  INFO(s.c.name());
  layer_steps<Axes...>::template run<"weight", "bias", "mean_weight", "var_weight">(
      s.layer, s.c, [&](int step) { s.check_buffers(step); });
}
/// Results alone, of a batch's statistics and of running ones from the file: without a way back, or what it needs,
/// there is little to compile.
template<class F, std::size_t Sets, class... Axes>
void check_switchable_results(const std::string& family, const std::string& configuration) {
  switchable_steps<F, Sets, Axes...> s(family, configuration);
  INFO(s.c.name());
  const auto x = s.c.template input<float, Axes...>("x", 0);
  Tensor<float, Axes...> y(x.extents());
  evaluate<F{}>(into(y), x, arg<"weight"> = s.layer.template parameter<"weight">(),
                arg<"bias"> = s.layer.template parameter<"bias">(),
                arg<"mean_weight"> = s.layer.template parameter<"mean_weight">(),
                arg<"var_weight"> = s.layer.template parameter<"var_weight">());
  compare_with(s.c, y, "y", 0, 1);

  const auto keep = [&](const auto& from, const auto& to) {
    std::transform(from.data(), from.data() + from.size(), to.data(), [](double v) { return static_cast<float>(v); });
  };
  keep(s.c.template exact<axes::C>("running_mean", evaluation - 1), s.layer.template buffer<"running_mean">());
  keep(s.c.template exact<axes::C>("running_var", evaluation - 1), s.layer.template buffer<"running_var">());
  s.layer.eval();
  s.layer(s.c.template input<float, Axes...>("x", evaluation), into(y));
  compare_with(s.c, y, "y", evaluation, 1);
}

} // namespace axnorm::golden
