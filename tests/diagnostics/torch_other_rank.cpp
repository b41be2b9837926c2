#include <axnorm/layer/torch/batch_norm.hpp>
using namespace axnorm;
using namespace axnorm::axes;

void f(torch::BatchNorm2d& layer, const Tensor<float, N, C, L>& x) {
  layer.forward(x); // expect: BatchNorm2d takes inputs with axes {N, C, H, W}, but the input has axes {N, C, L}
}
