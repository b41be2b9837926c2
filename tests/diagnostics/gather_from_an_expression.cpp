#include <axnorm/exec/evaluate.hpp>
#include <axnorm/expr/expr.hpp>

using namespace axnorm;
using namespace axnorm::axes;

constexpr auto in = input<"x">;
constexpr auto label = input<"label">;
constexpr auto formula = in * gather<K>(1 + parameter<"weight", K, C>(0), label);

int main() {
  Tensor<float, N, C> x(2, 3);
  Tensor<int, N> y(2);
  // expect: gather<K>(variable, label) takes an input or a parameter to gather from, but was given another expression
  evaluate<formula>(in = x, label = y);
}
