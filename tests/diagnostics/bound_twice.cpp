#include <axnorm/exec/evaluate.hpp>
#include <axnorm/expr/expr.hpp>

using namespace axnorm;
using namespace axnorm::axes;

constexpr auto in = input<"x">;
constexpr auto formula = norm<Over<C>>(in);

int main() {
  Tensor<float, N, C> x(2, 3);
  evaluate<formula>(in = x, in = x); // expect: x is bound twice
}
