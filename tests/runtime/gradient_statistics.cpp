// Gradients of sums, variances, masked statistics, windows and higher moments, against the reference evaluator. Other
// statistics: gradient_statistics.all.cpp.
#include "support/check_gradient.hpp"
#include "support/formulas_reductions.hpp"

using namespace axnorm;
using namespace axnorm::axes;
using check::check_in_every_build;
using check::gradients;

TEST_CASE("gradients of sums", "[gradients]") {
  check_in_every_build<gradients<formulas::sums, "x">, float, N, C, H, W>();
}
TEST_CASE("gradients of variances", "[gradients]") {
  check_in_every_build<gradients<formulas::variances, "x">, float, N, C, H, W>();
}
TEST_CASE("gradients of masked statistics", "[gradients]") {
  check_in_every_build<gradients<formulas::masked_statistics, "x">, float, N, C, H, W>();
}
TEST_CASE("gradients of windows", "[gradients]") {
  check_in_every_build<gradients<formulas::windows, "x">, float, N, C, H, W>();
}
TEST_CASE("gradients of higher moments", "[gradients]") {
  check_in_every_build<gradients<formulas::shapes_of_distributions, "x">, float, N, C, H, W>();
}
