// Optimizers, compared with ten steps of PyTorch's; what they refuse; saving and resuming.
#include "support/golden.hpp"
#include <axnorm/expr/expr.hpp>
#include <axnorm/layer/layer.hpp>
#include <axnorm/layer/optimizer.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <limits>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <vector>

using namespace axnorm;
using namespace axnorm::axes;

namespace {

using golden::Step;
constexpr int steps = 10;

const golden::file& vectors() {
  static const golden::file f("tests/golden/optimizers");
  return f;
}

/// The parameters of the golden cases with their gradients.
template<class T>
struct model {
  Tensor<T, C> weight = vectors().read<T, C>("start weight"), dweight{19};
  Tensor<T, K> bias = vectors().read<T, K>("start bias"), dbias{3};
  Tensor<T, Step, C> dweights = vectors().read<T, Step, C>("start weight.grad");
  Tensor<T, Step, K> dbiases = vectors().read<T, Step, K>("start bias.grad");

  void give(auto& optimizer) {
    optimizer.add({named("weight", weight), named("bias", bias)}, {named("weight", dweight), named("bias", dbias)});
  }
  /// Writes the gradients of a step.
  void arrive(int step) {
    std::copy_n(dweights.data() + step * dweight.size(), dweight.size(), dweight.data());
    std::copy_n(dbiases.data() + step * dbias.size(), dbias.size(), dbias.data());
  }
};

/// The largest difference, in units in the last place of each parameter as it was at first.
template<class T>
double ulps(const T* ours, const T* theirs, const T* start, std::int64_t n) {
  double most = 0;
  for (std::int64_t i = 0; i < n; ++i)
    most = std::max(most, static_cast<double>(std::abs(ours[i] - theirs[i]) /
                                              (std::abs(start[i]) * std::numeric_limits<T>::epsilon())));
  return most;
}

template<class T>
std::string suffix() {
  return std::is_same_v<T, float> ? ".float" : ".double";
}

/// Ten steps beside PyTorch's of that name: parameters to `most` ulp, buffers to the last bit.
template<class Optimizer, class T>
void compare(const std::string& name, Optimizer optimizer, double most) {
  CAPTURE(name, suffix<T>());
  model<T> m;
  const model<T> start;
  m.give(optimizer);
  const auto weights = vectors().read<T, Step, C>(name + " weight" + suffix<T>());
  const auto biases = vectors().read<T, Step, K>(name + " bias" + suffix<T>());
  for (int s = 0; s < steps; ++s) {
    CAPTURE(s);
    m.arrive(s);
    optimizer.step();
    CHECK(ulps(m.weight.data(), weights.data() + s * 19, start.weight.data(), 19) <= most);
    CHECK(ulps(m.bias.data(), biases.data() + s * 3, start.bias.data(), 3) <= most);
    if (name.ends_with("/halved") && s == 4) optimizer.rate(optimizer.rate() / 2);
  }
  for (const state_view& b : optimizer.state()) {
    if (b.name == "0.step") {
      CHECK(*b.as<std::int64_t>() == steps);
      continue;
    }
    const std::string tensor = name + ' ' + b.name.substr(2) + suffix<T>();
    CAPTURE(tensor);
    bool same = true;
    if (b.size == 19) {
      same = std::ranges::equal(std::span(b.as<const T>(), 19), std::span(vectors().read<T, C>(tensor).data(), 19));
    } else {
      same = std::ranges::equal(std::span(b.as<const T>(), 3), std::span(vectors().read<T, K>(tensor).data(), 3));
    }
    CHECK(same);
  }
}
void sgd_like(const std::string& name, const sgd_settings& s) {
  compare<SGD<float>, float>(name, SGD<float>(s), 0);
  compare<SGD<double>, double>(name, SGD<double>(s), 0);
}
void adam_like(const std::string& name, const adam_settings& s) {
  compare<Adam<float>, float>(name, Adam<float>(s), 1);
  compare<Adam<double>, double>(name, Adam<double>(s), 1);
}

std::string refused(const std::function<void()>& call) {
  try {
    call();
  } catch (const std::invalid_argument& e) {
    return e.what();
  }
  return {};
}

} // namespace

TEST_CASE("SGD steps like PyTorch's", "[layer][optimizer]") {
  sgd_like("sgd/plain", {.rate = 0.1});
  sgd_like("sgd/decay", {.rate = 0.1, .weight_decay = 0.01});
  sgd_like("sgd/momentum", {.rate = 0.1, .momentum = 0.9});
  sgd_like("sgd/dampening", {.rate = 0.1, .momentum = 0.7, .dampening = 0.3});
  sgd_like("sgd/nesterov", {.rate = 0.03, .momentum = 0.9, .nesterov = true});
  sgd_like("sgd/nesterov,decay", {.rate = 0.03, .momentum = 0.9, .weight_decay = 0.1, .nesterov = true});
  sgd_like("sgd/all", {.rate = 0.03, .momentum = 0.9, .weight_decay = 0.1, .dampening = 0.5});
  sgd_like("sgd/momentum/halved", {.rate = 0.1, .momentum = 0.9});
}

