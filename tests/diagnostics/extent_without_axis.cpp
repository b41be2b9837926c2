#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

int main() {
  Tensor<float, N, C, H, W> x(2, 8, 4, 5);
  // expect: only input x is bound by position, but 2 values are given so; write into(...) for a result
  evaluate<GroupNorm<>{}>(x, 4);
}
