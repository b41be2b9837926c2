// Batch norm of all ranks in all its options, step by step beside PyTorch's, and what it refuses.
#include "support/check_layer_families.hpp"
#include "support/check_layer_refused.hpp"

#include <limits>
#include <vector>

using namespace axnorm;
using namespace axnorm::axes;
using namespace axnorm::golden;
using torch::BatchNorm1d, torch::BatchNorm2d, torch::BatchNorm3d;

TEST_CASE("batch norm of features", "[golden]") { check_batch_norm<BatchNorm1d, N, C>("batch_norm_1d"); }
TEST_CASE("batch norm of sequences", "[golden]") { check_batch_norm<BatchNorm1d, N, C, L>("batch_norm_1d_sequence"); }
TEST_CASE("batch norm of images", "[golden]") { check_batch_norm<BatchNorm2d, N, C, H, W>("batch_norm_2d"); }
TEST_CASE("batch norm of volumes", "[golden]") { check_batch_norm<BatchNorm3d, N, C, D, H, W>("batch_norm_3d"); }

// Ranks and elements: what the type tells. Each kind of mistake is in tests/diagnostics, too.
template<class Layer, class... Axes>
inline constexpr bool takes = Layer::template refusal_of<Tensor<float, Axes...>>().empty();
static_assert(!takes<BatchNorm1d, C> && takes<BatchNorm1d, N, C> && takes<BatchNorm1d, C, L, N>);
static_assert(!takes<BatchNorm1d, N, L> && !takes<BatchNorm1d, C, L> && !takes<BatchNorm1d, N, C, H, W>);
static_assert(!takes<BatchNorm2d, N, C, L> && takes<BatchNorm2d, N, H, W, C> && !takes<BatchNorm2d, C, H, W>);
static_assert(!takes<BatchNorm2d, N, C, D, H, W> && !takes<BatchNorm3d, N, C, H, W>);
static_assert(takes<BatchNorm3d, N, C, D, H, W> && !takes<BatchNorm3d, N, C, T, D, H, W>);
static_assert(BatchNorm1d::refusal_of<Tensor<float, C>>() ==
              "BatchNorm1d takes inputs with axes {N, C} or {N, C, L}, but the input has axes {C}");
// Axes of one's own; golden_layers_axes.all.cpp trains such layers.
static_assert(takes<torch::BatchNorm1dOf<float, T, K, S>, T, K, S> && !takes<torch::BatchNorm1dOf<float, T, K>, N, C>);
static_assert(takes<torch::BatchNorm2dOf<float, T, K, S, L>, L, T, K, S>);
static_assert(takes<torch::BatchNorm3dOf<float, T, K, S, L, G>, T, K, S, L, G>);
template<class Parameters, class Element>
inline constexpr bool takes_elements =
    torch::BatchNorm2dOf<Parameters>::template refusal_of<Tensor<Element, N, C, H, W>>().empty();
static_assert(takes_elements<float, float> && takes_elements<float, float16> && takes_elements<float, bfloat16>);
static_assert(!takes_elements<float, double> && !takes_elements<float, std::int64_t> && !takes_elements<float, bool>);
static_assert(takes_elements<double, double> && !takes_elements<double, float> && !takes_elements<double, int>);
static_assert(takes_elements<bfloat16, bfloat16> && !takes_elements<bfloat16, float>);

