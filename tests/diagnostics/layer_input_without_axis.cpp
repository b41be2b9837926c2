#include <axnorm/axnorm.hpp>
#include <axnorm/layer/layer.hpp>
using namespace axnorm;
using namespace axnorm::axes;

using BN = Norm<Over<AllBut<C>>, Affine<C>, Tracked<C>>;

void f(Layer<Norm<Over<H, W>>>& layer, const Tensor<float, N, C, W>& x) {
  layer.forward(x); // expect: Over<H, W> reduces axis H, but input x has axes {N, C, W}
}
