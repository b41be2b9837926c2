// Instance norm of all ranks, with a batch axis and without, step by step beside PyTorch's, and what it refuses.
// Volumes without a batch axis: golden_layers.all.cpp.
#include "support/check_layer_families.hpp"
#include "support/check_layer_refused.hpp"

#include <limits>

using namespace axnorm;
using namespace axnorm::axes;
using namespace axnorm::golden;
using torch::InstanceNorm1d, torch::InstanceNorm2d, torch::InstanceNorm3d;

TEST_CASE("instance norm of sequences", "[golden]") {
  check_instance_norm<InstanceNorm1d, N, C, L>("instance_norm_1d");
  check_instance_norm<InstanceNorm1d, C, L>("instance_norm_1d_unbatched");
}
TEST_CASE("instance norm of images", "[golden]") {
  check_instance_norm<InstanceNorm2d, N, C, H, W>("instance_norm_2d");
}
TEST_CASE("instance norm of volumes", "[golden]") {
  check_instance_norm<InstanceNorm3d, N, C, D, H, W>("instance_norm_3d");
}

template<class Layer, class... Axes>
inline constexpr bool takes = Layer::template refusal_of<Tensor<float, Axes...>>().empty();
static_assert(!takes<InstanceNorm1d, C> && !takes<InstanceNorm1d, N, C> && !takes<InstanceNorm1d, N, C, H, W>);
static_assert(takes<InstanceNorm1d, C, L> && takes<InstanceNorm1d, N, C, L> && !takes<InstanceNorm2d, C, L>);
static_assert(!takes<InstanceNorm2d, N, C> && takes<InstanceNorm2d, C, H, W> && takes<InstanceNorm2d, N, C, H, W>);
static_assert(!takes<InstanceNorm2d, N, C, D, H, W> && !takes<InstanceNorm3d, C, H, W>);
static_assert(takes<InstanceNorm3d, C, D, H, W> && takes<InstanceNorm3d, N, C, D, H, W>);
static_assert(!takes<InstanceNorm3d, N, C, T, D, H, W>);
static_assert(!InstanceNorm2d::refusal_of<Tensor<double, N, C, H, W>>().empty());
static_assert(!InstanceNorm2d::refusal_of<Tensor<std::int64_t, N, C, H, W>>().empty());
static_assert(takes<torch::InstanceNorm1dOf<float, T, K, S>, K, S> &&
              !takes<torch::InstanceNorm1dOf<float, T>, N, C, L>);
static_assert(takes<torch::InstanceNorm2dOf<float, T, K, S, L>, T, K, S, L>);
static_assert(takes<torch::InstanceNorm3dOf<float, T, K, S, L, G>, T, K, S, L, G>);
static_assert(InstanceNorm1d::refusal_of<Tensor<float, N, C>>() ==
              "InstanceNorm1d takes inputs with axes {N, C, L} or {C, L}, but the input has axes {N, C}");

TEST_CASE("instance norm refuses a single value per channel of a sample", "[golden]") {
  const std::string of = "channel of a sample";
  InstanceNorm1d sequences(5);
  InstanceNorm2d images(5), tracked(5, {.track_running_stats = true});
  InstanceNorm3d volumes(5);
  for (const bool training : {true, false}) {
    sequences.train(training);
    images.train(training);
    volumes.train(training);
    check_refuses_single<N, C, L>(sequences, {3, 5, 1}, of);
    check_refuses_single<C, L>(sequences, {5, 1}, of);
    check_refuses_single<N, C, H, W>(images, {3, 5, 1, 1}, of);
    check_refuses_single<C, H, W>(images, {5, 1, 1}, of);
    check_refuses_single<N, C, D, H, W>(volumes, {3, 5, 1, 1, 1}, of);
  }
  check_refuses_single<N, C, H, W>(tracked, {3, 5, 1, 1}, of);
  check_refuses_single<C, H, W>(tracked, {5, 1, 1}, of);

  auto single = Tensor<float, N, C, H, W>::filled(1, 3, 5, 1, 1);
  CHECK_THROWS_AS(images(single), shape_error);
  tracked.eval();
  Tensor<float, N, C, H, W> y(single.extents());
  tracked(single, into(y));
  CHECK(y(2, 4, 0, 0) == Approx(1 / std::sqrt(1 + 1e-5)));
}
TEST_CASE("instance norm refuses other channels", "[golden]") {
  using options = torch::instance_norm_options;
  for (const options& o : {options{}, options{.affine = true}, options{.track_running_stats = true},
                           options{.affine = true, .track_running_stats = true}}) {
    InstanceNorm2d images(5, o);
    check_refuses_channels<N, C, H, W>(images, {3, 4, 2, 2}, "4");
    check_refuses_channels<N, C, H, W>(images, {0, 4, 2, 2}, "4");
    check_refuses_channels<N, C, H, W>(images, {3, 4, 1, 1}, "4");
    check_refuses_channels<C, H, W>(images, {4, 2, 2}, "4");
    InstanceNorm1d sequences(5, o);
    check_refuses_channels<N, C, L>(sequences, {3, 4, 2}, "4");
  }
}
TEST_CASE("instance norm refuses options that make no sense", "[golden]") {
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  check_refusal({"C", "C", "at least 0", "-1"}, [] { InstanceNorm2d(-1); });
  CHECK_THROWS_AS(InstanceNorm2d(5, {.eps = -1}), std::invalid_argument);
  CHECK_THROWS_AS(InstanceNorm2d(5, {.eps = nan}), std::invalid_argument);
  CHECK_THROWS_AS(InstanceNorm2d(5, {.momentum = 1.5}), std::invalid_argument);
  CHECK_THROWS_AS(InstanceNorm2d(5, {.momentum = nan}), std::invalid_argument);
}
TEST_CASE("an empty batch changes nothing that instance norm keeps", "[golden]") {
  for (const bool affine : {true, false})
    for (const auto& extents : {extents_array<4>{0, 5, 2, 2}, extents_array<4>{3, 5, 0, 2}}) {
      InstanceNorm2d layer(5, {.affine = affine, .track_running_stats = true});
      layer.buffer<"running_mean">()(4) = 2;
      const auto before = bytes_of_state(layer);
      Tensor<float, N, C, H, W> x(extents), y(extents);
      auto context = layer.context(x);
      layer.forward(x, into(y), context);
      CHECK(bytes_of_state(layer) == before);
      layer.backward(context, x, into(y));
      CHECK(layer.gradient<"weight">()(3) == 0);
    }
}
