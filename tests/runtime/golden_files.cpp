// The files of tests/golden are read as their generators meant them: running statistics, of which it is known how they
// follow from the inputs, are found again.
#include "support/golden_layers.hpp"

using namespace axnorm;
using namespace axnorm::axes;
using golden::layer_case;

namespace {

/// The mean and the unbiased variance of a channel of a batch.
struct spread {
  double mean = 0, var = 0;
};
spread spread_of(const Tensor<float, N, C, H, W>& x, int c) {
  const auto count = static_cast<double>(x.extent<N>() * x.extent<H>() * x.extent<W>());
  spread m;
  const auto sum = [&](auto term) {
    double s = 0;
    for (int n = 0; n < x.extent<N>(); ++n)
      for (int h = 0; h < x.extent<H>(); ++h)
        for (int w = 0; w < x.extent<W>(); ++w)
          s += term(static_cast<double>(x(n, c, h, w)));
    return s;
  };
  m.mean = sum([](double v) { return v; }) / count;
  m.var = sum([&](double v) { return (v - m.mean) * (v - m.mean); }) / (count - 1);
  return m;
}

} // namespace

TEST_CASE("running statistics of the golden batch norm follow from its inputs", "[golden]") {
  const layer_case layer{"batch_norm_2d", "momentum=0.3"};
  double mean = 0, var = 1;
  for (int step = 0; step < golden::evaluation; ++step) {
    const spread m = spread_of(layer.input<float, N, C, H, W>("x", step), 4);
    mean += 0.3 * (m.mean - mean);
    var += 0.3 * (m.var - var);
    CHECK(layer.exact<C>("running_mean", step)(4) == Approx(mean).epsilon(1e-12));
    CHECK(layer.exact<C>("running_var", step)(4) == Approx(var).epsilon(1e-12));
    CHECK(layer.exact<>("num_batches_tracked", step)() == step + 1);
  }
  // The evaluation uses them.
  const auto x = layer.input<float, W, H, C, N>("x", golden::evaluation);
  const double weight = layer.parameter<float, C>("weight")(4), bias = layer.parameter<float, C>("bias")(4);
  const double y = (static_cast<double>(x(6, 2, 4, 1)) - mean) / std::sqrt(var + 1e-5) * weight + bias;
  CHECK(layer.exact<N, C, H, W>("y", golden::evaluation)(1, 4, 2, 6) == Approx(y).epsilon(1e-12));
  CHECK(layer.has("weight.grad"));
  CHECK(layer.compared(layer.exact<C>("bias.grad", 1), "bias.grad", 1).ours == 0);
  CHECK(!layer_case{"batch_norm_2d", "affine=False"}.has("weight.grad"));
}

TEST_CASE("the golden layers' printed forms are found by case", "[golden]") {
  CHECK(golden::printed_form({"batch_norm_2d", "momentum=None"}) ==
        "BatchNorm2d(5, eps=1e-05, momentum=None, affine=True, bias=True, track_running_stats=True)");
  CHECK(golden::printed_form({"rms_norm_cl", "default"}) == "RMSNorm((5, 7), eps=None, elementwise_affine=True)");
  CHECK_THROWS_AS(golden::printed_form({"rms_norm_cl", "no such"}), std::runtime_error);
}
