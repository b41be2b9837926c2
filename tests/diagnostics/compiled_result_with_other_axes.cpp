#include <axnorm/axnorm.hpp>
#include <axnorm/compiled.hpp>
using namespace axnorm;
using namespace axnorm::axes;

void f(const compiled::torch::LayerNorm<C>& layer, const Tensor<float, N, C>& x, Tensor<float, C, N>& y) {
  // expect: the result has the axes and the element type of the input, but into(...) takes float with axes {C, N}
  layer(x, into(y));
}
