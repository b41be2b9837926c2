// The full product of formulas and ways to run them: float, memory in the order NCHW.
#include "support/formulas_all.hpp"

TEST_CASE("all formulas, float, NCHW", "[product]") {
  using namespace axnorm;
  using namespace axnorm::axes;
  formulas::check_everything<float, N, C, H, W>();
}
