// Layers as such: how they get their tensors, what forward leaves for backward, what is kept when calls fail.
#include "support/catch.hpp"
#include <axnorm/axnorm.hpp>
#include <axnorm/layer/layer.hpp>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

using namespace axnorm;
using namespace axnorm::axes;

namespace {

constexpr auto in = input<"x">;
constexpr auto residual = input<"residual">;
struct LN {
  static constexpr auto added = in + residual;
  static constexpr auto formula =
      outputs(norm<Over<L>>(let<"sum">(added)) * parameter<"weight", L>(1) + parameter<"bias", L>(0), added);
};
using BN = Norm<Over<AllBut<C>>, Affine<C>, Tracked<C>>;

template<class... Axes, class... E>
Tensor<float, Axes...> waves(double phase, E... extents) {
  Tensor<float, Axes...> r(extents...);
  int k = 0;
  for_each(r, [&](float& v) {
    v = static_cast<float>(std::sin(0.7 * k + phase) + 0.1 * std::cos(3.1 * k));
    ++k;
  });
  return r;
}
template<class T>
bool same(const T& a, const T& b) {
  return a.extents() == b.extents() && std::equal(a.data(), a.data() + a.size(), b.data());
}
template<class A, class B>
double distance(const A& a, const B& b) {
  double d = 0;
  for (std::int64_t i = 0; i < a.size(); ++i)
    d = std::max(d, std::abs(static_cast<double>(a.data()[i]) - static_cast<double>(b.data()[i])));
  return d;
}
template<class V>
auto values(V v) {
  return std::vector<float>(v.data(), v.data() + v.size());
}

} // namespace

TEST_CASE("a layer's forward and backward are those of its formula", "[layer]") {
  const auto x = waves<N, L>(0, 5, 33), r = waves<N, L>(1, 5, 33), dy = waves<N, L>(2, 5, 33),
             ds = waves<N, L>(3, 5, 33);
  Layer<LN> layer{dim<L>(33)};
  const auto w = waves<L>(4, 33);
  copy(w, layer.parameter<"weight">());
  auto [results, ctx] = layer.forward(in = x, residual = r);
  const auto& [y, s] = results;
  const auto [want_y, want_s] = evaluate<LN{}>(in = x, residual = r, arg<"weight"> = w);
  CHECK(distance(y, want_y) <= 1e-6);
  CHECK(same(s, want_s));

  const auto [dx, dr] = layer.backward(ctx, upstream(dy, ds));
  const Tensor<float, L> b = Tensor<float, L>::filled(0, 33);
  const auto [gx, gr, gw, gb] = gradient<LN{}, "x", "residual", "weight", "bias">(
      in = x, residual = r, arg<"weight"> = w, arg<"bias"> = b, upstream(dy, ds));
  CHECK(distance(dx, gx) <= 2e-6);
  CHECK(distance(dr, gr) <= 2e-6);
  CHECK(distance(layer.gradient<"weight">(), gw.view()) <= 1e-5);
  CHECK(distance(layer.gradient<"bias">(), gb.view()) <= 1e-5);

  SECTION("gradients of parameters are added to when asked, those of inputs never") {
    const auto once = values(layer.gradient<"weight">());
    const auto [again, unused] = layer.backward(ctx, upstream(dy, ds), accumulate);
    CHECK(same(again, dx));
    const auto twice = values(layer.gradient<"weight">());
    for (std::size_t i = 0; i < once.size(); ++i)
      CHECK(twice[i] == 2 * once[i]);
    layer.zero_gradients();
    CHECK(values(layer.gradient<"weight">()) == std::vector<float>(33, 0));
  }
  SECTION("the bits do not depend on the number of threads") {
    for (const int n : {1, 2, 5}) {
      const auto [dx2, dr2] = layer.backward(ctx, upstream(dy, ds), threads(n));
      CHECK(same(dx2, dx));
    }
  }
  SECTION("dx may be written over dy, and results into memory that is there") {
    auto over = dy;
    Tensor<float, L, N> turned(33, 5);
    layer.backward(ctx, upstream(over, ds), into(over, turned));
    CHECK(same(over, dx));
    CHECK(turned(7, 3) == dr(3, 7));
  }
  SECTION("nothing or more may be kept for backward") {
    auto [r1, c1] = layer.forward(in = x, residual = r, recompute);
    CHECK(distance(std::get<0>(layer.backward(c1, upstream(dy, ds))), dx) <= 2e-6);
    CHECK(distance(layer.gradient<"weight">(), gw.view()) <= 1e-5);
    auto [r2, c2] = layer.forward(in = x, residual = r, keep<"sum">);
    CHECK(distance(std::get<0>(layer.backward(c2, upstream(dy, ds))), dx) <= 2e-6);
    CHECK(c2.saved.numbers.size() == c1.saved.numbers.size() + 2 * 5 + 5 * 33);
  }
  SECTION("temporaries live in the context, and a layer has as many contexts as calls") {
    auto [r1, c1] = layer.forward(in = waves<N, L>(7, 5, 33), residual = waves<N, L>(8, 5, 33));
    auto [r2, c2] = layer.forward(in = x, residual = r);
    CHECK(!same(std::get<0>(layer.backward(c1, upstream(dy, ds))), dx));
    CHECK(same(std::get<0>(layer.backward(c2, upstream(dy, ds))), dx));
  }
}

