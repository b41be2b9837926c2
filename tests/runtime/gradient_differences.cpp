// Gradients of norms as layers beside central differences in double. Further norms: gradient_differences.all.cpp.
#include "support/check_differences.hpp"
#include "support/tracking_norms.hpp"
#include <axnorm/norm/named.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>

using namespace axnorm;
using namespace axnorm::axes;
using check::check_norm_differences;
using check::fill_with_noise;

TEST_CASE("central differences of batch, group and root mean square norm", "[gradient]") {
  check_norm_differences<BatchNorm>();
  check_norm_differences<GroupNorm<2>>();
  check_norm_differences<RMSNorm<C, W>>();
}

TEST_CASE("central differences of batch renorm with what corrects it held", "[gradient]") {
  Layer<formulas::BatchRenorm, double> layer{dim<C>(2)};
  using sequences = Tensor<double, N, C, L>;
  sequences x(4, 2, 5), y(4, 2, 5), dy(4, 2, 5), dx(4, 2, 5);
  fill_with_noise(dy, 2);
  auto context = layer.context(x);
  fill_with_noise(x, 3);
  layer.forward(x, into(y), context); // so that the running statistics are not what they begin with
  fill_with_noise(x, 4);
  for_each(x, [](double& v) { v = 1.5 * v + 0.2; });
  struct statistics {
    double mean = 0, var = 0;
  };
  const auto of_batch = [&](std::int64_t c) {
    statistics s;
    for (std::int64_t i = 0; i < 20; ++i)
      s.mean += x(i / 5, c, i % 5) / 20;
    for (std::int64_t i = 0; i < 20; ++i)
      s.var += std::pow(x(i / 5, c, i % 5) - s.mean, 2) / 20;
    return s;
  };
  double r[2]{}, d[2]{};
  for (std::int64_t c = 0; c < 2; ++c) {
    const double mean = layer.buffer<"running_mean">()(c), var = layer.buffer<"running_var">()(c);
    const statistics s = of_batch(c);
    r[c] = std::clamp(std::sqrt((s.var + 1e-5) / (var + 1e-5)), 1.0 / 3, 3.0);
    d[c] = std::clamp((s.mean - mean) / std::sqrt(var + 1e-5), -5.0, 5.0);
    CHECK(r[c] > 0.34);
    CHECK(std::abs(r[c] - 1) > 0.01);
  }
  layer.forward(x, into(y), context);
  layer.backward(context, dy, into(dx));
  const auto value = [&] {
    double sum = 0;
    for (std::int64_t c = 0; c < 2; ++c) {
      const statistics s = of_batch(c);
      for (std::int64_t i = 0; i < 20; ++i)
        sum += dy(i / 5, c, i % 5) * ((x(i / 5, c, i % 5) - s.mean) / std::sqrt(s.var + 1e-5) * r[c] + d[c]);
    }
    return sum;
  };
  CHECK(check::inner(y, dy) == Approx(value()));
  check::compare_with_differences(x, dx, value);
}
