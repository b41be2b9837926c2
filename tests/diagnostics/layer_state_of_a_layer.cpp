#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

void f(Layer<LayerNorm<L>>& layer, Layer<LayerNorm<L>>& other) {
  // expect: load_state takes a state, a range of views with names, as in load_state(other.state())
  layer.load_state(other);
}
