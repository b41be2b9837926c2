#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

int main() {
  Tensor<float, N, C, H, W> x(2, 8, 4, 5);
  evaluate<GroupNorm<>{}>(x, dim<G>(0_c)); // expect: Group<C, G> needs at least 1 group, but 0 are given
}
