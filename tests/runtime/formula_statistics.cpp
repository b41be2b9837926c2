// Statistics as results against the reference evaluator, in float and two memory orders.
#include "support/check_everywhere.hpp"
#include "support/formulas_reductions.hpp"

using namespace axnorm;
using namespace axnorm::axes;
using check::check_everywhere;

TEST_CASE("sums over all kinds of sets", "[formulas]") {
  check_everywhere<formulas::sums, float, N, C, H, W>();
  check_everywhere<formulas::sums, float, N, H, W, C>();
}

TEST_CASE("variances and moments", "[formulas]") {
  check_everywhere<formulas::variances, float, N, C, H, W>();
  check_everywhere<formulas::variances, float, C, H, W, N>();
}

TEST_CASE("extremes, any, all, counts", "[formulas]") {
  check_everywhere<formulas::extremes, float, N, C, H, W>();
  check_everywhere<formulas::extremes, float, W, N, H, C>();
}

TEST_CASE("reductions over axes that an operand lacks", "[formulas]") {
  check_everywhere<formulas::lacking, float, N, C, H, W>();
  check_everywhere<formulas::lacking, float, N, H, W, C>();
}

TEST_CASE("third and fourth moments", "[formulas]") {
  check_everywhere<formulas::shapes_of_distributions, float, N, C, H, W>();
  check_everywhere<formulas::shapes_of_distributions, float, W, N, H, C>();
}

TEST_CASE("covariances and cosines", "[formulas]") {
  check_everywhere<formulas::pairs, float, N, C, H, W>();
  check_everywhere<formulas::pairs, float, C, H, W, N>();
}