TEST_CASE("Adam steps like PyTorch's", "[layer][optimizer]") {
  adam_like("adam/default", {});
  adam_like("adam/decay", {.rate = 0.01, .weight_decay = 0.1});
  adam_like("adam/betas", {.rate = 0.01, .beta1 = 0.4, .beta2 = 0.9, .eps = 1e-3});
  adam_like("adam/default/halved", {});
  adam_like("adamw/decay", {.rate = 0.01, .weight_decay = 0.1, .decoupled = true});
}

TEST_CASE("an optimizer resumed from a saved state goes on with the same bits", "[layer][optimizer]") {
  const auto resume = [](auto optimizer, auto other) {
    model<float> m, copy;
    m.give(optimizer);
    for (int s = 0; s < steps; ++s) {
      if (s == 4) {
        copy.weight = m.weight;
        copy.bias = m.bias;
        copy.give(other);
        other.load_state(optimizer.state());
      }
      m.arrive(s);
      optimizer.step();
      if (s < 4) continue;
      copy.arrive(s);
      other.step();
    }
    CHECK(std::equal(m.weight.data(), m.weight.data() + 19, copy.weight.data()));
    CHECK(std::equal(m.bias.data(), m.bias.data() + 3, copy.bias.data()));
  };
  const sgd_settings momentum{.momentum = 0.9};
  resume(SGD<float>(momentum), SGD<float>(momentum));
  resume(Adam<float>(), Adam<float>());
}

TEST_CASE("what an optimizer remembers has names and axes, and stays where it is", "[layer][optimizer]") {
  Adam<float> adam;
  model<float> m, second;
  m.give(adam);
  const auto first = adam.state();
  second.give(adam);
  std::string names;
  for (const state_view& s : adam.state())
    names += s.name + ' ';
  CHECK(names == "0.step 0.weight.exp_avg 0.weight.exp_avg_sq 0.bias.exp_avg 0.bias.exp_avg_sq "
                 "1.step 1.weight.exp_avg 1.weight.exp_avg_sq 1.bias.exp_avg 1.bias.exp_avg_sq ");
  CHECK(first[1].dims == named("", m.weight).dims);
  adam.step();
  CHECK(*first[0].as<std::int64_t>() == 1);
  const Adam<float>& constant = adam;
  CHECK(constant.state()[1].is_const());
  CHECK(constant.state()[1].bytes().data() == first[1].bytes().data());

  Adam<float> other;
  m.give(other);
  CHECK(refused([&] { other.load_state(adam.state()); }).starts_with("the state to load has the unknown names 1.step"));
  CHECK(*other.state()[0].as<std::int64_t>() == 0);
  const SGD<float> none; // nothing was added, so there is nothing to remember
  CHECK(none.state().empty());
}

TEST_CASE("parameters that are added later begin with their own first step", "[layer][optimizer]") {
  SGD<double> sgd({.rate = 1, .momentum = 0.5, .dampening = 0.5});
  double p[]{0, 0}, g[]{1, 1};
  sgd.add({{"a", p, 1}}, {{"a", g, 1}});
  sgd.step();
  sgd.add({{"a", p + 1, 1}}, {{"a", g + 1, 1}});
  sgd.step();
  CHECK(p[0] == -2); // 1, then 0.5 + 0.5
  CHECK(p[1] == -1);
}

namespace {
/// A share between 0 and 1, and a gain that has no upper bound.
struct Ranged {
  static constexpr auto share = parameter<"share", C>(0.5, within(0, 1));
  static constexpr auto gain = parameter<"gain">(1, within(0.25, std::numeric_limits<double>::infinity()));
  static constexpr auto formula = input<"x"> * share * gain + parameter<"bias", C>(0);
};
} // namespace
TEST_CASE("parameters are kept within their ranges", "[layer][optimizer]") {
  const auto check = [](auto optimizer) {
    Layer<Ranged, double> layer{dim<C>(4)};
    const auto parameters = layer.parameters(), gradients = layer.gradients();
    REQUIRE(parameters.size() == 3);
    CHECK(parameters[0].low == 0);
    CHECK(parameters[0].high == 1);
    CHECK(parameters[1].low == 0.25);
    CHECK(std::isinf(parameters[1].high));
    CHECK(std::isinf(parameters[2].low));
    optimizer.add(parameters, gradients);
    const double slopes[]{100, -100, 0, std::numeric_limits<double>::quiet_NaN()};
    std::copy_n(slopes, 4, gradients[0].data);
    *gradients[1].data = 100;
    std::fill_n(gradients[2].data, 4, 100);
    optimizer.rate(0.9);
    optimizer.step();
    CHECK(parameters[0].data[0] == 0);
    CHECK(parameters[0].data[1] == 1);
    CHECK(parameters[0].data[2] == 0.5);
    CHECK(std::isnan(parameters[0].data[3]));
    CHECK(*parameters[1].data == 0.25);
    CHECK(parameters[2].data[0] < -0.5);
    *gradients[1].data = -1000;
    optimizer.step();
    CHECK(*parameters[1].data > 0.25);
  };
  check(SGD<double>());
  check(Adam<double>({.beta1 = 0}));
}

