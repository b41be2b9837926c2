// Gradients of batch and layer norm in double and of halves, against the reference evaluator.
#include "support/check_gradient.hpp"
#include "support/formulas_norms.hpp"

using namespace axnorm;
using namespace axnorm::axes;
using check::check_in_every_build;
using check::gradients;

TEMPLATE_TEST_CASE("gradients of batch norm in other types", "[gradients]", double, bfloat16, float16) {
  check_in_every_build<gradients<formulas::batch_norm, "x", "weight", "bias">, TestType, N, C, H, W>();
}
TEMPLATE_TEST_CASE("gradients of layer norm in other types", "[gradients]", double, bfloat16, float16) {
  check_in_every_build<gradients<formulas::layer_norm, "x", "weight", "bias">, TestType, N, C, H, W>();
}
