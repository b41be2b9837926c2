// PyTorch's layers of further ranks and axes, step by step beside PyTorch's.
#include "support/check_layer_families.hpp"

using namespace axnorm;
using namespace axnorm::axes;
using namespace axnorm::golden;

TEST_CASE("instance norm of a single image or volume", "[golden]") {
  check_instance_norm<torch::InstanceNorm2d, C, H, W>("instance_norm_2d_unbatched");
  check_instance_norm<torch::InstanceNorm3d, C, D, H, W>("instance_norm_3d_unbatched");
}
TEST_CASE("layer norm over one and two axes", "[golden]") {
  family_of<torch::LayerNorm<L>, torch::layer_norm_options, N, C, L>::check_all(
      "layer_norm_l", [](const auto& o) { return torch::LayerNorm<L>({7}, o); }, both<L>);
  family_of<torch::LayerNorm<C, L>, torch::layer_norm_options, N, C, L>::check_all(
      "layer_norm_cl", [](const auto& o) { return torch::LayerNorm<C, L>({5, 7}, o); }, both<C, L>);
}
TEST_CASE("RMS norm over two axes", "[golden]") {
  family_of<torch::RMSNorm<C, L>, torch::rms_norm_options, N, C, L>::check_all(
      "rms_norm_cl", [](const auto& o) { return torch::RMSNorm<C, L>({5, 7}, o); }, weight_only<C, L>);
}
TEST_CASE("group norm of features and images", "[golden]") {
  const auto make = [](const auto& o) { return torch::GroupNorm(3, 9, o); };
  family_of<torch::GroupNorm, torch::group_norm_options, N, C>::check_all("group_norm_3_features", make, both<C>);
  family_of<torch::GroupNorm, torch::group_norm_options, N, C, H, W>::check_all("group_norm_3_image", make, both<C>);
}
TEST_CASE("local response norm of further sizes", "[golden]") {
  check_local_response<1, N, C, L>({"local_response_norm", "size=1,alpha=0.5"});
  check_local_response<5, N, C, L>({"local_response_norm", "size=5"});
  check_local_response<9, N, C, L>({"local_response_norm", "size=9,alpha=2.0,beta=1.5,k=0.5"});
  check_local_response<3, N, C, H, W>({"local_response_norm_image", "size=3,alpha=0.5,beta=0.5,k=2.0"});
}
