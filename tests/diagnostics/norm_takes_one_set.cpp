#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

int main() {
  Tensor<float, N, C> x(2, 3);
  evaluate<Norm<Over<N>, Over<C>>{}>(x); // expect: Norm takes one set of axes, but Over<...> is given twice
}
