// Switchable norm trained by the conventions of its authors' code, step by step beside a transcription in PyTorch.
#include "support/check_layer_switchable.hpp"

using namespace axnorm;
using namespace axnorm::axes;
using namespace axnorm::golden;

TEST_CASE("switchable norm of the authors' code", "[golden]") {
  check_switchable<SwitchableNorm<Over<H, W>, Over<C, H, W>, Over<N, H, W>, Affine<C>, Tracked<C>, Official>, 3, N, C,
                   H, W>("switch_norm_2d", "official");
}
TEST_CASE("sets of all axes but some are parts of one another by the same rule", "[golden]") {
  check_switchable<
      SwitchableNorm<Over<AllBut<N, C>>, Over<AllBut<N>>, Over<AllBut<C>>, Affine<C>, Tracked<C>, Official>, 3, N, C, H,
      W>("switch_norm_2d", "official");
}
