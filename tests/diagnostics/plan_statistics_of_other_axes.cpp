#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

using BN = Norm<Over<N, H, W>, Affine<C>, Tracked<C>>;

int main() {
  // expect: Over<N, H, W> reduces axis H, but input x has axes {N, C}
  const bool by_channel = statistics_axes<BN, N, C> == axes_list<C>;
}
