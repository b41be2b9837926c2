#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

int main() {
  Layer<LayerNorm<C>> layer{64}; // expect class: a layer takes extents by their axes, dim<C>(...), but int was given
}
