#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

int main() {
  Tensor<float, N, C, H, W> x(2, 3, 4, 5);
  evaluate<SwitchableNorm<>{}>(x); // expect: SwitchableNorm needs the axes of its statistics, Over<...>
}
