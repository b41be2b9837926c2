#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

int main() {
  Tensor<float, N, C> x(2, 3);
  auto f = norm<Over<C>>(input<"x">);
  evaluate<f>(x); // expect words of the compiler
}
