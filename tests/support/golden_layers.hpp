// PyTorch's layers step by step, as tests/golden/generate_layers.py writes them: the numbers in tests/golden/layers,
// the printed forms in tests/golden/layers.txt. Knows no formula.
#pragma once

#include "support/golden.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace axnorm::golden {

/// tests/golden/layers.
const file& layers();

/// Three steps of training, 0 to 2, then one of evaluation.
inline constexpr int evaluation = 3;

/// A configuration of a family of layers: `layer_case{"batch_norm_2d", "momentum=None"}`.
struct layer_case {
  std::string family, configuration;

  std::string name() const { return family + '/' + configuration; }

  /// What goes into a step: `input<float, N, C, H, W>("x", 0)`, or "dy", axes in any order.
  template<class T, class... Axes>
  Tensor<T, Axes...> input(const std::string& tensor, int step) const {
    return part<T, Axes...>(family, tensor, step);
  }
  /// "weight", "bias", "mean_weight" or "var_weight", the same in all steps.
  template<class T, class... Axes>
  Tensor<T, Axes...> parameter(const std::string& tensor) const {
    return layers().read<T, Axes...>(family + ' ' + tensor);
  }
  /// Whether the configuration has such a result: "y", "x.grad", "weight.grad", "running_mean", ...
  bool has(const std::string& tensor) const { return layers().has(name() + ' ' + tensor); }
  /// What PyTorch computes in double. What is kept between steps is as after the step; of the evaluation there is none.
  template<class... Axes>
  Tensor<double, Axes...> exact(const std::string& tensor, int step) const {
    return part<double, Axes...>(name(), tensor, step);
  }
  /// How far a result is from that.
  template<class T, class... Axes>
  errors compared(const Tensor<T, Axes...>& found, const std::string& tensor, int step) const {
    return golden::compared(found, exact<Axes...>(tensor, step), layers().at(entry_name(name(), tensor, step)).error);
  }

private:
  static std::string entry_name(const std::string& of, const std::string& tensor, int step) {
    return of + (step == evaluation ? " eval." : " ") + tensor;
  }
  template<class T, class... Axes>
  static Tensor<T, Axes...> part(const std::string& of, const std::string& tensor, int step) {
    const std::string entry = entry_name(of, tensor, step);
    if (step == evaluation) return layers().read<T, Axes...>(entry);
    const auto all = layers().read<T, Step, Axes...>(entry);
    extents_array<sizeof...(Axes)> extents{};
    std::copy(all.extents().begin() + 1, all.extents().end(), extents.begin());
    Tensor<T, Axes...> r(extents);
    std::copy_n(all.data() + step * r.size(), r.size(), r.data());
    return r;
  }
};

/// How PyTorch prints the layer of a case: `BatchNorm2d(5, eps=1e-05, momentum=None, ...)`.
std::string printed_form(const layer_case& c);

/// `eps=0.001,momentum=None` of its configuration by key.
std::map<std::string, std::string> settings_of(const layer_case& c);

/// The configurations of a family, as layers.txt lists them.
std::vector<layer_case> cases_of(const std::string& family);

} // namespace axnorm::golden
