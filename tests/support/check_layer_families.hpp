// The families of PyTorch's layers with their options, each checked in all its configurations.
#pragma once

#include "support/check_layer.hpp"
#include <axnorm/layer/torch/batch_norm.hpp>
#include <axnorm/layer/torch/layer_norm.hpp>

#include <string>

namespace axnorm::golden {

using axes::C;

/// Batch and instance norm. Inputs have the axes `Axes`.
template<class L, class Options, class... Axes>
void check_tracking_norm(const std::string& family) {
  for (const layer_case& c : cases_of(family)) {
    INFO(c.name());
    Options o;
    for (const auto& [key, value] : settings_of(c)) {
      if (key == "eps") set(o.eps, value);
      if (key == "momentum") set(o.momentum, value);
      if (key == "affine") set(o.affine, value);
      if (key == "bias") set(o.bias, value);
      if (key == "track_running_stats") set(o.track_running_stats, value);
    }
    L layer(5, o);
    CHECK(layer.text() == printed_form(c));
    check_state_names(layer, c);
    set_parameter<"weight", C>(layer, c);
    set_parameter<"bias", C>(layer, c);
    layer_steps<Axes...>::template run<"weight", "bias">(layer, c, [&](int step) {
      check_buffer<"running_mean">(layer, c, step);
      check_buffer<"running_var">(layer, c, step);
      if (step == evaluation) return;
      const double batches = c.has("num_batches_tracked") ? c.exact<>("num_batches_tracked", step)() : 0;
      CHECK(static_cast<double>(layer.batches_tracked()) == batches);
    });
  }
}
template<class L, class... Axes>
void check_batch_norm(const std::string& family) {
  check_tracking_norm<L, torch::batch_norm_options, Axes...>(family);
}
template<class L, class... Axes>
void check_instance_norm(const std::string& family) {
  check_tracking_norm<L, torch::instance_norm_options, Axes...>(family);
}

template<class Layer, class Options, class... Axes>
struct family_of {
  template<class Make, class SetParameters>
  static void check_all(const std::string& family, Make make, SetParameters set_parameters) {
    for (const layer_case& c : cases_of(family)) {
      INFO(c.name());
      Options o;
      for (const auto& [key, value] : settings_of(c)) {
        if (key == "eps") set(o.eps, value);
        if constexpr (requires { o.affine; })
          if (key == "affine") set(o.affine, value);
        if constexpr (requires { o.elementwise_affine; })
          if (key == "elementwise_affine") set(o.elementwise_affine, value);
        if constexpr (requires { o.bias; })
          if (key == "bias") set(o.bias, value);
      }
      Layer layer = make(o);
      CHECK(layer.text() == printed_form(c));
      check_state_names(layer, c);
      set_parameters(layer, c);
      const auto nothing = [](int) {};
      if constexpr (requires { layer.template gradient<"bias">(); })
        layer_steps<Axes...>::template run<"weight", "bias">(layer, c, nothing);
      else
        layer_steps<Axes...>::template run<"weight">(layer, c, nothing);
    }
  }
};

template<class... Affine>
inline constexpr auto both = [](auto& layer, const layer_case& c) {
  set_parameter<"weight", Affine...>(layer, c);
  set_parameter<"bias", Affine...>(layer, c);
};
template<class... Affine>
inline constexpr auto weight_only =
    [](auto& layer, const layer_case& c) { set_parameter<"weight", Affine...>(layer, c); };

template<class Layer, class... Axes>
void check_local_response_of(const layer_case& c, int size) {
  torch::local_response_norm_options o;
  for (const auto& [key, value] : settings_of(c)) {
    if (key == "size") REQUIRE(std::stoi(value) == size);
    if (key == "alpha") set(o.alpha, value);
    if (key == "beta") set(o.beta, value);
    if (key == "k") set(o.k, value);
  }
  Layer layer(o);
  CHECK(layer.text() == printed_form(c));
  CHECK(layer.state().empty());
  layer_steps<Axes...>::template run<>(layer, c, [](int) {});
}
template<int Size, class... Axes>
void check_local_response(const layer_case& c) {
  check_local_response_of<torch::LocalResponseNorm<Size>, Axes...>(c, Size);
}

} // namespace axnorm::golden
