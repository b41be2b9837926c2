#include <axnorm/exec/evaluate.hpp>
#include <axnorm/expr/expr.hpp>

using namespace axnorm;
using namespace axnorm::axes;

constexpr auto in = input<"x">;
constexpr auto weight = input<"w">;
constexpr auto formula = in - max<Over<C>>(in, weight);

int main() {
  Tensor<float, N, C> x(2, 3), w(2, 3);
  evaluate<formula>(in = x, weight = w); // expect: max<Over<C>> takes a bool mask, but its second operand is a number
}
