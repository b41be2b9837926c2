#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

int main() {
  Tensor<float, N, C, H, W> x(2, 8, 4, 5);
  Tensor<float, D> gain(3);
  // expect: parameter weight has axis D, but input x has axes {N, C, H, W}
  evaluate<Norm<Over<H, W>, Affine<D>>{}>(x, arg<"weight"> = gain);
}
