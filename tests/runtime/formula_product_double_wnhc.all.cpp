// The full product of formulas and ways to run them: double, memory in the order WNHC.
#include "support/formulas_all.hpp"

TEST_CASE("all formulas, double, WNHC", "[product]") {
  using namespace axnorm;
  using namespace axnorm::axes;
  formulas::check_everything<double, W, N, H, C>();
}
