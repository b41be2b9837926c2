#include <axnorm/exec/evaluate.hpp>
#include <axnorm/expr/expr.hpp>

using namespace axnorm;
using namespace axnorm::axes;

constexpr auto x = input<"x">;
constexpr auto formula = derivative(square(x), 2 * x);

int main() {
  Tensor<float, N, C> data(2, 3);
  // expect: derivative(value, variable) takes a variable to differentiate by, but was given an
  // expression
  evaluate<formula>(data);
}
