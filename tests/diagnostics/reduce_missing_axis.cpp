#include <axnorm/exec/evaluate.hpp>
#include <axnorm/expr/expr.hpp>

using namespace axnorm;
using namespace axnorm::axes;

constexpr auto formula = norm<Over<T>>(input<"x">);

int main() {
  Tensor<float, N, C, H, W> x(2, 3, 4, 5);
  auto y = evaluate<formula>(x); // expect: Over<T> reduces axis T, but input x has axes {N, C, H, W}
  return static_cast<int>(y.size());
}
