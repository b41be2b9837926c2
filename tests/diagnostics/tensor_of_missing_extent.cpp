#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

int main() {
  Tensor<float, N, C> features(2, 3);
  // expect: extent<H> needs axis H, but the tensor has axes {N, C}
  Tensor<float, N, H> rows(2, 2 * features.extent<H>());
  rows.fill(0);
}
