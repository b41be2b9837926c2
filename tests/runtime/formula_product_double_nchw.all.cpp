// The full product of formulas and ways to run them: double, memory in the order NCHW.
#include "support/formulas_all.hpp"

TEST_CASE("all formulas, double, NCHW", "[product]") {
  using namespace axnorm;
  using namespace axnorm::axes;
  formulas::check_everything<double, N, C, H, W>();
}
