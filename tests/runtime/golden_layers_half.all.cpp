// Layer, group, RMS and switchable norm with float parameters on tensors of halves, step by step beside PyTorch's.
#include "support/check_layer_half.hpp"

using namespace axnorm;
using namespace axnorm::axes;
using namespace axnorm::golden;

namespace {

constexpr auto nothing = [](int) {};

} // namespace

TEMPLATE_TEST_CASE("layer norm of halves", "[golden]", bfloat16, float16) {
  const layer_case c = half_case<TestType>("layer_norm_l");
  torch::LayerNorm<L> layer({7});
  both<L>(layer, c);
  half_steps<TestType, N, C, L>::template run<"weight", "bias">(layer, c, nothing);
}
TEMPLATE_TEST_CASE("group norm of halves", "[golden]", bfloat16, float16) {
  const layer_case c = half_case<TestType>("group_norm_3");
  torch::GroupNorm layer(3, 9);
  both<C>(layer, c);
  half_steps<TestType, N, C, L>::template run<"weight", "bias">(layer, c, nothing);
}
TEMPLATE_TEST_CASE("RMS norm of halves, whose default eps is float's", "[golden]", bfloat16, float16) {
  const layer_case c = half_case<TestType>("rms_norm_l");
  torch::RMSNorm<L> layer({7});
  weight_only<L>(layer, c);
  half_steps<TestType, N, C, L>::template run<"weight">(layer, c, nothing);
}
TEMPLATE_TEST_CASE("switchable norm of halves", "[golden]", bfloat16, float16) {
  const layer_case c = half_case<TestType>("switch_norm_2d", "paper");
  Layer<SwitchableNorm2d> layer{dim<C>(5)};
  both<C>(layer, c);
  set_parameter<"mean_weight", Fixed<Set, 3>>(layer, c);
  set_parameter<"var_weight", Fixed<Set, 3>>(layer, c);
  half_steps<TestType, N, C, H, W>::template run_tracking<"weight", "bias", "mean_weight", "var_weight">(layer, c);
}
