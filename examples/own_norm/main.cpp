// A norm of one's own, in ten lines, with a mask, groups, a tracked statistic and a shielded scale: its gradients are held
// against finite differences, then it learns. Nothing else had to be written for either.
#include <axnorm/axnorm.hpp>
#include <axnorm/layer/io.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <iostream>

using namespace axnorm;
using namespace axnorm::axes;

namespace {

constexpr auto x = input<"x">;
constexpr auto valid = input<"valid">;
struct Own {
  using groups = Over<Group<C, G>, L>;
  static constexpr auto size = sqrt(mean<Over<N, L>>(square(x), valid) + 1e-5);
  static constexpr auto scale = tracked<"scale", C>(size, Momentum<0.1>{}, initially(1));
  static constexpr auto whitened = (x - mean<groups>(x, valid)) * rsqrt(var<groups>(x, valid) + 1e-5);
  static constexpr auto gain = parameter<"weight", C>(1);
  static constexpr auto shift = parameter<"bias", C>(0);
  static constexpr auto formula = where(valid, whitened * stop_gradient(scale) * gain + shift, 0);
};

using sequences = Tensor<double, N, C, L>;

/// Sequences of several lengths, and what is to be made of them.
struct task {
  sequences signal{6, 4, 13}, wanted{6, 4, 13};
  Tensor<bool, N, L> mask{6, 13};

  task() {
    const auto number = [](std::int64_t i) { return static_cast<double>(i); };
    generate(signal, [&](auto n, auto c, auto l) { return number(c) + std::sin(1 + number(n * n + 3 * c * l + l)); });
    generate(wanted, [&](auto n, auto c, auto l) { return number(c) - std::cos(number(n * n + 3 * c * l + l)); });
    generate(mask, [](auto n, auto l) { return l < 13 - n; });
  }
};

/// Half the sum of squared differences, and its gradient.
double loss_of(const sequences& y, const task& t, sequences& dy) {
  double loss = 0;
  for (std::int64_t i = 0; i < y.size(); ++i) {
    dy.data()[i] = (y.data()[i] - t.wanted.data()[i]) / 100;
    loss += 50 * dy.data()[i] * dy.data()[i];
  }
  return loss;
}

/// The largest difference between a derived gradient and central differences of the loss, relative to the largest
/// gradient. No gradient passes the scale, so differences are taken in evaluation, where the buffer stands for it and
/// does not move.
class differences {
public:
  explicit differences(const task& t) : t_(t) {}

  double largest() {
    layer_.forward(x = t_.signal, valid = t_.mask, into(y_), context_);
    set_scale();
    layer_.eval();
    layer_.forward(x = t_.signal, valid = t_.mask, into(y_), context_);
    loss_of(y_, t_, dy_);
    layer_.backward(context_, dy_, into(dx_));
    for (std::int64_t i = 0; i < dx_.size(); i += 7)
      compare(t_.signal.data()[i], dx_.data()[i]);
    const auto parameters = layer_.parameters(), gradients = layer_.gradients();
    for (std::size_t k = 0; k < parameters.size(); ++k)
      for (std::int64_t i = 0; i < parameters[k].size; ++i)
        compare(parameters[k].data[i], gradients[k].data[i]);
    return off_ / scale_;
  }

private:
  task t_;
  Layer<Own, double> layer_{dim<C>(4), dim<G>(2)};
  sequences y_{6, 4, 13}, dy_{6, 4, 13}, dx_{6, 4, 13}, ignored_{6, 4, 13};
  decltype(layer_.context(x = t_.signal, valid = t_.mask)) context_{};
  double off_ = 0, scale_ = 0;

  void set_scale() {
    auto scale = layer_.buffer<"scale">();
    for (int c = 0; c < 4; ++c)
      scale(c) = 0.5 + c;
  }
  double loss() {
    layer_(x = t_.signal, valid = t_.mask, into(y_));
    return loss_of(y_, t_, ignored_);
  }
  void compare(double& number, double derived) {
    const double at = number, step = 1e-5;
    number = at + step;
    const double above = loss();
    number = at - step;
    const double below = loss();
    number = at;
    off_ = std::max(off_, std::abs((above - below) / (2 * step) - derived));
    scale_ = std::max(scale_, std::abs(derived));
  }
};

} // namespace

int main() {
  const task t;
  const double off = differences(t).largest();
  std::printf("largest difference from finite differences, of the largest gradient: %.1e\n", off);

  Layer<Own, double> layer{dim<C>(4), dim<G>(2)};
  SGD<double> sgd({.rate = 0.2, .momentum = 0.9});
  sgd.add(layer.parameters(), layer.gradients());
  sequences y(6, 4, 13), dy(6, 4, 13), dx(6, 4, 13);
  auto context = layer.context(x = t.signal, valid = t.mask);
  double first = 0, last = 0;
  for (int step = 0; step < 60; ++step) {
    layer.forward(x = t.signal, valid = t.mask, into(y), context);
    last = loss_of(y, t, dy);
    if (step == 0) first = last;
    layer.backward(context, dy, into(dx));
    sgd.step();
  }
  std::cout << layer << '\n';
  std::printf("loss before training %.3f, after 60 steps %.3f\n", first, last);
  return off < 1e-7 && last < first / 2 ? 0 : 1;
}
