// The full product of formulas and ways to run them: bfloat16, memory in the order CHWN.
#include "support/formulas_all.hpp"

TEST_CASE("all formulas, bfloat16, CHWN", "[product]") {
  using namespace axnorm;
  using namespace axnorm::axes;
  formulas::check_everything<bfloat16, C, H, W, N>();
}
