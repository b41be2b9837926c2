#include <axnorm/exec/gradient.hpp>
#include <axnorm/norm/named.hpp>

using namespace axnorm;
using namespace axnorm::axes;

int main() {
  Tensor<float, N, C> x(2, 3);
  Tensor<float, C> w(3);
  // expect: gradient needs upstream(...), the gradient of each result of the formula
  gradient<RMSNorm<C>{}, "x">(x, arg<"weight"> = w);
}
