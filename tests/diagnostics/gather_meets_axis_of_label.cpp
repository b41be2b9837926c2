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
  Tensor<int, C> y(3);
  Tensor<float, K, C> w(4, 3);
  // expect: gather<K> gives parameter weight the axes of input label, but both have axis C
  evaluate<formula>(in = x, label = y, weight = w);
}
