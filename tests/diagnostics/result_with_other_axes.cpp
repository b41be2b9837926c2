#include <axnorm/exec/evaluate.hpp>
#include <axnorm/expr/expr.hpp>

using namespace axnorm;
using namespace axnorm::axes;

constexpr auto formula = mean<Over<H, W>>(input<"x">);

int main() {
  Tensor<float, N, C, H, W> x(2, 3, 4, 5);
  Tensor<float, C> y(3);
  evaluate<formula>(into(y), x); // expect: result 1 has axes {N, C}, but is to be written into a tensor with axes {C}
}
