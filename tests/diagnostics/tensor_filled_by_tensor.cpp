#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

int main() {
  Tensor<float, N, C> from(2, 3), to(2, 3);
  to.fill(from); // expect: fill writes one number everywhere; copy(from, to) copies the elements of a tensor
}
