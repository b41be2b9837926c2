#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

int main() {
  Tensor<float, N, C> x(2, 3);
  // expect class: a tensor of float with axes {N, C} is none of float with axes {C, N}; copy(...) and into(...) convert
  Tensor<float, C, N> y = evaluate<LayerNorm<C>{}>(x);
}
