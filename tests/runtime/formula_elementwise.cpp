// Elementwise formulas against the reference evaluator, in float and two memory orders.
#include "support/check_everywhere.hpp"
#include "support/formulas_elementwise.hpp"

using namespace axnorm;
using namespace axnorm::axes;
using check::check_everywhere;

TEST_CASE("arithmetic, extremes, comparisons, logic, choice", "[formulas]") {
  check_everywhere<formulas::arithmetic, float, N, C, H, W>();
  check_everywhere<formulas::arithmetic, float, W, N, H, C>();
}

TEST_CASE("elementary functions", "[formulas]") {
  check_everywhere<formulas::functions, float, N, C, H, W>();
  check_everywhere<formulas::functions, float, N, H, W, C>();
}

TEST_CASE("activations", "[formulas]") {
  check_everywhere<formulas::activations, float, N, C, H, W>();
  check_everywhere<formulas::activations, float, C, H, W, N>();
}

TEST_CASE("powers", "[formulas]") {
  check_everywhere<formulas::powers, float, N, C, H, W>();
  check_everywhere<formulas::powers, float, N, H, W, C>();
}
