#include <axnorm/exec/evaluate.hpp>
#include <axnorm/expr/expr.hpp>

using namespace axnorm;
using namespace axnorm::axes;

constexpr auto in = input<"x">;
constexpr auto label = input<"label">;
constexpr auto formula = in * gather<K>(parameter<"weight", K, C>(1), label + 1);

int main() {
  Tensor<float, N, C> x(2, 3);
  Tensor<int, N> y(2);
  // expect: gather<K>(variable, label) takes an input of integers as the label, but was given another expression
  evaluate<formula>(in = x, label = y);
}
