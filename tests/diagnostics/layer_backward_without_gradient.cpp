#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

void f(Layer<LayerNorm<C>>& layer, const Tensor<float, N, C>& x) {
  auto [y, context] = layer.forward(x);
  // expect: backward takes the gradients of the results too: layer.backward(context, dy)
  auto dx = layer.backward(context);
}
