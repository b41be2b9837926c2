#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

using BN = Norm<Over<N, H, W>, Affine<C>, Tracked<C>>;

int main() {
  Tensor<float, N, C, H, W> images(2, 3, 4, 5);
  Layer<BN> layer{dim<C>(3)};
  Tensor<float, C> gain(3);
  layer.parameter<"weight">() = gain; // expect: assigning to a view makes it look elsewhere and writes no element;
}
