#include <axnorm/exec/evaluate.hpp>
#include <axnorm/expr/expr.hpp>

using namespace axnorm;
using namespace axnorm::axes;

constexpr auto in = input<"x">;
constexpr auto residual = input<"residual">;
constexpr auto formula = norm<Over<C>>(in + residual);

int main() {
  Tensor<float, N, C> x(2, 3);
  evaluate<formula>(in = x); // expect: input residual is not bound; give it by name
}
