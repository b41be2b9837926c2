// Layer, RMS, group and local response norm, step by step beside PyTorch's. Other axes: golden_layers.all.cpp.
#include "support/check_layer_families.hpp"

using namespace axnorm;
using namespace axnorm::axes;
using namespace axnorm::golden;

TEST_CASE("layer norm over three axes", "[golden]") {
  family_of<torch::LayerNorm<C, H, W>, torch::layer_norm_options, N, C, H, W>::check_all(
      "layer_norm_chw", [](const auto& o) { return torch::LayerNorm<C, H, W>({5, 3, 7}, o); }, both<C, H, W>);
}
TEST_CASE("RMS norm over one axis", "[golden]") {
  family_of<torch::RMSNorm<L>, torch::rms_norm_options, N, C, L>::check_all(
      "rms_norm_l", [](const auto& o) { return torch::RMSNorm<L>({7}, o); }, weight_only<L>);
}
TEST_CASE("group norm", "[golden]") {
  using torch::GroupNorm;
  const auto with = [](int groups) { return [=](const auto& o) { return GroupNorm(groups, 9, o); }; };
  using sequences = family_of<GroupNorm, torch::group_norm_options, N, C, L>;
  sequences::check_all("group_norm_1", with(1), both<C>);
  sequences::check_all("group_norm_3", with(3), both<C>);
  sequences::check_all("group_norm_9", with(9), both<C>);
}
TEST_CASE("local response norm", "[golden]") {
  check_local_response<4, N, C, L>({"local_response_norm", "size=4,alpha=0.5"});
}
