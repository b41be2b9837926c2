// Running statistics by every policy, state that formulas read, initial values, and layers of half precision.
#include "support/catch.hpp"
#include "support/tracking_norms.hpp"
#include <axnorm/exec/evaluate.hpp>
#include <axnorm/layer/layer.hpp>
#include <axnorm/norm/named.hpp>
#include <axnorm/tensor/algorithm.hpp>
#include <axnorm/tensor/copy.hpp>

#include <algorithm>
#include <cmath>
#include <vector>

using namespace axnorm;
using namespace axnorm::axes;
using formulas::BatchInstance;
using formulas::BatchRenorm;

namespace {

constexpr auto in = input<"x">;

template<class Policy>
struct Centre {
  static constexpr auto formula = in - tracked<"centre">(mean<Over<L>>(in), Policy{}, initially(10));
};

/// The buffer after batches of the given means.
template<class Policy>
double after(const std::vector<float>& means) {
  Layer<Centre<Policy>> layer;
  Tensor<float, L> x(3), y(3);
  auto context = layer.context(x);
  for (const float m : means) {
    generate(x, [&](auto l) { return m + static_cast<float>(l) - 1; });
    layer.forward(x, into(y), context);
  }
  return static_cast<double>(layer.template buffer<"centre">()());
}

/// A tracked term that stands twice: written once and used twice, and written again with its set in another order.
struct Twice {
  static constexpr auto m = tracked<"centre", C>(mean<Over<N, L>>(in), initially(2));
  static constexpr auto again = tracked<"centre", C>(mean<Over<L, N>>(in), initially(2), Momentum<0.1>{});
  static constexpr auto formula = (in - m) * (in + m) + again;
};
static_assert(expr::listing_of<Twice>.tracked.size() == 1);

/// Two values of one name, each in a scope of its own.
struct Scoped {
  static constexpr auto formula = in - scope<"all">(tracked<"centre", C>(mean<Over<N, L>>(in))) +
                                  scope<"top">(tracked<"centre", C>(max<Over<N, L>>(in), Replace{}));
};

constexpr auto halving = [](std::int64_t batch) { return batch == 1 ? 1.0 : 0.5; };

struct Drawn {
  static constexpr auto formula =
      in * parameter<"weight", L>(normal<2, 0.5, 7>{}) + parameter<"bias", L>(uniform<-1, 1>{});
};

} // namespace

TEST_CASE("running statistics by each policy", "[layer]") {
  const std::vector<float> means{1, 3, 8};
  CHECK(after<Momentum<0.1>>(means) == Approx(0.9 * (0.9 * (0.9 * 10 + 0.1 * 1) + 0.1 * 3) + 0.1 * 8));
  CHECK(after<Decay<0.9>>(means) == Approx(after<Momentum<0.1>>(means)));
  CHECK(after<Cumulative>(means) == Approx(4));
  CHECK(after<Schedule<halving>>(means) == Approx(5));
  CHECK(after<Replace>(means) == 8);
}

TEST_CASE("a value that is tracked twice under one name is mixed in once, in scopes each has its own", "[layer]") {
  auto x = Tensor<float, N, C, L>::filled(5, 2, 2, 3);
  x(1, 1, 2) = 11;
  Layer<Twice> twice;
  twice.forward(x);
  CHECK(twice.state().size() == 2);
  CHECK(static_cast<double>(twice.buffer<"centre">()(0)) == Approx(0.9 * 2 + 0.1 * 5));
  CHECK(static_cast<double>(twice.buffer<"centre">()(1)) == Approx(0.9 * 2 + 0.1 * 6));
  Layer<Scoped> scoped;
  scoped.forward(x);
  CHECK(static_cast<double>(scoped.buffer<"all.centre">()(1)) == Approx(0.1 * 6));
  CHECK(static_cast<double>(scoped.buffer<"top.centre">()(1)) == Approx(11));
}

