#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

int main() {
  Tensor<float, N, C, N> x(2, 3, 2); // expect class: a tensor has each axis once, but N stands twice in {N, C, N}
}
