#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

int main() {
  Layer<LayerNorm<C>> layer{dim<C>(8)};
  // expect: tensors have no operator *: a calculation is a formula, and evaluate<formula>(...) binds tensors to its
  auto halved = layer.parameter<"weight">() * 0.5f;
}
