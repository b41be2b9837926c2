#include <axnorm/exec/evaluate.hpp>
#include <axnorm/expr/expr.hpp>

using namespace axnorm;
using namespace axnorm::axes;

constexpr auto formula = norm<Over<C>>(input<"x">) * parameter<"weight", C>(1);

int main() {
  Tensor<double, N, C> x(2, 3);
  Tensor<float, C> w(3);
  // expect: input x is double, so all floating tensors must be, but parameter weight is not
  evaluate<formula>(x, arg<"weight"> = w);
}