TEST_CASE("batch norm refuses a single value per channel where the batch's statistics are used", "[golden]") {
  BatchNorm1d features(5);
  BatchNorm2d images(5), untracked(5, {.track_running_stats = false});
  BatchNorm3d volumes(5);
  check_refuses_single<N, C>(features, {1, 5}, "channel");
  check_refuses_single<N, C, L>(features, {1, 5, 1}, "channel");
  check_refuses_single<N, C, H, W>(images, {1, 5, 1, 1}, "channel");
  check_refuses_single<N, C, D, H, W>(volumes, {1, 5, 1, 1, 1}, "channel");
  CHECK(images.batches_tracked() == 0);
  untracked.eval();
  check_refuses_single<N, C, H, W>(untracked, {1, 5, 1, 1}, "channel");

  const auto single = Tensor<float, N, C, H, W>::filled(1, 1, 5, 1, 1);
  images.eval();
  CHECK(images(single)(0, 3, 0, 0) == Approx(1 / std::sqrt(1 + 1e-5)));
  CHECK_THROWS_WITH(untracked(single),
                    containing("BatchNorm2d needs more than 1 value per channel for its statistics, but the input has "
                               "extents {N=1, C=5, H=1, W=1}"));
}
TEST_CASE("batch norm refuses other channels", "[golden]") {
  using options = torch::batch_norm_options;
  for (const options& o :
       {options{}, options{.affine = false}, options{.bias = false}, options{.track_running_stats = false},
        options{.bias = false, .track_running_stats = false}, options{.affine = false, .track_running_stats = false}}) {
    BatchNorm2d layer(5, o);
    check_refuses_channels<N, C, H, W>(layer, {3, 4, 2, 2}, "4");
    check_refuses_channels<N, C, H, W>(layer, {0, 4, 2, 2}, "4");
    check_refuses_channels<N, C, H, W>(layer, {5, 1, 1, 1}, "1"); // of as many elements as there are channels
    CHECK(layer.batches_tracked() == 0);
  }
  BatchNorm1d layer(5);
  check_refuses_channels<N, C>(layer, {3, 6}, "6");
}
TEST_CASE("batch norm refuses options that make no sense", "[golden]") {
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  check_refusal({"C", "C", "at least 0", "-1"}, [] { BatchNorm2d(-1); });
  CHECK_THROWS_WITH(BatchNorm2d(5, {.eps = -1e-5}), containing("eps must be 0 or more, but -1e-05 was given"));
  CHECK_THROWS_AS(BatchNorm2d(5, {.eps = nan}), std::invalid_argument);
  CHECK_THROWS_AS(BatchNorm2d(5, {.momentum = 2}), std::invalid_argument);
  CHECK_THROWS_AS(BatchNorm2d(5, {.momentum = -0.1}), std::invalid_argument);
  CHECK_THROWS_AS(BatchNorm2d(5, {.momentum = nan}), std::invalid_argument);

  BatchNorm2d sharp(5, {.eps = 0});
  auto x = Tensor<float, N, C, H, W>::filled(1, 3, 5, 2, 2), y = x;
  auto context = sharp.context(x);
  CHECK_THROWS_AS(sharp.forward(x, into(y), context), std::invalid_argument);
  CHECK(sharp.batches_tracked() == 0);
  sharp.eval();
  sharp.forward(x, into(y), context);
  CHECK(y(2, 4, 1, 1) == 1);
}
TEST_CASE("batch norm refuses the state of another one", "[golden]") {
  BatchNorm2d layer(5), plain(5, {.affine = false}), untracked(5, {.affine = false, .track_running_stats = false});
  const auto refuses = [](BatchNorm2d& to, const std::vector<state_view>& from) {
    const auto before = bytes_of_state(to);
    CHECK_THROWS_AS(to.load_state(from), std::invalid_argument);
    CHECK(bytes_of_state(to) == before);
  };
  BatchNorm2d other(5);
  other.parameter<"bias">()(4) = 3;
  for (const std::string left_out : {"num_batches_tracked", "bias"}) {
    std::vector<state_view> some = other.state();
    std::erase_if(some, [&](const state_view& s) { return s.name == left_out; });
    refuses(layer, some);
  }
  refuses(layer, plain.state());
  refuses(plain, other.state());
  refuses(plain, untracked.state());
  refuses(untracked, plain.state());
  torch::BatchNorm2dOf<double> wide(5);
  refuses(layer, wide.state());
  BatchNorm2d narrow(4);
  const auto before = bytes_of_state(layer);
  check_refusal({"weight", "C", "5", "4"}, [&] { layer.load_state(narrow.state()); });
  CHECK(bytes_of_state(layer) == before);
}
TEST_CASE("an empty batch counts for batch norm and changes nothing else", "[golden]") {
  BatchNorm2d layer(5), nothing(0);
  Tensor<float, N, C, H, W> x(0, 5, 2, 2), y(0, 5, 2, 2);
  auto context = layer.context(x);
  layer.forward(x, into(y), context);
  CHECK(layer.batches_tracked() == 1);
  CHECK(layer.buffer<"running_mean">()(2) == 0);
  CHECK(layer.buffer<"running_var">()(2) == 1);
  Tensor<float, N, C, H, W> without(3, 0, 2, 2), result(3, 0, 2, 2);
  nothing.forward(without, into(result), context);
}
