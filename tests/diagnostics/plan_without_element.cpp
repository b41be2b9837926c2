#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

using BN = Norm<Over<N>, Affine<C>>;
// expect: plan_of<...> takes a formula, an element type and axes, but axis N was given where the type is meant
constexpr int sweeps = plan_of<BN, N, C>.sweeps;
