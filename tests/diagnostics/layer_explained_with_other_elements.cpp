#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

void f(const Tensor<double, N, C, H, W>& x) {
  // expect: input x is double, so all floating tensors must be, but parameter weight is not
  auto e = explain_training<BatchNorm>(x);
}
