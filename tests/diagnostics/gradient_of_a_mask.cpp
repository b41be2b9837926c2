#include <axnorm/exec/gradient.hpp>
#include <axnorm/expr/expr.hpp>

using namespace axnorm;
using namespace axnorm::axes;

constexpr auto formula = mean<Over<C>>(input<"x">, input<"mask">);

int main() {
  Tensor<float, N, C> x(2, 3);
  Tensor<bool, N, C> mask(2, 3);
  Tensor<float, N> d(2);
  // expect: mask holds no real numbers, so it has no gradient
  gradient<formula, "mask">(arg<"x"> = x, arg<"mask"> = mask, upstream(d));
}
