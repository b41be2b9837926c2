#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

int main() {
  Tensor<float, N, C> x(2, 3);
  Layer<Norm<Affine<C>>> layer; // expect class: Norm needs the axes of its statistics, Over<...>
  auto [y, context] = layer.forward(x);
}
