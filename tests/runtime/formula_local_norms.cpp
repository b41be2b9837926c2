// Norms with windows, masks and weights against the reference evaluator, in float and two memory orders.
#include "support/check_everywhere.hpp"
#include "support/formulas_norms.hpp"

using namespace axnorm;
using namespace axnorm::axes;
using check::check_everywhere;

TEST_CASE("divisive and local response normalization", "[formulas]") {
  check_everywhere<formulas::local_norms, float, N, C, H, W>();
  check_everywhere<formulas::local_norms, float, N, H, W, C>();
}

TEST_CASE("norms with a mask", "[formulas]") {
  check_everywhere<formulas::masked_norms, float, N, C, H, W>();
  check_everywhere<formulas::masked_norms, float, N, H, W, C>();
}

TEST_CASE("a norm with weights", "[formulas]") {
  check_everywhere<formulas::weighted_norm, float, N, C, H, W>();
  check_everywhere<formulas::weighted_norm, float, W, N, H, C>();
  check::check_ways<formulas::weighted_norm, float, N, C, H, W>({{.extents = {1500, 5, 7, 7}}});
}
