#include <axnorm/axnorm.hpp>
#include <axnorm/compiled.hpp>
using namespace axnorm;
using namespace axnorm::axes;

void f(compiled::torch::RMSNorm<C>& layer, const Tensor<float, N, C>& x, const Tensor<float, N, L, C>& dy) {
  auto [y, context] = layer.forward(x);
  layer.backward(context, dy); // expect: what arrives has the axes and the element type of the result, but it holds
                               // float with axes {N, L, C}
}
