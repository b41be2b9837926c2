#include <axnorm/exec/evaluate.hpp>
#include <axnorm/expr/expr.hpp>

using namespace axnorm;
using namespace axnorm::axes;

constexpr auto formula = norm<Over<H, W>>(input<"x">);

int main() {
  Tensor<float, N, Fixed<C, 64>, H, W> x(2, 4, 5);
  Tensor<float, N, Fixed<C, 32>, H, W> y(2, 4, 5);
  evaluate<formula>(into(y), x); // expect: axis C has extent 64 in input x, but 32 in output 1
}
