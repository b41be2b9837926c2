#include <axnorm/exec/evaluate.hpp>
#include <axnorm/expr/expr.hpp>
#include <axnorm/norm/norm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

int main() {
  Tensor<float, N, C> x(2, 3);
  evaluate<Norm<Affine<C>>{}>(x); // expect: Norm needs the axes of its statistics, Over<...>
}
