#include <axnorm/exec/gradient.hpp>
#include <axnorm/norm/named.hpp>

using namespace axnorm;
using namespace axnorm::axes;

int main() {
  Tensor<float, N, C> x(2, 3);
  Tensor<float, C> w(3);
  // expect: upstream(...) and accumulate are for gradient<...>, not for evaluate<...>
  evaluate<RMSNorm<C>{}>(x, arg<"weight"> = w, upstream(x));
}
