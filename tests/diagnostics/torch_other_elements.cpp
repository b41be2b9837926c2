#include <axnorm/layer/torch/batch_norm.hpp>
using namespace axnorm;
using namespace axnorm::axes;

void f(torch::BatchNorm2dOf<double>& layer, const Tensor<int, N, C, H, W>& x) {
  layer.forward(x); // expect: parameters of type double takes inputs of that type, but the input holds int
}
