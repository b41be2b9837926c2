#include <axnorm/exec/evaluate.hpp>
#include <axnorm/expr/expr.hpp>

using namespace axnorm;
using namespace axnorm::axes;

constexpr auto formula = norm<Over<C>>(input<"x"> + input<"residual">);

int main() {
  Tensor<float, N, C> x(2, 3);
  // expect: only a single input is bound by position, but the formula has inputs x and residual: bind them
  evaluate<formula>(x);
}
