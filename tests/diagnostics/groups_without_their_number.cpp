#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

using GN = Norm<Over<Groups<C>, H, W>, Affine<C>>;

int main() {
  Tensor<float, N, C, H, W> x(2, 8, 4, 5);
  // expect: Groups<C, 0> needs at least 1 group, but 0 are given
  evaluate<GN{}>(x);
}
