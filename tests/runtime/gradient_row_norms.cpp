// Gradients of norms along one axis, groups against the reference evaluator on the differentiated graph.
#include "support/check_gradient.hpp"
#include "support/formulas_norms.hpp"

using namespace axnorm;
using namespace axnorm::axes;
using check::check_in_every_build;
using check::gradients;

TEST_CASE("gradients of layer norm", "[gradients]") {
  check_in_every_build<gradients<formulas::layer_norm, "x", "weight", "bias">, float, N, C, H, W>();
  check_in_every_build<gradients<formulas::layer_norm, "x", "weight", "bias">, float, N, H, W, C>();
}
TEST_CASE("gradients of a root mean square norm with its statistic", "[gradients]") {
  check_in_every_build<gradients<formulas::rms_norm, "x", "weight">, float, N, C, H, W>();
  check_in_every_build<gradients<formulas::rms_norm, "x", "weight">, float, C, H, W, N>();
}
TEST_CASE("gradients of group norm", "[gradients]") {
  check_in_every_build<gradients<formulas::group_norm, "x", "weight", "bias">, float, N, C, H, W>();
  check_in_every_build<gradients<formulas::group_norm, "x", "weight", "bias">, float, N, H, W, C>();
}
TEST_CASE("gradients of nested groups", "[gradients]") {
  check_in_every_build<gradients<formulas::nested_groups, "x">, float, W, N, H, C>();
}
TEST_CASE("gradients of softmax", "[gradients]") {
  check_in_every_build<gradients<formulas::softmax, "x">, float, N, C, H, W>();
}
TEST_CASE("gradients of EvoNorm-S0", "[gradients]") {
  check_in_every_build<gradients<formulas::evolved_norm, "x", "weight", "bias", "v">, float, C, H, W, N>();
}
