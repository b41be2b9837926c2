#include <axnorm/axnorm.hpp>
#include <axnorm/layer/layer.hpp>
using namespace axnorm;
using namespace axnorm::axes;

using BN = Norm<Over<AllBut<C>>, Affine<C>, Tracked<C>>;

Layer<BN> layer{dim<W>(3)};
// expect: dim<W> gives the extent of axis W, which the formula does not name
