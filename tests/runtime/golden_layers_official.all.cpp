// Switchable norm by the conventions of its authors' code, step by step beside a transcription in PyTorch.
#include "support/check_layer_switchable.hpp"

using namespace axnorm;
using namespace axnorm::axes;

TEST_CASE("switchable norm of the authors' code", "[golden]") {
  golden::check_switchable<SwitchableNorm<Over<H, W>, Over<C, H, W>, Over<N, H, W>, Affine<C>, Tracked<C>, Official>>(
      "official");
}
