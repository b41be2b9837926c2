#include <axnorm/exec/gradient.hpp>
#include <axnorm/norm/named.hpp>

using namespace axnorm;
using namespace axnorm::axes;

int main() {
  Tensor<float, N, C> x(2, 3);
  Tensor<float, C> w(3);
  // expect: gradient is asked for 2 variables, but into(...) takes 1
  gradient<RMSNorm<C>{}, "x", "weight">(into(x), x, arg<"weight"> = w, upstream(x));
}
