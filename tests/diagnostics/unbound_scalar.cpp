#include <axnorm/exec/evaluate.hpp>
#include <axnorm/expr/expr.hpp>

using namespace axnorm;
using namespace axnorm::axes;

constexpr auto formula = norm<Over<C>>(input<"x">, scalar<"eps">);

int main() {
  Tensor<float, N, C> x(2, 3);
  evaluate<formula>(x); // expect: scalar eps is not bound; give it by name
}
