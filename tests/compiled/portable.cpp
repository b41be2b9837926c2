// portable LEVEL: a layer whose code is in a library gives what it should, at the level that is expected and at those
// below.
#include "own.hpp"
#include <axnorm/axis/shape_error.hpp>
#include <axnorm/layer/sgd.hpp>
#include <axnorm/tensor/algorithm.hpp>

#include <cmath>
#include <cstdint>
#include <cstdio>
#include <stdexcept>
#include <string_view>
#include <utility>
#include <vector>

using namespace axnorm;
using namespace axnorm::axes;
using Sequence = Tensor<float, N, C, L>;
using OwnLayer = compiled::Layer<Own>;

namespace {

int failures = 0;
void check(bool holds, std::string_view what) {
  if (holds) return;
  std::printf("wrong: %.*s\n", static_cast<int>(what.size()), what.data());
  ++failures;
}
template<class Error, class Call>
void check_throws(Call call, std::string_view words) {
  try {
    call();
  } catch (const Error& e) {
    check(std::string_view(e.what()).find(words) != std::string_view::npos, e.what());
    return;
  }
  check(false, words);
}
bool near(double a, double b) { return std::abs(a - b) <= 1e-5 * (1 + std::abs(b)); }

const std::int64_t n = 3, c = 5, l = 37;
Sequence numbers(int seed) {
  Sequence x(n, c, l);
  generate(x, [&](auto i, auto j, auto k) {
    return std::sin(static_cast<float>(seed + 7 * i * i + 3 * j * k + k)) + static_cast<float>(j);
  });
  return x;
}

/// Batch norm and its gradient, in double.
struct reference {
  std::vector<double> y, dx, dweight, dbias, mean, var;
  reference(const Sequence& x, const Sequence& dy)
      : y(static_cast<std::size_t>(x.size())), dx(y), dweight(c), dbias(c), mean(c), var(c) {
    const double count = static_cast<double>(n * l);
    for (std::int64_t j = 0; j < c; ++j) {
      const auto each = [&](auto f) {
        for (std::int64_t i = 0; i < n; ++i)
          for (std::int64_t k = 0; k < l; ++k)
            f(static_cast<double>(x(i, j, k)), static_cast<double>(dy(i, j, k)),
              static_cast<std::size_t>((i * c + j) * l + k));
      };
      const auto at = static_cast<std::size_t>(j);
      each([&](double v, double, std::size_t) { mean[at] += v / count; });
      each([&](double v, double, std::size_t) { var[at] += (v - mean[at]) * (v - mean[at]) / count; });
      const double scale = 1 / std::sqrt(var[at] + 1e-5);
      each([&](double v, double d, std::size_t to) {
        y[to] = (v - mean[at]) * scale;
        dweight[at] += d * y[to];
        dbias[at] += d;
      });
      each([&](double, double d, std::size_t to) {
        dx[to] = scale * (d - dbias[at] / count - y[to] * dweight[at] / count);
      });
    }
  }
};
void check_near(const float* given, const std::vector<double>& expected, std::string_view what) {
  for (std::size_t i = 0; i < expected.size(); ++i)
    if (!near(static_cast<double>(given[i]), expected[i])) return check(false, what);
}

void check_layer(std::string_view level) {
  const Sequence x = numbers(1), dy = numbers(2);
  const reference expected(x, dy);
  OwnLayer layer{dim<C>(c)};
  check(compiled::name_of(layer.built_for()) == level, "the level that the layer is built for");
  check(layer.text() == "Norm over {N, L}, affine {C}, tracked {C}, eps=1e-05, momentum=0.1", layer.text());

  auto [y, context] = layer.forward(x);
  check_near(y.data(), expected.y, "forward");
  check(context.is_filled() && context.is_finite(), "what a context says of itself");
  const auto dx = layer.backward(context, dy);
  check_near(dx.data(), expected.dx, "backward");
  check_near(layer.gradients()[0].data, expected.dweight, "the gradient of the weight");
  check_near(layer.gradients()[1].data, expected.dbias, "the gradient of the bias");

  Sequence other(n, c, l);
  auto again = layer.context(x);
  layer.forward(x, into(other), again, threads(1));
  check_near(other.data(), expected.y, "forward into memory");
  layer.backward(again, dy, into(other), accumulate, threads(1));
  check_near(other.data(), expected.dx, "backward into memory");
  auto twice = expected.dbias;
  for (double& d : twice)
    d *= 2;
  check_near(layer.gradients()[1].data, twice, "gradients that are added");
  auto [held, of_temporary] = layer.forward(numbers(1));
  check_near(layer.backward(of_temporary, dy).data(), expected.dx, "backward of a temporary");

  check(layer.batches_tracked() == 3 && layer.buffers().size() == 2, "what is tracked");
  check_throws<std::logic_error>([&] { layer(x); }, "training mode");
  OwnLayer copy = layer;
  layer.eval();
  check(!layer.is_training() && copy.is_training(), "modes");
  layer(x, into(other));
  for (std::int64_t j = 0; j < c; ++j) {
    const auto at = static_cast<std::size_t>(j);
    const double kept = 1 - 0.9 * 0.9 * 0.9, unbiased = expected.var[at] * (n * l) / (n * l - 1.0);
    const double m = kept * expected.mean[at], v = 1 - kept + kept * unbiased;
    check(near(static_cast<double>(layer.buffers()[0].data[j]), m), "the running mean");
    check(near(static_cast<double>(other(1, j, 2)), (static_cast<double>(x(1, j, 2)) - m) / std::sqrt(v + 1e-5)),
          "evaluation");
  }

  SGD<float> sgd({.rate = 0.5});
  sgd.add(copy.parameters(), copy.gradients());
  copy.zero_gradients();
  sgd.step();
  check(copy.parameters()[0].data[0] == 1, "a step with gradients of 0");

  // Errors arrive as what they are, through whatever lies between.
  check_throws<shape_error>([&] { layer(Sequence(n, c + 1, l)); }, "axis C has extent 6 in input x, but 5 in");
  check_throws<shape_error>([&] { layer(x, into(Sequence(n, c, 1))); }, "axis L has extent");
  auto empty = layer.context(x);
  check_throws<std::logic_error>([&] { layer.backward(empty, dy); }, "takes a context that a forward");
}

} // namespace

int main(int count, char** given) {
  if (count != 2) return 2;
  const std::string_view expected = given[1];
  try {
    compiled::used_level();
  } catch (const std::exception& e) {
    std::puts(e.what());
    return 3;
  }
  check(compiled::name_of(compiled::used_level()) == expected, compiled::name_of(compiled::used_level()));
  check_layer(expected);

  // Layers stay what they were made for, and their states go from one to the other.
  OwnLayer first{dim<C>(c)};
  compiled::use_level(compiled::level::v2);
  check_layer("v2");
  OwnLayer second{dim<C>(c)};
  check(second.built_for() == compiled::level::v2 && compiled::name_of(first.built_for()) == expected,
        "the level that a layer was made for");
  const Sequence x = numbers(3), dy = numbers(4);
  auto [y, context] = first.forward(x);
  second.load_state(first.state());
  check(second.batches_tracked() == 1, "a state from a layer of another level");
  if (expected != "v2")
    check_throws<std::logic_error>([&] { second.backward(context, dy); }, "takes a context that a forward");
  check_throws<std::invalid_argument>([] { compiled::use_level(compiled::level::base); }, "no level up to base");
  return failures == 0 ? 0 : 1;
}
