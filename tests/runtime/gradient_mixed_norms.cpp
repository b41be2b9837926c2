// Gradients of norms that mix statistics, with learned weights, against the reference evaluator.
#include "support/check_gradient.hpp"
#include "support/formulas_norms.hpp"

using namespace axnorm;
using namespace axnorm::axes;
using check::check_in_every_build;
using check::gradients;

TEST_CASE("gradients of switchable norm", "[gradients]") {
  check_in_every_build<gradients<formulas::switchable_norm, "x", "weight", "bias", "mean_weight", "var_weight">, float,
                       N, C, H, W>();
}
TEST_CASE("gradients of batch-instance norm", "[gradients]") {
  check_in_every_build<gradients<formulas::batch_instance_norm, "x", "weight", "bias", "rho">, float, N, H, W, C>();
}
TEST_CASE("gradients of filter response norm", "[gradients]") {
  check_in_every_build<gradients<formulas::filter_response_norm, "x", "weight", "bias", "tau">, float, N, C, H, W>();
}
TEST_CASE("gradients of global response norm", "[gradients]") {
  check_in_every_build<gradients<formulas::global_response_norm, "x", "weight", "bias">, float, C, H, W, N>();
}
