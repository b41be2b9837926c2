#include <axnorm/axnorm.hpp>
#include <axnorm/layer/layer.hpp>
using namespace axnorm;
using namespace axnorm::axes;

using BN = Norm<Over<AllBut<C>>, Affine<C>, Tracked<C>>;

void f(Layer<BN>& layer, const Tensor<float, N, C>& x, Tensor<float, N, C>& dx) {
  auto context = layer.context(x);
  layer.backward(context, x, into(dx, dx));
  // expect: backward writes the gradients of 1 input, but into(...) takes 2
}
