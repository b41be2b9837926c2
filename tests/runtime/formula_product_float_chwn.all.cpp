// The full product of formulas and ways to run them: float, memory in the order CHWN.
#include "support/formulas_all.hpp"

TEST_CASE("all formulas, float, CHWN", "[product]") {
  using namespace axnorm;
  using namespace axnorm::axes;
  formulas::check_everything<float, C, H, W, N>();
}
