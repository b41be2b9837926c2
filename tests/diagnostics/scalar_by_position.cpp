#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

constexpr auto formula = norm<Over<C>>(input<"x">, scalar<"eps">);

int main() {
  Tensor<float, N, C> x(2, 3);
  // expect: only input x is bound by position, but 2 values are given so; write into(...) for a result
  evaluate<formula>(x, 1e-5);
}
