#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

constexpr auto formula = mean<C>(input<"x">);

int main() {
  Tensor<float, N, C> x(2, 3);
  evaluate<formula>(x); // expect: a reduction runs over a set of axes, Over<...>, but axes::C was given
}
