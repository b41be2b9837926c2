// Batch and instance norm in all their options, step by step beside PyTorch's. Other ranks: golden_layers.all.cpp.
#include "support/check_layer_families.hpp"

using namespace axnorm;
using namespace axnorm::axes;
using namespace axnorm::golden;

TEST_CASE("batch norm of features", "[golden]") { check_batch_norm<torch::BatchNorm1d, N, C>("batch_norm_1d"); }
TEST_CASE("batch norm of images", "[golden]") { check_batch_norm<torch::BatchNorm2d, N, C, H, W>("batch_norm_2d"); }
TEST_CASE("instance norm of sequences", "[golden]") {
  check_instance_norm<torch::InstanceNorm1d, N, C, L>("instance_norm_1d");
}

TEST_CASE("batch norm refuses what PyTorch refuses, and nothing has changed", "[golden]") {
  using image = Tensor<float, N, C, H, W>;
  torch::BatchNorm2d layer(5), untracked(5, {.affine = false, .track_running_stats = false}), sharp(5, {.eps = 0});
  const auto single = image::filled(1, 1, 5, 1, 1), other = image::filled(1, 3, 4, 2, 2);
  CHECK_THROWS_WITH(layer.forward(single),
                    containing("BatchNorm2d needs more than 1 value per channel for its statistics, but the input has "
                               "extents {N=1, C=5, H=1, W=1}"));
  CHECK_THROWS_AS(layer.forward(other), shape_error);
  CHECK_THROWS_AS(layer.forward(image(0, 4, 2, 2)), shape_error);
  CHECK_THROWS_AS(untracked.forward(other), shape_error);
  CHECK_THROWS_AS(sharp.forward(image::filled(1, 3, 5, 2, 2)), std::invalid_argument);
  CHECK(layer.batches_tracked() == 0);
  CHECK(layer.buffer<"running_var">()(4) == 1);

  layer.eval();
  untracked.eval();
  CHECK(layer(single)(0, 3, 0, 0) == Approx(1 / std::sqrt(1 + 1e-5)));
  CHECK_THROWS_AS(layer(other), shape_error);
  CHECK_THROWS_AS(untracked(single), shape_error);

  CHECK_THROWS_AS(torch::BatchNorm2d(-1), shape_error);
  CHECK_THROWS_AS(torch::BatchNorm2d(5, {.eps = -1e-5}), std::invalid_argument);
  CHECK_THROWS_AS(torch::BatchNorm2d(5, {.momentum = 2}), std::invalid_argument);
  CHECK_THROWS_AS(layer.load_state(untracked.state()), std::invalid_argument);
  CHECK_THROWS_AS(untracked.load_state(layer.state()), std::invalid_argument);
  CHECK_THROWS_AS(layer.load_state(torch::BatchNorm2d(4).state()), shape_error);
}
TEST_CASE("an empty batch counts for batch norm and changes nothing else", "[golden]") {
  torch::BatchNorm2d layer(5);
  const auto kept = layer.forward(Tensor<float, N, C, H, W>(0, 5, 2, 2));
  CHECK(kept.first.size() == 0);
  CHECK(layer.batches_tracked() == 1);
  CHECK(layer.buffer<"running_mean">()(2) == 0);
  CHECK(layer.buffer<"running_var">()(2) == 1);
}
TEST_CASE("instance norm refuses what PyTorch refuses", "[golden]") {
  torch::InstanceNorm1d layer(5), tracked(5, {.track_running_stats = true});
  const auto single = Tensor<float, N, C, L>::filled(1, 3, 5, 1);
  CHECK_THROWS_WITH(layer.forward(single), containing("more than 1 value per channel of a sample"));
  CHECK_THROWS_AS(tracked.forward(single), shape_error);
  CHECK_THROWS_AS(layer.forward(Tensor<float, N, C, L>::filled(1, 3, 4, 2)), shape_error);
  layer.eval();
  tracked.eval();
  CHECK_THROWS_AS(layer(single), shape_error);
  CHECK(tracked(single)(2, 4, 0) == Approx(1 / std::sqrt(1 + 1e-5)));
}
