#include <axnorm/exec/evaluate.hpp>
#include <axnorm/expr/expr.hpp>

using namespace axnorm;
using namespace axnorm::axes;

constexpr auto formula = norm<Over<C>>(input<"x">) * [](float v) { return v; };

int main() {
  Tensor<float, N, C> x(2, 3);
  evaluate<formula>(x); // expect: an operand of a formula must be an expression or a number, but a lambda was given
}
