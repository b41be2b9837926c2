// The full product of formulas and ways to run them: float16, memory in the order NHWC.
#include "support/formulas_all.hpp"

TEST_CASE("all formulas, float16, NHWC", "[product]") {
  using namespace axnorm;
  using namespace axnorm::axes;
  formulas::check_everything<float16, N, H, W, C>();
}
