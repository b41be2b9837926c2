#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

int main() {
  // expect class: the parameters of a layer are floating-point numbers, but int was given
  Layer<LayerNorm<C>, int> layer{dim<C>(3)};
}
