#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

int main() {
  Tensor<float, N, C> x(2, 3);
  // expect class: Layer<...> takes a type that names a formula, such as LayerNorm<C>, but float was given
  Layer<float> layer;
  auto [y, context] = layer.forward(x);
  layer.backward(context, y);
}
