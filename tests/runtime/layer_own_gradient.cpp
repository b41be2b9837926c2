// State that the way back updates: what a rule of with_gradient tracks, when it is mixed in, and that nothing else
// changes because of it.
#include "support/catch.hpp"
#include "support/tensors.hpp"
#include <axnorm/layer/layer.hpp>
#include <axnorm/norm/catalogue/power_norm.hpp>

#include <cmath>
#include <cstdint>
#include <limits>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

using namespace axnorm;
using namespace axnorm::axes;
using check::fill_with_noise;
using check::same_bits;

namespace {

constexpr auto in = input<"x">;

/// x, which remembers the mean gradient of each column; the value and the policy vary.
template<class Policy>
struct Watched {
  static constexpr auto formula = with_gradient(in * parameter<"weight", C>(1), in, [](auto g) {
    return g + 0 * tracked<"gradient", C>(buffer<"gradient", C>(0), observing(mean<Over<N>>(g)), Policy{});
  });
};
/// Both ways are watched, and the way back twice.
struct Both {
  static constexpr auto forward = tracked<"mean", C>(mean<Over<N>>(in), Replace{});
  static constexpr auto formula = with_gradient(in - forward, in, [](auto g) {
    const auto mean_of =
        tracked<"mean_gradient", C>(buffer<"mean_gradient", C>(0), observing(mean<Over<N>>(g)), Replace{});
    const auto most = tracked<"largest", C>(buffer<"largest", C>(0), observing(max<Over<N>>(abs(g))), Replace{});
    return g + 0 * mean_of + 0 * most;
  });
};
bool is_there = true;
double weight_if_there() { return is_there ? 0.5 : throw std::runtime_error("no weight"); }
constexpr auto maybe = [](std::int64_t) { return weight_if_there(); };

struct Power {
  std::vector<double> square, nu;
  /// One step of the paper's algorithm; the gradient that passes to x.
  std::vector<double> step(const Tensor<float, N, C>& x, const Tensor<float, N, C>& dy) {
    const std::int64_t rows = x.extent(0), columns = x.extent(1);
    std::vector<double> dx(static_cast<std::size_t>(x.size()));
    for (std::int64_t c = 0; c < columns; ++c) {
      const auto k = static_cast<std::size_t>(c);
      const double size = 1 / std::sqrt(square[k] + 1e-5);
      double x2 = 0, y2 = 0, gy = 0;
      for (std::int64_t n = 0; n < rows; ++n) {
        const double v = static_cast<double>(x(n, c)), y = v * size, g = static_cast<double>(dy(n, c));
        dx[static_cast<std::size_t>(n * columns + c)] = (g - nu[k] * y) * size;
        x2 += v * v / static_cast<double>(rows);
        y2 += y * y / static_cast<double>(rows);
        gy += g * y / static_cast<double>(rows);
      }
      square[k] = 0.9 * square[k] + 0.1 * x2;
      nu[k] = nu[k] * (1 - 0.1 * y2) + 0.1 * gy;
    }
    return dx;
  }
};

Tensor<float, N, C> noise(std::int64_t n, std::int64_t c, std::uint32_t seed) {
  Tensor<float, N, C> r(n, c);
  fill_with_noise(r, seed);
  return r;
}

} // namespace

TEST_CASE("power norm over several steps, for any number of threads", "[layer]") {
  const std::int64_t rows = 70, columns = 67;
  std::vector<std::vector<float>> last;
  for (const int n : {1, 2, 5}) {
    Layer<catalogue::PowerNorm<C>> layer{dim<C>(columns)};
    Power power{std::vector<double>(67, 1), std::vector<double>(67, 0)};
    Tensor<float, N, C> dx(rows, columns);
    for (std::uint32_t k = 0; k < 4; ++k) {
      const auto x = noise(rows, columns, 10 + k), dy = noise(rows, columns, 20 + k);
      auto [y, context] = layer.forward(x, threads(n));
      layer.backward(context, dy, into(dx), threads(n));
      const std::vector<double> wanted = power.step(x, dy);
      for (std::size_t i = 0; i < wanted.size(); ++i)
        REQUIRE(static_cast<double>(dx.data()[i]) == Approx(wanted[i]).epsilon(1e-5).margin(1e-6));
    }
    for (std::int64_t c = 0; c < columns; ++c) {
      CHECK(static_cast<double>(layer.buffer<"running_square">()(c)) ==
            Approx(power.square[static_cast<std::size_t>(c)]));
      CHECK(static_cast<double>(layer.buffer<"running_gradient">()(c)) ==
            Approx(power.nu[static_cast<std::size_t>(c)]).epsilon(1e-5).margin(1e-7));
    }
    last.emplace_back(dx.data(), dx.data() + dx.size());
    const auto nu = layer.buffer<"running_gradient">();
    last.back().insert(last.back().end(), nu.data(), nu.data() + nu.size());
    CHECK(last.back() == last.front());
    CHECK(layer.batches_tracked() == 4);
  }
}

