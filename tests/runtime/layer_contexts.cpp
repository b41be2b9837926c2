// What passes between the calls of layers: bindings that are used again, contexts of other layers, layers that are
// moved, running averages that cannot be had.
#include "support/catch.hpp"
#include <axnorm/axnorm.hpp>
#include <axnorm/layer/layer.hpp>

#include <stdexcept>
#include <string>
#include <utility>

using namespace axnorm;
using namespace axnorm::axes;

namespace {

constexpr auto in = input<"x">;
constexpr auto gate = input<"gate">;
struct Gated {
  static constexpr auto formula = in * gate;
};
using BN = Norm<Over<N>, Affine<C>, Tracked<C>>;
using LN = Norm<Over<C>, Affine<C>>;
using Plain = Norm<Over<N>, Tracked<C>>;
using GN = Norm<Over<Group<C, G>>>;

/// Batch norm of weighted samples, whose weights only training needs.
constexpr auto share = input<"share">;
struct Weighted {
  static constexpr auto m = tracked<"running_mean", C>(mean<Over<N>>(in, share), Replace{});
  static constexpr auto formula = in - m;
};

/// What has one formula may be all of another.
struct Whole {
  static constexpr auto formula = LN{};
};

double no_weight(std::int64_t) { throw std::runtime_error("no weight"); }
constexpr auto never = [](std::int64_t batch) { return no_weight(batch); };
struct TwoAverages {
  static constexpr auto formula =
      in - tracked<"first", C>(mean<Over<N>>(in)) + tracked<"second", C>(max<Over<N>>(in), Schedule<never>{});
};

Tensor<float, N, C> steps(std::int64_t n, std::int64_t c) {
  Tensor<float, N, C> r(n, c);
  for (std::int64_t i = 0; i < r.size(); ++i)
    r.data()[i] = static_cast<float>(i * i % 7);
  return r;
}

} // namespace

TEST_CASE("a binding that holds a tensor can be used by several calls", "[layer]") {
  const auto x = steps(2, 3);
  Layer<Gated> layer;
  auto kept = (gate = Tensor<float, N, C>::filled(5, 2, 3));
  const auto constant = (gate = Tensor<float, N, C>::filled(5, 2, 3));
  for (int k = 0; k < 2; ++k) {
    CHECK(layer.forward(in = x, kept).first(1, 2) == 5 * x(1, 2));
    CHECK(layer.forward(in = x, constant).first(1, 2) == 5 * x(1, 2));
  }
  auto given = with_statistics(Tensor<float, C>::filled(2, 3), Tensor<float, C>::filled(0.25F, 3));
  Layer<Norm<Over<N>, Eps<0.0>>> norm;
  for (int k = 0; k < 2; ++k)
    CHECK(norm.forward(x, given).first(0, 1) == (x(0, 1) - 2) * 2);
  // A temporary binding's tensor moves into the context, where backward finds it.
  auto [y, context] = layer.forward(in = x, gate = Tensor<float, N, C>::filled(3, 2, 3));
  const auto [dx, dgate] = layer.backward(context, Tensor<float, N, C>::filled(1, 2, 3));
  CHECK(dx(1, 1) == 3);
  CHECK(dgate(1, 1) == x(1, 1));
}

TEST_CASE("a context goes back to the layer that filled it", "[layer]") {
  const auto x = steps(2, 40);
  Layer<BN> batch{dim<C>(40)};
  Layer<LN> row{dim<C>(40)};
  auto [y, context] = row.forward(x);
  CHECK_THROWS_AS(batch.backward(context, y), std::logic_error);
  CHECK_THROWS_AS(batch.commit(context), std::logic_error);
  CHECK_NOTHROW(row.backward(context, y));

  Layer<Plain> narrow{dim<C>(4)}, wide{dim<C>(40)};
  auto observed = narrow.forward(steps(2, 4), uncommitted).second;
  CHECK_THROWS_WITH(wide.commit(observed),
                    "axnorm: this layer's extents ask for 80 statistics, but the context holds 8");
  CHECK(wide.batches_tracked() == 0);
  CHECK_NOTHROW(narrow.commit(observed));

  Layer<GN> few{dim<G>(2)}, many{dim<G>(20)};
  auto [z, grouped] = few.forward(x);
  CHECK_THROWS_AS(many.backward(grouped, z), std::logic_error);
  CHECK_NOTHROW(few.backward(grouped, z));
}

TEST_CASE("a layer that was moved from has no tensors, and may get new ones", "[layer]") {
  Layer<BN> layer{dim<C>(3)};
  layer.forward(steps(2, 3));
  Layer<BN> other = std::move(layer);
  CHECK(other.batches_tracked() == 1);
  CHECK(!layer.is_sized()); // NOLINT(bugprone-use-after-move)
  CHECK(layer.parameters().empty());
  CHECK_THROWS_AS(layer.buffer<"running_mean">(), std::logic_error);
  layer.forward(steps(2, 3));
  CHECK(layer.batches_tracked() == 1);
  layer = std::move(other);
  CHECK(layer.is_sized());
  CHECK(!other.is_sized()); // NOLINT(bugprone-use-after-move)
}

TEST_CASE("an average that throws leaves results and all running statistics as they were", "[layer]") {
  Layer<TwoAverages> layer{dim<C>(3)};
  auto y = Tensor<float, N, C>::filled(7, 2, 3);
  CHECK_THROWS_AS(layer.forward(steps(2, 3), into(y)), std::runtime_error);
  CHECK(y(0, 0) == 7);
  CHECK(layer.buffer<"first">()(2) == 0);
  CHECK(layer.batches_tracked() == 0);
}

TEST_CASE("what only training needs may be bound in evaluation too", "[layer]") {
  const auto x = steps(2, 3);
  Tensor<float, N> shares(2), dshares(2), other(5);
  shares(0) = 1;
  shares(1) = 3;
  Tensor<float, N, C> y(2, 3), dx(2, 3);
  const auto dy = Tensor<float, N, C>::filled(1, 2, 3);
  Layer<Weighted> layer{dim<C>(3)};
  auto context = layer.context(in = x, share = shares);
  layer.forward(in = x, share = shares, into(y), context);
  const float mean = (x(0, 1) + 3 * x(1, 1)) / 4;
  CHECK(y(0, 1) == x(0, 1) - mean);
  layer.eval();
  layer.forward(in = x, share = shares, into(y), context);
  CHECK(y(0, 1) == x(0, 1) - mean);
  CHECK(layer(in = x, share = shares)(0, 1) == y(0, 1));
  CHECK(layer(x)(0, 1) == y(0, 1));
  dshares.fill(9);
  layer.backward(context, dy, into(dx, dshares));
  CHECK(dx(1, 2) == 1);
  CHECK(dshares(1) == 0);
  dx.fill(9);
  CHECK_THROWS_AS(layer.backward(context, dy, into(dx, other)), shape_error);
  CHECK(dx(1, 2) == 9);
  const View<float, N> inside(dx.data(), {2}, {3}); // the first column
  CHECK_THROWS_WITH(layer.backward(context, dy, into(dx, inside)), containing("gradient of share shares memory"));
  CHECK(dx(1, 2) == 9);
}

TEST_CASE("a formula may be another one's name", "[layer]") {
  Layer<Whole> whole{dim<C>(3)};
  Layer<LN> row{dim<C>(3)};
  const auto x = steps(2, 3);
  CHECK(whole(x)(1, 2) == row(x)(1, 2));
}
