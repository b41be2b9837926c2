#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

void f(Layer<LayerNorm<C>>& layer) {
  // expect: the name of a parameter is a template argument, layer.parameter<...>(), for its axes are of its type
  layer.parameter("weight");
}
