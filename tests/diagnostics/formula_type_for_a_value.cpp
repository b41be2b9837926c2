#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

int main() {
  Tensor<float, N, C> x(2, 3);
  auto y = evaluate<LayerNorm<C>>(x); // expect words of the compiler
}