TEST_CASE("gradients of parameters are sums over any number of rows", "[layer]") {
  constexpr int rows = 20000;
  const auto x = waves<N, L>(0, rows, 33), dy = waves<N, L>(2, rows, 33);
  Layer<LN> layer{dim<L>(33)};
  Tensor<float, N, L> y(rows, 33), s(rows, 33), dx(rows, 33), dr(rows, 33);
  auto ctx = layer.context(in = x, residual = x);
  layer.forward(in = x, residual = x, into(y, s), ctx);
  std::vector<float> first;
  for (const int n : {1, 2, 5}) {
    layer.backward(ctx, upstream(dy, dy), into(dx, dr), threads(n));
    if (n == 1) first = values(layer.gradient<"bias">());
    CHECK(values(layer.gradient<"bias">()) == first);
  }
  for (int l = 0; l < 33; ++l) {
    double sum = 0, size = 0;
    for (int n = 0; n < rows; ++n) {
      sum += static_cast<double>(dy(n, l));
      size += std::abs(static_cast<double>(dy(n, l)));
    }
    CHECK(std::abs(static_cast<double>(first[static_cast<std::size_t>(l)]) - sum) <= 1e-7 * size);
  }
}

TEST_CASE("a layer gets its tensors from the first call, or not at all", "[layer]") {
  Layer<LN> layer;
  CHECK(!layer.is_sized());
  CHECK(layer.parameters().empty());
  CHECK_THROWS_WITH(layer.parameter<"weight">(), containing("the extent of axis L is not known yet"));
  CHECK_THROWS_AS(layer(in = waves<N, L>(0, 2, 3), residual = waves<N, L>(0, 2, 3)), std::logic_error);
  CHECK_THROWS_AS(layer.forward(in = waves<N, L>(0, 2, 3), residual = waves<N, L>(0, 3, 3)), shape_error);
  CHECK(!layer.is_sized());
  auto kept = layer.forward(in = waves<N, L>(0, 2, 3), residual = waves<N, L>(0, 2, 3));
  CHECK(layer.is_sized());
  REQUIRE(layer.parameters().size() == 2);
  CHECK(layer.parameters()[0].name == "weight");
  CHECK(layer.parameters()[0].dims[0].extent == 3);
  CHECK_THROWS_AS(layer.forward(in = waves<N, L>(0, 2, 4), residual = waves<N, L>(0, 2, 4)), shape_error);

  Layer<LN> copy = layer;
  copy.parameter<"weight">()(0) = 7;
  CHECK(layer.parameter<"weight">()(0) == 1);
  Layer<LN> tied{dim<L>(3)}, other{dim<L>(4)};
  tied.share<"weight">(copy);
  CHECK(tied.parameter<"weight">()(0) == 7);
  copy.gradient<"weight">()(1) = 5;
  CHECK(tied.gradient<"weight">()(1) == 5);
  CHECK_THROWS_AS(tied.share<"weight">(other), shape_error);
}

