// Positions, one-sided windows and means of windows against the reference evaluator, and their gradients.
#include "support/check_everywhere.hpp"
#include "support/check_gradient.hpp"
#include "support/formulas_reductions.hpp"

using namespace axnorm;
using namespace axnorm::axes;
using check::check_everywhere;

TEST_CASE("positions and windows to one side", "[formulas]") {
  check_everywhere<formulas::positions, float, N, C, H, W>();
  check_everywhere<formulas::positions, double, N, H, W, C>();
}
TEST_CASE("gradients of positions and windows to one side", "[gradients]") {
  check::check_in_every_build<check::gradients<formulas::positions, "x">, float, N, C, H, W>();
}
