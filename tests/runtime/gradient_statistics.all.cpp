// Gradients of further statistics: extremes, weighted ones, of integers and of several tensors; against the reference
// evaluator.
#include "support/check_gradient.hpp"
#include "support/formulas_reductions.hpp"

using namespace axnorm;
using namespace axnorm::axes;
using check::check_in_every_build;
using check::gradients;

TEST_CASE("gradients of extremes", "[gradients]") {
  check_in_every_build<gradients<formulas::extremes, "x">, float, N, C, H, W>();
}
TEST_CASE("gradients of reductions over axes that an operand lacks", "[gradients]") {
  check_in_every_build<gradients<formulas::lacking, "x", "weight", "bias", "m">, float, N, C, H, W>();
}
TEST_CASE("gradients of weighted statistics", "[gradients]") {
  check_in_every_build<gradients<formulas::weighted_statistics, "x", "m">, float, N, C, H, W>();
}
TEST_CASE("gradients beside integers", "[gradients]") {
  check_in_every_build<gradients<formulas::labelled, "x">, float, N, C, H, W>();
}
TEST_CASE("gradients of statistics of two images", "[gradients]") {
  check_in_every_build<gradients<formulas::pairs, "x", "y">, float, N, C, H, W>();
}
