#include <axnorm/axnorm.hpp>
#include <axnorm/layer/layer.hpp>
using namespace axnorm;
using namespace axnorm::axes;

using BN = Norm<Over<AllBut<C>>, Affine<C>, Tracked<C>>;

void f(const Tensor<float, N, C>& x) {
  evaluate<Norm<Over<N>, Momentum<0.2>>{}>(x);
  // expect: Norm averages what Tracked<...> names, but there is no Tracked<...>
}
