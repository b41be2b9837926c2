// The full product of formulas and ways to run them: double, memory in the order NHWC.
#include "support/formulas_all.hpp"

TEST_CASE("all formulas, double, NHWC", "[product]") {
  using namespace axnorm;
  using namespace axnorm::axes;
  formulas::check_everything<double, N, H, W, C>();
}
