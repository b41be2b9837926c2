#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

constexpr auto formula = mean<Over<C>>(input<"x">);

int main() {
  Tensor<float, N, C> x(2, 3), y(2, 3);
  // expect: result 1 has axes {N}, but is to be written into a tensor with axes {N, C}
  evaluate<formula>(into(y), x);
}
