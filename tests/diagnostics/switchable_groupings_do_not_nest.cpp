#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

int main() {
  Tensor<float, N, C, H, W> x(2, 12, 4, 5);
  // expect: Groups<C, 3> and Groups<C, 4> group axis C in ways that do not nest; 3 does not divide 4
  evaluate<SwitchableNorm<Over<Groups<C, 4>, H, W>, Over<Groups<C, 3>, H, W>>{}>(x);
}
