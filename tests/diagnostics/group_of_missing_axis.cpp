#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

int main() {
  Tensor<float, N, K, H, W> x(2, 8, 4, 5);
  // expect: Over<AllBut<N, C>, Groups<C, 4>> reduces axis C, but input x has axes {N, K, H, W}
  evaluate<GroupNorm<4>{}>(x);
}
