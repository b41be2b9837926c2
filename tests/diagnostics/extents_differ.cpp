#include <axnorm/exec/evaluate.hpp>
#include <axnorm/expr/expr.hpp>

using namespace axnorm;
using namespace axnorm::axes;

constexpr auto formula = norm<Over<H, W>>(input<"x">) * parameter<"weight", C>(1);

int main() {
  Tensor<float, N, Fixed<C, 64>, H, W> x(2, 4, 5);
  Tensor<float, Fixed<C, 32>> w;
  evaluate<formula>(x, arg<"weight"> = w); // expect: axis C has extent 64 in input x, but 32 in parameter weight
}
