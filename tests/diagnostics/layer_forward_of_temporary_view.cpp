#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

Tensor<float, N, C> make();

void f(Layer<LayerNorm<C>>& layer) {
  // expect: a view of a temporary tensor would outlive it; give the tensor a name first
  auto [y, context] = layer.forward(make().view());
}
