#include <axnorm/axnorm.hpp>
#include <axnorm/layer/layer.hpp>
using namespace axnorm;
using namespace axnorm::axes;

void f(Layer<LayerNorm<C>>& layer, const Tensor<float, N, C>& x) {
  layer.forward(x, keep<"mena">);
  // expect: keep<...> names mena, but no value of the formula has this name; did you mean mean?
}
