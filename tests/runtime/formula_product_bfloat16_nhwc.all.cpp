// The full product of formulas and ways to run them: bfloat16, memory in the order NHWC.
#include "support/formulas_all.hpp"

TEST_CASE("all formulas, bfloat16, NHWC", "[product]") {
  using namespace axnorm;
  using namespace axnorm::axes;
  formulas::check_everything<bfloat16, N, H, W, C>();
}
