#include <axnorm/exec/evaluate.hpp>
#include <axnorm/expr/expr.hpp>

using namespace axnorm;
using namespace axnorm::axes;

constexpr auto formula = norm<Over<H, W>>(input<"x">) * parameter<"weight", C>(1);

int main() {
  Tensor<float, N, C, H, W> x(2, 3, 4, 5);
  Tensor<float, N, C> w(2, 3);
  // expect: parameter weight is declared with axes {C}, but is bound to a tensor with axes {N, C}
  evaluate<formula>(x, arg<"weight"> = w);
}
