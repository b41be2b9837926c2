#include <axnorm/exec/gradient.hpp>
#include <axnorm/expr/expr.hpp>

using namespace axnorm;
using namespace axnorm::axes;

constexpr auto x = input<"x">;
constexpr auto formula = with_gradient(where(x > 0, 1, -1), x, 2);

int main() {
  Tensor<float, N, C> values(2, 3);
  // expect: with_gradient(value, x, rule) takes as a rule what calculates the gradient of x from that of the value,
  // [](auto g) { return ...; }, but int was given
  gradient<formula, "x">(values, upstream(values));
}
