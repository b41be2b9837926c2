// Norms over the batch against the reference evaluator, in float and two memory orders.
#include "support/check_everywhere.hpp"
#include "support/formulas_norms.hpp"

using namespace axnorm;
using namespace axnorm::axes;
using check::check_everywhere;

TEST_CASE("batch norm", "[formulas]") {
  check_everywhere<formulas::batch_norm, float, N, C, H, W>();
  check_everywhere<formulas::batch_norm, float, N, H, W, C>();
}

TEST_CASE("batch norm with given statistics", "[formulas]") {
  check_everywhere<formulas::batch_norm_given, float, N, C, H, W>();
  check_everywhere<formulas::batch_norm_given, float, C, H, W, N>();
}

TEST_CASE("norms over all but some axes", "[formulas]") {
  check_everywhere<formulas::all_but, float, N, C, H, W>();
  check_everywhere<formulas::all_but, float, W, N, H, C>();
}

TEST_CASE("batch norm by mean absolute deviation", "[formulas]") {
  check_everywhere<formulas::l1_batch_norm, float, N, C, H, W>();
  check_everywhere<formulas::l1_batch_norm, float, N, H, W, C>();
}

TEST_CASE("residual, batch norm, relu; two results", "[formulas]") {
  check_everywhere<formulas::residual_norm, float, N, C, H, W>();
  check_everywhere<formulas::residual_norm, float, C, H, W, N>();
}

TEST_CASE("results that become ready at different times", "[formulas]") {
  check_everywhere<formulas::two_speeds, float, N, C, H, W>();
  check_everywhere<formulas::two_speeds, float, N, H, W, C>();
}

TEST_CASE("switchable norm", "[formulas]") {
  check_everywhere<formulas::switchable_norm, float, N, C, H, W>();
  check_everywhere<formulas::switchable_norm, float, N, H, W, C>();
}

TEST_CASE("batch instance norm", "[formulas]") {
  check_everywhere<formulas::batch_instance_norm, float, N, C, H, W>();
  check_everywhere<formulas::batch_instance_norm, float, W, N, H, C>();
}

TEST_CASE("a norm of a norm", "[formulas]") {
  check_everywhere<formulas::norm_of_norm, float, N, C, H, W>();
  check_everywhere<formulas::norm_of_norm, float, N, H, W, C>();
}