TEST_CASE("formulas read state while they track it", "[layer]") {
  Layer<BatchRenorm> layer{dim<C>(2)};
  Tensor<float, N, C, L> x(4, 2, 5), y(4, 2, 5);
  auto context = layer.context(x);
  double mean = 0, var = 1;
  for (int step = 0; step < 3; ++step) {
    generate(x, [&](auto n, auto c, auto l) {
      return static_cast<float>(std::sin(static_cast<double>(7 * n + 3 * c + 2 * l + step)) * (1 + 0.5 * step) + 0.3);
    });
    layer.forward(x, into(y), context);
    double m = 0, v = 0;
    for (int i = 0; i < 20; ++i)
      m += static_cast<double>(x(i / 5, 1, i % 5)) / 20;
    for (int i = 0; i < 20; ++i)
      v += std::pow(static_cast<double>(x(i / 5, 1, i % 5)) - m, 2) / 20;
    const double r = std::clamp(std::sqrt((v + 1e-5) / (var + 1e-5)), 1.0 / 3, 3.0);
    const double d = std::clamp((m - mean) / std::sqrt(var + 1e-5), -5.0, 5.0);
    const double want = (static_cast<double>(x(2, 1, 3)) - m) / std::sqrt(v + 1e-5) * r + d;
    CHECK(static_cast<double>(y(2, 1, 3)) == Approx(want).margin(2e-6));
    mean += 0.1 * (m - mean);
    var += 0.1 * (v - var);
    CHECK(static_cast<double>(layer.buffer<"running_mean">()(1)) == Approx(mean).epsilon(1e-5));
    CHECK(static_cast<double>(layer.buffer<"running_var">()(1)) == Approx(var).epsilon(1e-5));
  }
  layer.eval();
  CHECK(static_cast<double>(layer(x)(2, 1, 3)) ==
        Approx((static_cast<double>(x(2, 1, 3)) - mean) / std::sqrt(var + 1e-5)).epsilon(1e-5));
}

TEST_CASE("the running variance is the biased one if the policy says so", "[layer]") {
  Layer<Norm<Over<N, L>, Tracked<C>, Momentum<0.25>>> unbiased;
  Layer<Norm<Over<N, L>, Tracked<C>, Momentum<0.25>, BiasedRunning>> biased;
  auto x = Tensor<float, N, C, L>::filled(5, 2, 1, 2);
  x(1, 0, 1) = 9; // mean 6, squares of deviations 1 + 1 + 1 + 9
  const auto a = unbiased.forward(x), b = biased.forward(x);
  CHECK(unbiased.buffer<"running_var">()(0) == Approx(0.75 + 0.25 * 4));
  CHECK(biased.buffer<"running_var">()(0) == Approx(0.75 + 0.25 * 3));
  CHECK(b.first(1, 0, 1) == Approx(3 / std::sqrt(3 + 1e-5)));
  biased.forward(x);
  CHECK(biased.buffer<"running_var">()(0) == Approx(0.75 * 1.5 + 0.25 * 3));
  biased.eval();
  CHECK(biased(x)(1, 0, 1) == Approx((9 - 0.4375 * 6) / std::sqrt(1.875 + 1e-5)));
}

TEST_CASE("batch-instance norm tracks its batch part", "[layer]") {
  Layer<BatchInstance> layer{dim<C>(1)};
  layer.parameter<"rho">()(0) = 0.25;
  Tensor<float, N, C, L> x(2, 1, 2);
  x(0, 0, 0) = 1, x(0, 0, 1) = 3, x(1, 0, 0) = 5, x(1, 0, 1) = 11;
  const auto instance = [](double v, double mean, double var) { return (v - mean) / std::sqrt(var + 1e-5); };
  // The batch: mean 5, squares of deviations 16 + 4 + 0 + 36. The samples: means 2 and 8, variances 1 and 9.
  const auto y = layer.forward(x).first;
  CHECK(y(0, 0, 1) == Approx(0.25 * instance(3, 5, 14) + 0.75 * instance(3, 2, 1)));
  CHECK(y(1, 0, 1) == Approx(0.25 * instance(11, 5, 14) + 0.75 * instance(11, 8, 9)));
  CHECK(layer.buffer<"running_mean">()(0) == Approx(0.5));
  CHECK(layer.buffer<"running_var">()(0) == Approx(0.9 + 0.1 * 56 / 3));
  layer.eval();
  CHECK(layer(x)(1, 0, 1) == Approx(0.25 * instance(11, 0.5, 0.9 + 5.6 / 3) + 0.75 * instance(11, 8, 9)));
}

