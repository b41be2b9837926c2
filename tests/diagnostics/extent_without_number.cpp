#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

int main() {
  Tensor<float, N, C> x(2, 6);
  evaluate<GroupNorm<>{}>(x, dim<G>()); // expect: dim<G>(...) takes the extent of the axis, but nothing was given
}
