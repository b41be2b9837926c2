#include <axnorm/axnorm.hpp>
#include <axnorm/layer/layer.hpp>
using namespace axnorm;
using namespace axnorm::axes;

using BN = Norm<Over<AllBut<C>>, Affine<C>, Tracked<C>>;

void f(Layer<Norm<Over<H, W>, Tracked<C>>>& layer, const Tensor<float, N, C, H, W>& x) {
  layer.forward(x); // expect: running_mean is tracked on axes {C}, but its value has axes {N, C}
}
