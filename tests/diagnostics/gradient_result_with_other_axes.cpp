#include <axnorm/exec/gradient.hpp>
#include <axnorm/norm/named.hpp>

using namespace axnorm;
using namespace axnorm::axes;

int main() {
  Tensor<float, N, C> x(2, 3);
  Tensor<float, C> w(3);
  // expect: the gradient of x has axes {N, C}, but is to be written into a tensor with axes {C}
  gradient<RMSNorm<C>{}, "x">(into(w), x, upstream(x));
}