TEST_CASE("initial values are drawn the same each time", "[layer]") {
  Layer<Drawn> one{dim<L>(4000)}, other{dim<L>(4000)};
  const auto w = one.parameter<"weight">(), b = one.parameter<"bias">();
  CHECK(std::equal(w.data(), w.data() + w.size(), other.parameter<"weight">().data()));
  double mean = 0, square = 0, centre = 0;
  for (int i = 0; i < 4000; ++i) {
    const double v = static_cast<double>(w(i));
    mean += v / 4000;
    square += v * v / 4000;
    centre += static_cast<double>(b(i)) / 4000;
  }
  CHECK(mean == Approx(2).margin(0.03));
  CHECK(std::sqrt(square - mean * mean) == Approx(0.5).margin(0.03));
  CHECK(centre == Approx(0).margin(0.05));
  CHECK(*std::min_element(b.data(), b.data() + 4000) >= -1);
  CHECK(*std::max_element(b.data(), b.data() + 4000) < 1);
}

TEST_CASE("half precision goes with parameters, statistics and their gradients in float", "[layer]") {
  Layer<LayerNorm<L>> layer{dim<L>(37)};
  layer.parameter<"weight">()(5) = 1.25F;
  Tensor<bfloat16, N, L> x(6, 37), y(6, 37), dy(6, 37), dx(6, 37);
  Tensor<float, N, L> x32(6, 37), y32(6, 37), dy32(6, 37), dx32(6, 37);
  for (int i = 0; i < 6 * 37; ++i) {
    x.data()[i] = static_cast<bfloat16>(static_cast<float>(std::sin(i * 1.7)) + 3);
    dy.data()[i] = static_cast<bfloat16>(static_cast<float>(std::cos(i * 0.9)));
    x32.data()[i] = static_cast<float>(x.data()[i]);
    dy32.data()[i] = static_cast<float>(dy.data()[i]);
  }
  auto half = layer.context(x);
  layer.forward(x, into(y), half);
  layer.backward(half, dy, into(dx));
  std::vector<float> weight(layer.gradient<"weight">().data(), layer.gradient<"weight">().data() + 37);
  auto whole = layer.context(x32);
  layer.forward(x32, into(y32), whole);
  layer.backward(whole, dy32, into(dx32));
  for (int i = 0; i < 6 * 37; ++i) {
    CHECK(static_cast<float>(y.data()[i]) == static_cast<float>(static_cast<bfloat16>(y32.data()[i])));
    CHECK(static_cast<float>(dx.data()[i]) == static_cast<float>(static_cast<bfloat16>(dx32.data()[i])));
  }
  for (int i = 0; i < 37; ++i)
    CHECK(weight[static_cast<std::size_t>(i)] == Approx(layer.gradient<"weight">()(i)).margin(1e-6));
}

namespace {

/// A length that begins with √n, on no axis; and one for each position of L, by the extents of two axes.
struct Lengths {
  static constexpr auto root = by_extents<L>([](double n) { return std::sqrt(n); });
  static constexpr auto size = by_extents<C, L>([](double c, double l) { return c + 0.25 * l; });
  static constexpr auto formula = in * parameter<"length">(root) + parameter<"size", L>(size);
};

} // namespace

TEST_CASE("initial values by extents", "[layer]") {
  Layer<Lengths> layer;
  CHECK_FALSE(layer.is_sized());
  CHECK(layer.parameters().empty());
  CHECK_THROWS_WITH(layer.parameter<"length">(), containing(" is not known yet: give dim<"));
  const auto y = layer.forward(Tensor<float, N, C, L>::filled(2, 3, 5, 16)).first; // both axes are the input's
  CHECK(layer.parameter<"length">()() == 4);
  CHECK(layer.parameter<"size">()(15) == 9);
  CHECK(y(2, 4, 15) == 2 * 4 + 9);
  Layer<Lengths> given{dim<L>(9), dim<C>(1)};
  CHECK(given.is_sized());
  CHECK(given.parameter<"length">()() == 3);
  CHECK(given.parameter<"size">()(0) == 3.25F);
  Layer<Lengths> half_known{dim<L>(9)};
  CHECK_FALSE(half_known.is_sized());
}
