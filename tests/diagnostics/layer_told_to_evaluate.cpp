#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

int main() {
  Tensor<float, N, C> features(2, 3);
  Layer<LayerNorm<C>> layer{dim<C>(3)};
  // expect: train and eval choose the mode of a layer; auto [y, context] = layer.forward(x) trains, layer(x) evaluates
  auto y = layer.eval(features);
}
