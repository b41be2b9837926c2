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