TEST_CASE("a tracked norm keeps less or more for backward, and works in place", "[layer]") {
  const auto x = waves<N, C, L>(0, 5, 3, 7), dy = waves<N, C, L>(2, 5, 3, 7);
  Layer<BN> layer{dim<C>(3)}, other{dim<C>(3)};
  auto [y, kept] = layer.forward(x);
  auto [y2, nothing] = other.forward(x, recompute);
  CHECK(same(y, y2));
  CHECK(same(layer.buffer<"running_var">(), other.buffer<"running_var">()));
  CHECK(nothing.saved.numbers.size() < kept.saved.numbers.size());
  const auto dx = layer.backward(kept, dy);
  const auto gw = values(layer.gradient<"weight">());
  CHECK(distance(other.backward(nothing, dy), dx) <= 2e-6);
  CHECK(distance(other.gradient<"weight">(), layer.gradient<"weight">()) <= 1e-5);
  auto over = dy;
  layer.backward(kept, over, into(over));
  CHECK(same(over, dx));
  CHECK(values(layer.gradient<"weight">()) == gw);
}

TEST_CASE("layers that share a parameter train it together", "[layer]") {
  const auto x = waves<N, L>(0, 5, 4), r = waves<N, L>(1, 5, 4), dy = waves<N, L>(2, 5, 4), ds = waves<N, L>(3, 5, 4);
  Layer<LN> alone{dim<L>(4)}, first{dim<L>(4)}, second{dim<L>(4)};
  second.share<"weight">(first);
  std::vector<float> expected(4);
  for (const auto* input_of : {&x, &r}) {
    auto [results, ctx] = alone.forward(in = *input_of, residual = r);
    alone.backward(ctx, upstream(dy, ds));
    for (int l = 0; l < 4; ++l)
      expected[static_cast<std::size_t>(l)] += alone.gradient<"weight">()(l);
  }
  SGD<float> sgd({.rate = 0.5f});
  sgd.add(first.parameters(), first.gradients());
  // The weight is in already.
  sgd.add({second.parameters()[1]}, {second.gradients()[1]});
  sgd.zero_gradients();
  auto [a, in_first] = first.forward(in = x, residual = r);
  auto [b, in_second] = second.forward(in = r, residual = r);
  first.backward(in_first, upstream(dy, ds), accumulate);
  second.backward(in_second, upstream(dy, ds), accumulate);
  sgd.step();
  for (int l = 0; l < 4; ++l) {
    const float sum = expected[static_cast<std::size_t>(l)];
    CHECK(first.gradient<"weight">()(l) == Approx(sum));
    CHECK(second.parameter<"weight">()(l) == Approx(1 - 0.5f * sum));
    CHECK(second.parameter<"bias">()(l) == Approx(-0.5f * second.gradient<"bias">()(l)));
  }
}

