// Gradients of norms over slices of the image, of several inputs and masks against the reference evaluator.
#include "support/check_gradient.hpp"
#include "support/formulas_norms.hpp"

using namespace axnorm;
using namespace axnorm::axes;
using check::check_in_every_build;
using check::gradients;

TEST_CASE("gradients of batch norm", "[gradients]") {
  check_in_every_build<gradients<formulas::batch_norm, "x", "weight", "bias">, float, N, C, H, W>();
  check_in_every_build<gradients<formulas::batch_norm, "x", "weight", "bias">, float, N, H, W, C>();
}
TEST_CASE("gradients of batch norm with given statistics", "[gradients]") {
  check_in_every_build<gradients<formulas::batch_norm_given, "variance", "mean", "x", "weight", "bias">, float, N, C, H,
                       W>();
}
TEST_CASE("gradients of instance norm", "[gradients]") {
  check_in_every_build<gradients<formulas::instance_norm, "x">, float, N, C, H, W>();
  check_in_every_build<gradients<formulas::instance_norm, "x">, float, N, H, W, C>();
}
TEST_CASE("gradients of adaptive instance norm", "[gradients]") {
  check_in_every_build<gradients<formulas::adaptive_instance_norm, "x", "style">, float, N, C, H, W>();
}
TEST_CASE("gradients of a masked norm", "[gradients]") {
  check_in_every_build<gradients<formulas::masked_norms, "x">, float, N, C, H, W>();
}
TEST_CASE("gradients of a norm of a norm", "[gradients]") {
  check_in_every_build<gradients<formulas::norm_of_norm, "x", "weight", "first.weight", "first.bias">, float, N, H, W,
                       C>();
}

// As in formula_batch_norms: sums of many short rows, collected side by side.
TEST_CASE("gradients of batch norm of many short rows", "[gradients]") {
  using F = gradients<formulas::batch_norm, "x", "weight", "bias">;
  check::check_ways<F, float, N, C, H, W>({{.extents = {800, 13, 7, 7}}, {.extents = {900, 3, 2, 53}}});
}
TEST_CASE("gradients of batch norm of many columns", "[gradients]") {
  using F = gradients<formulas::batch_norm, "x", "weight", "bias">;
  check::check_ways<F, float, N, H, W, C>({{.extents = {330, 131, 7, 7}, .threads = {1, 3}}});
}
