#include <axnorm/exec/gradient.hpp>
#include <axnorm/expr/expr.hpp>

using namespace axnorm;
using namespace axnorm::axes;

struct Sign {};
constexpr auto x = input<"x">;
constexpr auto formula = with_gradient(where(x > 0, 1, -1), x, [](auto) { return Sign{}; });

int main() {
  Tensor<float, N, C> values(2, 3);
  // expect: a rule of with_gradient returns an expression, but returns Sign
  gradient<formula, "x">(values, upstream(values));
}
