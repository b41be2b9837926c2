#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

constexpr auto f = norm<Over<C>>(input<"x">);

int main() {
  Tensor<float, N, C> x(2, 3);
  // expect: a formula is not called: evaluate<f>(x) computes it, and a Layer of it has forward and parameters
  auto y = f(x);
}
