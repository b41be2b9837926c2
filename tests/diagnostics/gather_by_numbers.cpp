#include <axnorm/exec/evaluate.hpp>
#include <axnorm/expr/expr.hpp>

using namespace axnorm;
using namespace axnorm::axes;

constexpr auto in = input<"x">;
constexpr auto label = input<"label">;
constexpr auto weight = parameter<"weight", K, C>(1);
constexpr auto formula = in * gather<K>(weight, label);

int main() {
  Tensor<float, N, C> x(2, 3);
  Tensor<float, N> y(2);
  Tensor<float, K, C> w(4, 3);
  // expect: gather<K> takes integers, but input label holds real numbers
  evaluate<formula>(in = x, label = y, weight = w);
}
