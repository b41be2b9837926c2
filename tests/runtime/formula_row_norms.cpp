// Norms along one axis, groups against the reference evaluator, in float and two memory orders.
#include "support/check_everywhere.hpp"
#include "support/formulas_norms.hpp"

using namespace axnorm;
using namespace axnorm::axes;
using check::check_everywhere;

TEST_CASE("root mean square norm with its statistic", "[formulas]") {
  check_everywhere<formulas::rms_norm, float, N, C, H, W>();
  check_everywhere<formulas::rms_norm, float, N, H, W, C>();
}

TEST_CASE("softmax and its logarithm", "[formulas]") {
  check_everywhere<formulas::softmax, float, N, C, H, W>();
  check_everywhere<formulas::softmax, float, W, N, H, C>();
}

TEST_CASE("norms along one axis", "[formulas]") {
  check_everywhere<formulas::rows, float, N, C, H, W>();
  check_everywhere<formulas::rows, float, C, H, W, N>();
}

TEST_CASE("group norm", "[formulas]") {
  check_everywhere<formulas::group_norm, float, N, C, H, W>();
  check_everywhere<formulas::group_norm, float, N, H, W, C>();
}

TEST_CASE("groups of which types know the number", "[formulas]") {
  check_everywhere<formulas::static_groups, float, N, C, H, W>();
  check_everywhere<formulas::static_groups, float, W, N, H, C>();
}

TEST_CASE("groups inside groups", "[formulas]") {
  check_everywhere<formulas::nested_groups, float, N, C, H, W>();
  check_everywhere<formulas::nested_groups, float, N, H, W, C>();
}

TEST_CASE("EvoNorm-S0", "[formulas]") {
  check_everywhere<formulas::evolved_norm, float, N, C, H, W>();
  check_everywhere<formulas::evolved_norm, float, C, H, W, N>();
}
