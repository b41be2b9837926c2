#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

void f(const Layer<InstanceNorm>& layer, const Tensor<float, N, H, W>& x) {
  layer(x); // expect: Over<AllBut<N, C>> reduces axis C, but input x has axes {N, H, W}
}
