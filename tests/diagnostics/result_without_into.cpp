#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

int main() {
  Tensor<float, N, C> x(2, 3), y(2, 3);
  // expect: only input x is bound by position, but 2 values are given so; write into(...) for a result
  evaluate<LayerNorm<C>{}>(y, x);
}
