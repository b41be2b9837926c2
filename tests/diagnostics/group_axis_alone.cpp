#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

int main() {
  Tensor<float, N, C, H, W> x(2, 8, 4, 5);
  // expect: Over<G, H, W> reduces axis G, but input x has axes {N, C, H, W}; did you mean Group<C, G>?
  evaluate<Norm<Over<G, H, W>>{}>(x, dim<G>(4));
}
