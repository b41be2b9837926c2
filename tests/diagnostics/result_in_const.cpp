#include <axnorm/exec/evaluate.hpp>
#include <axnorm/expr/expr.hpp>

using namespace axnorm;
using namespace axnorm::axes;

constexpr auto formula = norm<Over<C>>(input<"x">);

int main() {
  Tensor<float, N, C> x(2, 3);
  const Tensor<float, N, C> y(2, 3);
  evaluate<formula>(into(y), x); // expect: result 1 cannot be written into a tensor of constant elements
}
