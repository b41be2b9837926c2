#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

using BN = Norm<Over<N, H, W>, Affine<C>, Tracked<C>>;

int main() {
  // expect class: dim<N> gives the extent of axis N, but what the layer holds has axes {C};
  Layer<BN> layer{dim<N>(4)};
}
