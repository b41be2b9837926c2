#include <axnorm/exec/evaluate.hpp>
#include <axnorm/expr/expr.hpp>

using namespace axnorm;
using namespace axnorm::axes;

constexpr auto in = input<"x">;
constexpr auto label = input<"label">;
constexpr auto weight = parameter<"weight", K, C>(1);
constexpr auto formula = in * gather<S>(weight, label);

int main() {
  Tensor<float, N, C> x(2, 3);
  Tensor<int, N> y(2);
  Tensor<float, K, C> w(4, 3);
  // expect: parameter weight has no axis S to gather from; its axes are {K, C}
  evaluate<formula>(in = x, label = y, weight = w);
}
