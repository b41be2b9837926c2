// Layers through three steps of training and one of evaluation, beside what PyTorch computes in double: results,
// gradients, what is kept between steps, printed forms. Knows no formula.
#pragma once

#include "support/catch.hpp"
#include "support/check_allocations.hpp"
#include "support/golden_layers.hpp"
#include <axnorm/axnorm.hpp>
#include <axnorm/layer/layer.hpp>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace axnorm::golden {

inline void set(double& option, const std::string& text) { option = std::stod(text); }
inline void set(bool& option, const std::string& text) { option = text == "True"; }
inline void set(std::optional<double>& option, const std::string& text) {
  option = text == "None" ? std::nullopt : std::optional(std::stod(text));
}

/// `unit`: what rounding to the element type may change a number by.
template<class X>
void compare_with(const layer_case& c, const X& found, const std::string& tensor, int step, double reduced,
                  double unit = 0) {
  const errors e = c.compared(found, tensor, step);
  check_single(c.name() + ' ' + tensor + ' ' + std::to_string(step), e, reduced, unit);
}
template<class... Axes>
Tensor<float, Axes...> copy_of(View<float, Axes...> v) {
  Tensor<float, Axes...> r(v.extents());
  std::copy_n(v.data(), v.size(), r.data());
  return r;
}

/// `weight.grad`. Out of line: g++ 12 warns of overruns in strings of just the length that needs no memory.
[[gnu::noinline]] inline std::string gradient_name(std::string_view parameter) {
  std::string r(parameter);
  r += ".grad";
  return r;
}

/// A parameter of the layer: whether it is there as in PyTorch, its value from the file, and its gradients.
template<fixed_string Name, class... Axes, class L>
void set_parameter(L& layer, const layer_case& c) {
  const auto from = c.parameter<float, Axes...>(std::string(Name.view()));
  const auto to = layer.template parameter<Name>();
  bool visible = false;
  for (const auto& p : layer.parameters())
    visible = visible || p.name == Name.view();
  INFO(c.name() << ' ' << Name.view());
  REQUIRE(visible == c.has(gradient_name(Name.view())));
  if (visible) std::copy_n(from.data(), from.size(), to.data());
}
template<fixed_string Name, class L>
void check_gradient(L& layer, const layer_case& c, int step, double values) {
  const auto g = copy_of(layer.template gradient<Name>());
  const std::string name = gradient_name(Name.view());
  if (c.has((step == evaluation ? "eval." : "") + name))
    compare_with(c, g, name, step, values / static_cast<double>(std::max<std::int64_t>(1, g.size())));
}
template<fixed_string Name, class L>
void check_buffer(L& layer, const layer_case& c, int step) {
  if (step != evaluation && c.has(std::string(Name.view())))
    compare_with(c, copy_of(layer.template buffer<Name>()), std::string(Name.view()), step, 1);
}

/// The steps of one case on elements E. `Names`: parameters; what else is to be checked: `check_rest`. Inputs have the
/// axes `Axes`.
template<class E, class... Axes>
struct layer_steps_of {
  static constexpr double unit = std::is_same_v<E, bfloat16> ? 0x1p-8 : std::is_same_v<E, float16> ? 0x1p-11 : 0;
  template<fixed_string... Names, class L, class Check>
  static void run(L& layer, const layer_case& c, Check check_rest) {
    for (int step = 0; step <= evaluation; ++step) {
      if (step == evaluation) layer.eval();
      auto x = c.input<E, Axes...>("x", step);
      const auto dy = c.input<E, Axes...>("dy", step);
      Tensor<E, Axes...> y(x.extents()), dx(x.extents());
      auto context = layer.context(x);
      layer.forward(x, into(y), context);
      layer.backward(context, dy, into(dx));
      [[maybe_unused]] const auto values = static_cast<double>(x.size());
      compare_with(c, y, "y", step, 1, unit);
      compare_with(c, dx, "x.grad", step, 1, unit);
      (check_gradient<Names>(layer, c, step, values), ...);
      check_rest(step);
      if (step == evaluation) {
        Tensor<E, Axes...> again(x.extents());
        layer(x, into(again));
        CHECK(std::equal(y.data(), y.data() + y.size(), again.data()));
        check_steady(layer, x, dy, context, y, dx);
      }
    }
  }
  /// Calls like earlier ones allocate nothing: both ways in evaluation mode and in training, and evaluation.
  template<class L, class X, class Context>
  static void check_steady(L& layer, X& x, const X& dy, Context& context, X& y, X& dx) {
    const auto both_ways = [&] {
      layer.forward(x, into(y), context);
      layer.backward(context, dy, into(dx));
    };
    CHECK(check::allocations_of(both_ways) == 0);
    CHECK(check::allocations_of([&] { layer(x, into(y)); }) == 0);
    layer.train();
    both_ways();
    CHECK(check::allocations_of(both_ways) == 0);
    layer.eval();
  }
};
template<class... Axes>
using layer_steps = layer_steps_of<float, Axes...>;

/// What the names of a state should be.
template<class L>
void check_state_names(L& layer, const layer_case& c) {
  std::vector<std::string> expected;
  for (const std::string name : {"weight", "bias"})
    if (c.has(name + ".grad")) expected.push_back(name);
  for (const std::string name : {"running_mean", "running_var", "num_batches_tracked"})
    if (c.has(name)) expected.push_back(name);
  std::vector<std::string> names;
  for (const state_view& s : layer.state())
    names.push_back(s.name);
  CHECK(names == expected);
}

} // namespace axnorm::golden
