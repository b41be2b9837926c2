#include <axnorm/exec/evaluate.hpp>
#include <axnorm/expr/expr.hpp>

using namespace axnorm;
using namespace axnorm::axes;

constexpr auto formula = norm<Over<Groups<C, 12>, H, W>>(input<"x">);

int main() {
  Tensor<float, N, Fixed<C, 64>, H, W> x(2, 4, 5);
  auto y = evaluate<formula>(x); // expect: 12 groups do not divide axis C of extent 64 of input x
  return static_cast<int>(y.size());
}
