// The full product of formulas and ways to run them: float, memory in the order WNHC.
#include "support/formulas_all.hpp"

TEST_CASE("all formulas, float, WNHC", "[product]") {
  using namespace axnorm;
  using namespace axnorm::axes;
  formulas::check_everything<float, W, N, H, C>();
}
