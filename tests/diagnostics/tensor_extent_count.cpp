#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

int main() {
  // expect class: a tensor with axes {N, C, H, W} takes 4 extents, but 3 were given
  Tensor<float, N, C, H, W> x(2, 8, 4);
}
