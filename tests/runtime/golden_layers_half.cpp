// Batch norm with float parameters and running statistics on tensors of halves, step by step beside PyTorch's. Other
// layers: golden_layers_half.all.cpp.
#include "support/check_layer_half.hpp"

using namespace axnorm;
using namespace axnorm::axes;
using namespace axnorm::golden;

TEMPLATE_TEST_CASE("batch norm of halves", "[golden]", bfloat16, float16) {
  const layer_case c = half_case<TestType>("batch_norm_1d_sequence");
  torch::BatchNorm1d layer(5);
  both<C>(layer, c);
  half_steps<TestType, N, C, L>::template run_tracking<"weight", "bias">(layer, c);
}
