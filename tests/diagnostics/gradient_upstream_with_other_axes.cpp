#include <axnorm/exec/gradient.hpp>
#include <axnorm/norm/named.hpp>

using namespace axnorm;
using namespace axnorm::axes;

int main() {
  Tensor<float, N, C> x(2, 3);
  Tensor<float, C> w(3);
  // expect: result 1 has axes {N, C}, but its upstream gradient has axes {C}
  gradient<RMSNorm<C>{}, "x">(x, upstream(w));
}
