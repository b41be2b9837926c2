#include <axnorm/axnorm.hpp>
#include <axnorm/compiled.hpp>
using namespace axnorm;
using namespace axnorm::axes;

void f(compiled::torch::BatchNorm2d& layer, const Tensor<float, N, H, W, C>& x) {
  // expect: the compiled BatchNorm2d takes inputs of float, bfloat16 or float16 with axes {N, C, H, W} in this order,
  // but the input holds float with axes {N, H, W, C}
  layer.forward(x);
}
