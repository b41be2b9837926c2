#include <axnorm/exec/gradient.hpp>
#include <axnorm/norm/named.hpp>

using namespace axnorm;
using namespace axnorm::axes;

int main() {
  Tensor<float, N, C> x(2, 3);
  Tensor<float, C> w(3);
  // expect: the formula has no variable named wieght; did you mean weight?
  gradient<RMSNorm<C>{}, "wieght">(x, arg<"weight"> = w, upstream(x));
}
