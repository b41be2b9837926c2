#include <axnorm/exec/gradient.hpp>
#include <axnorm/norm/named.hpp>

using namespace axnorm;
using namespace axnorm::axes;

int main() {
  Tensor<float, N, C> x(2, 3);
  Tensor<float, C> w(3);
  // expect: parameter weight is not bound, so its gradient cannot be asked for; give it by name
  gradient<RMSNorm<C>{}, "weight">(x, upstream(x));
  (void)w;
}
