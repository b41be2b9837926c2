// The full product of formulas and ways to run them: double, memory in the order CHWN.
#include "support/formulas_all.hpp"

TEST_CASE("all formulas, double, CHWN", "[product]") {
  using namespace axnorm;
  using namespace axnorm::axes;
  formulas::check_everything<double, C, H, W, N>();
}
