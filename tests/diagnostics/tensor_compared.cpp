#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

int main() {
  Tensor<float, N, C> images(2, 3), dy(2, 3);
  // expect: tensors have no operator ==: their elements are compared, as in ranges::equal(elements(a), elements(b)),
  return images == dy ? 0 : 1;
}
