#include <axnorm/axnorm.hpp>
#include <axnorm/layer/layer.hpp>
using namespace axnorm;
using namespace axnorm::axes;

using BN = Norm<Over<AllBut<C>>, Affine<C>, Tracked<C>>;

void f(Layer<BN>& layer, const Tensor<float, N, C>& dy) {
  layer.backward(dy);
  // expect: backward takes first the context of a forward: auto [y, context] = layer.forward(x)
}
