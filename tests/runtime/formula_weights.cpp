// Masks, weights and windows against the reference evaluator, in float and two memory orders.
#include "support/check_everywhere.hpp"
#include "support/formulas_reductions.hpp"

using namespace axnorm;
using namespace axnorm::axes;
using check::check_everywhere;

TEST_CASE("statistics with a mask", "[formulas]") {
  check_everywhere<formulas::masked_statistics, float, N, C, H, W>();
  check_everywhere<formulas::masked_statistics, float, N, H, W, C>();
}

TEST_CASE("statistics with weights", "[formulas]") {
  check_everywhere<formulas::weighted_statistics, float, N, C, H, W>();
  check_everywhere<formulas::weighted_statistics, float, C, H, W, N>();
}

TEST_CASE("windowed sums", "[formulas]") {
  check_everywhere<formulas::windows, float, N, C, H, W>();
  check_everywhere<formulas::windows, float, N, H, W, C>();
}

TEST_CASE("integers that choose and mask", "[formulas]") {
  check_everywhere<formulas::labelled, float, N, C, H, W>();
  check_everywhere<formulas::labelled, float, C, H, W, N>();
}
