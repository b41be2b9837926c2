#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

int main() {
  Layer<LayerNorm<C>> layer{dim<C>(64)};
  weights(layer); // expect: weights(layer) are those of a switchable norm, but the formula is none; of one that is a
}
