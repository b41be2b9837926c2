#include <axnorm/exec/evaluate.hpp>
#include <axnorm/expr/expr.hpp>

using namespace axnorm;
using namespace axnorm::axes;

constexpr auto formula = norm<Over<C>>(input<"x">) * parameter<"weight", C>(1);

int main() {
  Tensor<float, N, C> x(2, 3);
  Tensor<float, C> w(3);
  evaluate<formula>(x, arg<"wieght"> = w); // expect: the formula has no variable named wieght; did you mean weight?
}
