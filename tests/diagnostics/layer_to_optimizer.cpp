#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

void f(Layer<LayerNorm<L>>& layer) {
  SGD<float> sgd({.rate = 0.1});
  // expect: an optimizer takes parameters and their gradients: add(layer.parameters(), layer.gradients())
  sgd.add(layer);
}