TEST_CASE("running statistics are committed when all else is done", "[layer]") {
  Layer<BN> layer{dim<C>(3)};
  const auto x = waves<N, C, L>(0, 4, 3, 5), dy = waves<N, C, L>(1, 4, 3, 5);
  Tensor<float, N, C, L> y(4, 3, 5);
  CHECK(layer.is_training());
  CHECK_THROWS_WITH(layer(x), containing("in training mode"));

  auto ctx = layer.context(x);
  CHECK_THROWS_AS(layer.backward(ctx, dy), std::logic_error);
  layer.forward(x, into(y), ctx, uncommitted);
  CHECK(layer.batches_tracked() == 0);
  CHECK(values(layer.buffer<"running_mean">()) == std::vector<float>(3, 0));
  layer.commit(ctx);
  CHECK(layer.batches_tracked() == 1);
  const auto mean = values(layer.buffer<"running_mean">());
  CHECK(mean != std::vector<float>(3, 0));
  CHECK_THROWS_AS(layer.commit(ctx), std::logic_error);

  SECTION("a call that fails leaves them alone") {
    CHECK_THROWS_AS(layer.forward(waves<N, C, L>(0, 4, 2, 5)), shape_error);
    Tensor<float, N, C, L> small(4, 3, 4);
    CHECK_THROWS_AS(layer.forward(x, into(small), ctx), shape_error);
    auto over = x; // a context holds its input as a view, for backward
    auto of_it = layer.context(over);
    CHECK_THROWS_WITH(layer.forward(over, into(over), of_it),
                      containing("output 1 shares memory with input x") && containing("backward does not read"));
    CHECK(same(over, x));
    CHECK(layer.batches_tracked() == 1);
    CHECK(values(layer.buffer<"running_mean">()) == mean);
  }
  SECTION("a batch that is not finite can be kept out") {
    auto bad = x;
    bad(1, 2, 3) = std::numeric_limits<float>::quiet_NaN();
    layer.forward(bad, into(y), ctx, uncommitted);
    CHECK(!ctx.is_finite());
    if (ctx.is_finite()) layer.commit(ctx);
    CHECK(values(layer.buffer<"running_mean">()) == mean);
  }
  SECTION("an empty batch counts and changes nothing else") {
    auto kept = layer.forward(Tensor<float, N, C, L>(0, 3, 5));
    const auto dx = layer.backward(kept.second, Tensor<float, N, C, L>(0, 3, 5));
    CHECK(dx.size() == 0);
    CHECK(values(layer.gradient<"weight">()) == std::vector<float>(3, 0));
    CHECK(layer.batches_tracked() == 2);
    CHECK(values(layer.buffer<"running_mean">()) == mean);
  }
  SECTION("evaluation uses them") {
    layer.eval();
    const auto z = layer(x);
    const double v = static_cast<double>(layer.buffer<"running_var">()(1));
    CHECK(static_cast<double>(z(2, 1, 3)) ==
          Approx((static_cast<double>(x(2, 1, 3)) - static_cast<double>(mean[1])) / std::sqrt(v + 1e-5)).epsilon(1e-5));
    auto [z2, kept] = layer.forward(x);
    CHECK(same(z, z2));
    const auto dx = layer.backward(kept, dy);
    CHECK(static_cast<double>(dx(2, 1, 3)) ==
          Approx(static_cast<double>(dy(2, 1, 3)) / std::sqrt(v + 1e-5)).epsilon(1e-5));
    CHECK(layer.batches_tracked() == 1);
    CHECK_THROWS_AS(layer.commit(kept), std::logic_error);
  }
  SECTION("momentum can be changed") {
    layer.momentum(1);
    layer.forward(x, into(y), ctx);
    CHECK(static_cast<double>(layer.buffer<"running_mean">()(0)) ==
          Approx(10 * static_cast<double>(mean[0])).epsilon(1e-5));
    CHECK_THROWS_AS(layer.momentum(1.5), std::invalid_argument);
  }
  SECTION("the state is saved and loaded whole") {
    Layer<BN> other{dim<C>(3)}, smaller{dim<C>(2)};
    other.load_state(layer.state());
    CHECK(other.batches_tracked() == 1);
    CHECK(values(other.buffer<"running_mean">()) == mean);
    CHECK_THROWS_AS(smaller.load_state(layer.state()), shape_error);
    auto part = layer.state();
    part.pop_back();
    CHECK_THROWS_WITH(other.load_state(part), containing("num_batches_tracked"));
  }
}
