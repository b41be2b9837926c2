// The full product of formulas and ways to run them: float16, memory in the order NCHW.
#include "support/formulas_all.hpp"

TEST_CASE("all formulas, float16, NCHW", "[product]") {
  using namespace axnorm;
  using namespace axnorm::axes;
  formulas::check_everything<float16, N, C, H, W>();
}
