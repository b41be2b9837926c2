// The full product of formulas and ways to run them: bfloat16, memory in the order WNHC.
#include "support/formulas_all.hpp"

TEST_CASE("all formulas, bfloat16, WNHC", "[product]") {
  using namespace axnorm;
  using namespace axnorm::axes;
  formulas::check_everything<bfloat16, W, N, H, C>();
}
