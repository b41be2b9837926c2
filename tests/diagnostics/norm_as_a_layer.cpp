#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

int main() {
  Tensor<float, N, C> x(2, 3);
  LayerNorm<C> layer;
  // expect: a formula is not called: evaluate<f>(x) computes it, and a Layer of it has forward and parameters
  auto [y, context] = layer.forward(x);
}
