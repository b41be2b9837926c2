#include <axnorm/axnorm.hpp>
#include <axnorm/layer/layer.hpp>
using namespace axnorm;
using namespace axnorm::axes;

using BN = Norm<Over<AllBut<C>>, Affine<C>, Tracked<C>>;

void f(Layer<BN>& layer) {
  layer.parameter<"wieght">(); // expect: the layer has no parameter named wieght; did you mean weight?
}
