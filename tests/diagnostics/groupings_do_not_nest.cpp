#include <axnorm/exec/evaluate.hpp>
#include <axnorm/expr/expr.hpp>

using namespace axnorm;
using namespace axnorm::axes;

constexpr auto in = input<"x">;
constexpr auto formula = norm<Over<Groups<C, 12>, H, W>>(in) + norm<Over<Groups<C, 32>, H, W>>(in);

int main() {
  Tensor<float, N, C, H, W> x(2, 96, 4, 5);
  // expect: Groups<C, 12> and Groups<C, 32> group axis C in ways that do not nest; 12 does not divide 32
  evaluate<formula>(x);
}
