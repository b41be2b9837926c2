#include <axnorm/exec/evaluate.hpp>
#include <axnorm/expr/expr.hpp>

using namespace axnorm;
using namespace axnorm::axes;

constexpr auto formula = norm<Over<C>>(input<"x">);

int main() {
  Tensor<float, N, C> x(2, 3);
  // expect: into(...) takes tensors that outlive the call, but a temporary tensor was given
  evaluate<formula>(into(Tensor<float, N, C>(2, 3)), x);
}
