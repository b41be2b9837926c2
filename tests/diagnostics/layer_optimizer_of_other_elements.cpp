#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

using BN = Norm<Over<N, H, W>, Affine<C>, Tracked<C>>;

int main() {
  Tensor<float, N, C, H, W> images(2, 3, 4, 5);
  Layer<BN> layer{dim<C>(3)};
  SGD<double> sgd({.rate = 0.1});
  sgd.add(layer.parameters(), layer.gradients()); // expect: the optimizer is one of double, but the parameters are
}
