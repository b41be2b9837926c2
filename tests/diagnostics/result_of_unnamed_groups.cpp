#include <axnorm/exec/evaluate.hpp>
#include <axnorm/expr/expr.hpp>

using namespace axnorm;
using namespace axnorm::axes;

constexpr auto formula = mean<Over<Groups<C, 4>>>(input<"x">);

int main() {
  Tensor<float, N, C> x(2, 8);
  // expect: result 1 varies over groups that have no axis name, or over positions inside groups
  evaluate<formula>(x);
}
