#include <axnorm/axnorm.hpp>
#include <axnorm/layer/layer.hpp>
using namespace axnorm;
using namespace axnorm::axes;

using BN = Norm<Over<AllBut<C>>, Affine<C>, Tracked<C>>;

void f(Layer<BN>& layer, const Tensor<float, N, C>& x, const Tensor<float, C>& dy) {
  auto context = layer.context(x);
  layer.backward(context, dy); // expect: result 1 has axes {N, C}, but its upstream gradient has axes {C}
}
