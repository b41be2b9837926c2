#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

using BN = Norm<Over<N, H, W>, Affine<C>, Tracked<C>>;
static_assert(plan_of<BN, float>.sweeps == 1); // expect: Over<N, H, W> reduces axis N, but input x has axes {}
