#include <axnorm/exec/evaluate.hpp>
#include <axnorm/expr/expr.hpp>

using namespace axnorm;
using namespace axnorm::axes;

constexpr auto mask = input<"mask">;
constexpr auto formula = derivative(mean<Over<C>>(input<"x">, mask), mask);

int main() {
  Tensor<float, N, C> x(2, 3);
  Tensor<bool, N, C> kept(2, 3);
  // expect: mask holds no real numbers, so nothing can be differentiated by it
  evaluate<formula>(arg<"x"> = x, mask = kept);
}
