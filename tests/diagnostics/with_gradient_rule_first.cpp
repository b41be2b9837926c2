#include <axnorm/exec/gradient.hpp>
#include <axnorm/expr/expr.hpp>

using namespace axnorm;
using namespace axnorm::axes;

constexpr auto x = input<"x">;
constexpr auto formula = with_gradient(where(x > 0, 1, -1), [](auto g) { return g; }, x);

int main() {
  Tensor<float, N, C> values(2, 3);
  // expect: with_gradient(value, x, rule) passes a gradient to the expression x, but a rule was given in its place
  gradient<formula, "x">(values, upstream(values));
}
