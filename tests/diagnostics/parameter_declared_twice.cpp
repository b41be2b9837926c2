#include <axnorm/exec/evaluate.hpp>
#include <axnorm/expr/expr.hpp>

using namespace axnorm;
using namespace axnorm::axes;

constexpr auto formula = input<"x"> * parameter<"weight", C>(1) + parameter<"weight", H>(1);

int main() {
  Tensor<float, N, C, H> x(2, 3, 4);
  evaluate<formula>(x); // expect: parameter weight is declared with axes {C} and again with axes {H}
}