TEST_CASE("gradients are cleared and the rate can be changed", "[layer][optimizer]") {
  model<float> m;
  SGD<float> sgd({.rate = 0.5});
  m.give(sgd);
  m.arrive(0);
  sgd.zero_gradients();
  CHECK(std::ranges::count(std::span(m.dweight.data(), 19), 0.f) == 19);
  CHECK(std::ranges::count(std::span(m.dbias.data(), 3), 0.f) == 3);
  const float before = m.weight(4);
  m.dweight(4) = 1;
  sgd.rate(0.25);
  CHECK(sgd.rate() == 0.25);
  sgd.step();
  CHECK(m.weight(4) == before - 0.25f);
  CHECK(m.weight(3) == model<float>().weight(3));
  CHECK(refused([&] { sgd.rate(-1); }) == "the rate of SGD must be 0 or more, but -1 was given");
  CHECK(sgd.rate() == 0.25);
}

TEST_CASE("settings that make no sense are refused", "[layer][optimizer]") {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const auto sgd = [](const sgd_settings& s) { return refused([&] { SGD<float>{s}; }); };
  CHECK(sgd({.rate = -0.1}) == "the rate of SGD must be 0 or more, but -0.1 was given");
  CHECK(sgd({.rate = nan}) == "the rate of SGD must be 0 or more, but nan was given");
  CHECK(sgd({.momentum = -1}) == "the momentum of SGD must be 0 or more, but -1 was given");
  CHECK(sgd({.weight_decay = -1e-4}) == "the weight decay of SGD must be 0 or more, but -1e-04 was given");
  CHECK(sgd({.dampening = 0.5, .nesterov = true}) ==
        "Nesterov's momentum needs a momentum above 0 and no dampening, but momentum 0 and dampening 0.5 were given");
  CHECK(!sgd({.momentum = 0.9, .dampening = 0.5, .nesterov = true}).empty());
  CHECK(!sgd({.nesterov = true}).empty());
  CHECK(sgd({.rate = 0, .momentum = 0.9, .nesterov = true}).empty());
  const auto adam = [](const adam_settings& s) { return refused([&] { Adam<float>{s}; }); };
  CHECK(adam({.rate = -1}) == "the rate of Adam must be 0 or more, but -1 was given");
  CHECK(adam({.beta1 = 1}) == "beta1 of Adam must be 0 or more and less than 1, but 1 was given");
  CHECK(adam({.beta2 = -0.5}) == "beta2 of Adam must be 0 or more and less than 1, but -0.5 was given");
  CHECK(adam({.eps = -1}) == "the eps of Adam must be 0 or more, but -1 was given");
  CHECK(adam({.weight_decay = -1}) == "the weight decay of Adam must be 0 or more, but -1 was given");
  CHECK(adam({.beta1 = 0, .beta2 = 0, .eps = 0}).empty());
}

TEST_CASE("parameters and gradients that do not fit are refused, and none of them taken", "[layer][optimizer]") {
  Tensor<float, C> w(3), dw(3), longer(4), b(2), db(2);
  Tensor<float, K> other(3);
  SGD<float> sgd({.rate = 1});
  const named_view weight = named("weight", w), bias = named("bias", b), dbias = named("bias", db);
  const auto added = [&](const std::vector<named_view<float>>& p, const std::vector<named_view<float>>& g) {
    return refused([&] { sgd.add(p, g); });
  };
  CHECK(added({bias, weight}, {dbias}) == "there are 2 parameters, but 1 gradients");
  CHECK(added({bias, weight}, {dbias, named("wieght", dw)}) == "parameter 2 is weight, but gradient 2 is wieght");
  CHECK(added({bias, weight}, {dbias, named("weight", longer)}) ==
        "weight has extent 3 along axis C, but its gradient has 4");
  CHECK(added({bias, weight}, {dbias, named("weight", other)}) == "weight has axes {C}, but its gradient has {K}");
  CHECK(added({bias, weight}, {dbias, {"weight", dw.data(), 2}}) == "weight has 3 elements, but its gradient has 2");
  CHECK(added({bias, weight}, {dbias, {"weight", nullptr, 3}}) ==
        "the gradient of weight has 3 elements, but no memory");
  CHECK(added({bias, named("bias", w)}, {dbias, named("bias", dw)}) == "two parameters are named bias");
  CHECK(added({weight, {"tail", w.data() + 2, 1}}, {named("weight", dw), {"tail", db.data(), 1}}) ==
        "parameter tail shares memory with parameter weight, which was added before");
  CHECK(sgd.state().empty());
  CHECK_THROWS_WITH(sgd.step(), containing("SGD has no parameters"));
  CHECK(added({weight}, {named("weight", dw)}).empty());
  CHECK(added({weight}, {named("weight", dw)}) ==
        "parameter weight shares memory with parameter weight, which was added before");
  CHECK(sgd.state().size() == 1); // the number of steps: without momentum there is no buffer
}
