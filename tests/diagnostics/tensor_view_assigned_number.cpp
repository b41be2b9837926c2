#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

int main() {
  Layer<LayerNorm<C>> layer{dim<C>(64)};
  auto weight = layer.parameter<"weight">();
  // expect: assigning to a view makes it look elsewhere and writes no element; copy(from, view) does, and
  weight = 2.0f;
}
