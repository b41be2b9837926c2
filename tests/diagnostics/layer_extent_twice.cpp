#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

using BN = Norm<Over<N, H, W>, Affine<C>, Tracked<C>>;

int main() {
  Layer<BN> layer{dim<C>(64), dim<C>(32)}; // expect class: the extent of axis C is given twice
}
