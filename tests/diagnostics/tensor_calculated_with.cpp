#include <axnorm/tensor/tensor.hpp>

using namespace axnorm;
using namespace axnorm::axes;

int main() {
  Tensor<float, N, C> x(2, 3), residual(2, 3);
  // expect: tensors have no operator +: a calculation is a formula, and evaluate<formula>(...) binds tensors to its
  auto sum = x + residual;
}
