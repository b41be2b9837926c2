// Gradients of the list's further norms by the image and by all parameters, against the reference evaluator.
#include "support/check_gradient.hpp"
#include "support/formulas_norms.hpp"

using namespace axnorm;
using namespace axnorm::axes;
using check::check_in_every_build;
using check::gradients;

TEST_CASE("gradients of groups whose number the formula says", "[gradients]") {
  check_in_every_build<gradients<formulas::static_groups, "x", "weight", "bias">, float, N, C, H, W>();
}
TEST_CASE("gradients of norms over all axes but some", "[gradients]") {
  check_in_every_build<gradients<formulas::all_but, "x", "weight", "bias">, float, N, C, H, W>();
}
TEST_CASE("gradients of positional norm with its moments", "[gradients]") {
  check_in_every_build<gradients<formulas::positional_norm, "x">, float, N, C, H, W>();
}
TEST_CASE("gradients of batch norm by absolute deviations", "[gradients]") {
  check_in_every_build<gradients<formulas::l1_batch_norm, "x", "weight", "bias">, float, N, C, H, W>();
}
TEST_CASE("gradients of local norms", "[gradients]") {
  check_in_every_build<gradients<formulas::local_norms, "x">, float, N, C, H, W>();
}
TEST_CASE("gradients of a residual through batch norm", "[gradients]") {
  check_in_every_build<gradients<formulas::residual_norm, "x", "r", "weight", "bias">, float, N, C, H, W>();
}
TEST_CASE("gradients of mean and deviation of different sets", "[gradients]") {
  check_in_every_build<gradients<formulas::mixed_sets, "x">, float, N, C, H, W>();
}
TEST_CASE("gradients of statistics that wait for one another", "[gradients]") {
  check_in_every_build<gradients<formulas::two_speeds, "x">, float, N, C, H, W>();
}
TEST_CASE("gradients of norms of rows", "[gradients]") {
  check_in_every_build<gradients<formulas::rows, "x", "weight">, float, N, C, H, W>();
}
TEST_CASE("gradients of a weighted norm", "[gradients]") {
  check_in_every_build<gradients<formulas::weighted_norm, "x", "weight", "bias", "m">, float, N, C, H, W>();
}
