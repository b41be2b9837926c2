// The full product of formulas and ways to run them: float, memory in the order NHWC.
#include "support/formulas_all.hpp"

TEST_CASE("all formulas, float, NHWC", "[product]") {
  using namespace axnorm;
  using namespace axnorm::axes;
  formulas::check_everything<float, N, H, W, C>();
}
