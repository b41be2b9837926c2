#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

void f(Layer<Norm<Over<H, W>, Affine<D>>>& layer, const Tensor<float, N, C, H, W>& x) {
  layer.forward(x); // expect: parameter weight has axis D, but input x has axes {N, C, H, W}
}
