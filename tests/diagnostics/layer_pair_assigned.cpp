#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

using BN = Norm<Over<N, H, W>, Affine<C>, Tracked<C>>;

int main() {
  Tensor<float, N, C, H, W> images(2, 3, 4, 5);
  Layer<BN> layer{dim<C>(3)};
  images = layer.forward(images); // expect: a pair is no tensor; take the one apart that forward returns: auto [y,
}
