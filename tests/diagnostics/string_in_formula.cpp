#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

constexpr auto formula = input<"x"> * "weight";

int main() {
  Tensor<float, N, C> x(2, 3);
  evaluate<formula>(x); // expect: an operand of a formula must be an expression or a number, but char
}
