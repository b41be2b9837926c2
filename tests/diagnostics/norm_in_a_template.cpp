#include <axnorm/exec/evaluate.hpp>
#include <axnorm/expr/expr.hpp>
#include <axnorm/norm/named.hpp>

using namespace axnorm;
using namespace axnorm::axes;

template<class X>
auto normalized(const X& x) {
  // expect: Over<L> reduces axis L, but input x has axes {N, C}
  return evaluate<LayerNorm<L>{}>(x);
}

int main() {
  Tensor<float, N, C> x(2, 3);
  normalized(x);
}
