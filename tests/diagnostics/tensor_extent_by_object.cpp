#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

int main() {
  Tensor<float, N, C, H, W> images(2, 3, 4, 5);
  auto n = images.extent(C{}); // expect: the extent of an axis is asked for as extent<C>(), but an object of axis C
}
