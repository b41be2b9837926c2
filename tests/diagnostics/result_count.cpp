#include <axnorm/exec/evaluate.hpp>
#include <axnorm/expr/expr.hpp>

using namespace axnorm;
using namespace axnorm::axes;

constexpr auto in = input<"x">;
constexpr auto formula = outputs(norm<Over<C>>(in), mean<Over<C>>(in));

int main() {
  Tensor<float, N, C> x(2, 3), y(2, 3);
  evaluate<formula>(into(y), x); // expect: the formula has 2 results, but into(...) takes 1
}