TEST_CASE("what backward observes is mixed in by every policy, with the weight of the forward's batch", "[layer]") {
  const auto x = noise(3, 2, 1), dy = Tensor<float, N, C>::filled(4, 3, 2);
  Layer<Watched<Momentum<0.25>>> momentum;
  Layer<Watched<Cumulative>> cumulative;
  auto first = momentum.forward(x).second;
  CHECK(momentum.buffer<"gradient">()(1) == 0);
  momentum.backward(first, dy);
  CHECK(momentum.buffer<"gradient">()(1) == 1);
  momentum.backward(first, dy); // each time
  CHECK(momentum.buffer<"gradient">()(1) == 1.75F);
  auto one = cumulative.forward(x).second, two = cumulative.forward(x).second;
  cumulative.backward(two, dy); // half of it is the second batch's
  CHECK(cumulative.buffer<"gradient">()(0) == 2);
  cumulative.backward(one, Tensor<float, N, C>::filled(6, 3, 2));
  CHECK(cumulative.buffer<"gradient">()(0) == 6);
  momentum.momentum(1);
  auto all = momentum.forward(x).second;
  momentum.backward(all, dy);
  CHECK(momentum.buffer<"gradient">()(1) == 4);
}

TEST_CASE("what waits for commit", "[layer]") {
  const auto x = noise(3, 2, 2), dy = Tensor<float, N, C>::filled(-4, 3, 2);
  Layer<Both> layer{dim<C>(2)};
  auto context = layer.forward(x, uncommitted).second;
  layer.backward(context, dy);
  CHECK(layer.buffer<"mean_gradient">()(0) == 0);
  CHECK(layer.buffer<"mean">()(0) == 0);
  CHECK(layer.batches_tracked() == 0);
  CHECK(context.is_finite());
  layer.commit(context); // both at once
  CHECK(layer.buffer<"mean_gradient">()(0) == -4);
  CHECK(layer.buffer<"largest">()(1) == 4);
  CHECK(layer.buffer<"mean">()(0) != 0);
  CHECK(layer.batches_tracked() == 1);
  CHECK_THROWS_AS(layer.commit(context), std::logic_error);
  // One after the other.
  auto next = layer.forward(x, uncommitted).second;
  layer.commit(next);
  CHECK(layer.batches_tracked() == 2);
  auto wild = dy;
  wild(1, 1) = std::numeric_limits<float>::infinity();
  layer.backward(next, wild);
  CHECK_FALSE(next.is_finite());
  layer.backward(next, Tensor<float, N, C>::filled(9, 3, 2));
  CHECK(layer.buffer<"largest">()(1) == 4);
  layer.commit(next);
  CHECK(layer.buffer<"largest">()(1) == 9);
  CHECK(layer.batches_tracked() == 2);
  CHECK_THROWS_AS(layer.commit(next), std::logic_error);
}

TEST_CASE("evaluation, empty batches and errors leave the state alone", "[layer]") {
  const auto x = noise(3, 2, 3), dy = Tensor<float, N, C>::filled(5, 3, 2);
  Layer<Both> layer{dim<C>(2)};
  layer.eval();
  auto evaluated = layer.forward(x).second;
  layer.backward(evaluated, dy);
  CHECK(layer.buffer<"mean_gradient">()(0) == 0);
  layer.train();
  const Tensor<float, N, C> nothing(0, 2);
  auto empty = layer.forward(nothing).second;
  layer.backward(empty, nothing);
  CHECK(layer.buffer<"mean_gradient">()(0) == 0);
  CHECK(layer.batches_tracked() == 1);
  auto context = layer.forward(x).second;
  Tensor<float, N, C> wrong(3, 3);
  CHECK_THROWS_AS(layer.backward(context, wrong), shape_error);
  CHECK(layer.buffer<"mean_gradient">()(0) == 0);
  // A schedule that throws does so before gradients are written.
  Layer<Watched<Schedule<maybe>>> throwing{dim<C>(2)};
  auto made = throwing.forward(x).second;
  auto dx = Tensor<float, N, C>::filled(7, 3, 2);
  is_there = false;
  CHECK_THROWS_WITH(throwing.backward(made, dy, into(dx)), "no weight");
  CHECK(dx(1, 1) == 7);
  CHECK(throwing.buffer<"gradient">()(0) == 0);
  is_there = true;
  throwing.backward(made, dy, into(dx));
  CHECK(dx(1, 1) == 5);
  CHECK(throwing.buffer<"gradient">()(0) == 2.5F);
}

TEST_CASE("contexts that recompute or are used again, and state that moves between layers", "[layer]") {
  const auto x = noise(5, 3, 4), dy = noise(5, 3, 5);
  using PN = catalogue::PowerNorm<C>;
  Layer<PN> saved{dim<C>(3)}, again{dim<C>(3)};
  auto a = saved.context(x);
  auto b = again.context(x, recompute);
  Tensor<float, N, C> y(5, 3), da(5, 3), db(5, 3);
  for (int k = 0; k < 3; ++k) {
    saved.forward(x, into(y), a);
    saved.backward(a, dy, into(da));
    again.forward(x, into(y), b);
    again.backward(b, dy, into(db));
  }
  for (std::int64_t i = 0; i < da.size(); ++i)
    CHECK(da.data()[i] == Approx(db.data()[i]).epsilon(1e-5));
  Layer<PN> copy{dim<C>(3)};
  copy.load_state(saved.state());
  CHECK(same_bits(copy.buffer<"running_gradient">(), saved.buffer<"running_gradient">()));
  auto c = copy.forward(x).second;
  auto d = saved.forward(x).second;
  CHECK(same_bits(copy.backward(c, dy), saved.backward(d, dy)));
}
