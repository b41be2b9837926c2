#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

int main() {
  Tensor<int, N, C> x(2, 3);
  // expect: a mean or variance is of floating-point numbers, but input x holds integers; convert it, or write
  evaluate<LayerNorm<C>{}>(x);
}
