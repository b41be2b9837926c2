#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

int main() {
  Tensor<float, N, C, L> x(2, 3, 4);
  // expect: Over<H, W> reduces axis H, but input x has axes {N, C, L}
  evaluate<SwitchableNorm<Over<L>, Over<H, W>>{}>(x);
}
