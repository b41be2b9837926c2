#include <axnorm/exec/gradient.hpp>
#include <axnorm/expr/expr.hpp>

using namespace axnorm;
using namespace axnorm::axes;

constexpr auto x = input<"x">;
constexpr auto formula = with_gradient(where(x > 0, 1, -1), x);

int main() {
  Tensor<float, N, C> values(2, 3);
  // expect: with_gradient takes a value, and then each expression that a gradient passes to with its rule:
  // with_gradient(value, x, [](auto g) { return g; })
  gradient<formula, "x">(values, upstream(values));
}
