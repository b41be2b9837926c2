// Casts, names, numbers, broadcasts, results in other orders against the reference evaluator, in float and two memory
// orders.
#include "support/check_everywhere.hpp"
#include "support/formulas_elementwise.hpp"

using namespace axnorm;
using namespace axnorm::axes;
using check::check_everywhere;

TEST_CASE("casts; results of other types and in other orders", "[formulas]") {
  check_everywhere<formulas::casts, float, N, C, H, W>();
  check_everywhere<formulas::casts, float, N, H, W, C>();
}

TEST_CASE("named intermediates, numbers at the call, hidden NaN", "[formulas]") {
  check_everywhere<formulas::names, float, N, C, H, W>();
  check_everywhere<formulas::names, float, C, H, W, N>();
}

TEST_CASE("results with more axes than any input", "[formulas]") {
  check_everywhere<formulas::outer_products, float, N, C, H, W>();
  check_everywhere<formulas::outer_products, float, N, H, W, C>();
}

TEST_CASE("a formula of parameters and numbers", "[formulas]") {
  check_everywhere<formulas::parameters_only, float, N, C, H, W>();
  check_everywhere<formulas::parameters_only, float, W, N, H, C>();
}
