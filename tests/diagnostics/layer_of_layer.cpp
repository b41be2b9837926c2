#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

int main() {
  Layer<Layer<LayerNorm<C>>> layer{dim<C>(3)}; // expect class: Layer<...> takes a formula, but a layer was given
}
