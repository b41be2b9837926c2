// Switchable norm of features and volumes, step by step beside a transcription in PyTorch.
#include "support/check_layer_switchable.hpp"

using namespace axnorm;
using namespace axnorm::axes;
using namespace axnorm::golden;

TEST_CASE("switchable norm of features", "[golden]") {
  check_switchable<SwitchableNorm1d, 2, N, C>("switch_norm_1d", "paper");
}
TEST_CASE("switchable norm of volumes", "[golden]") {
  check_switchable<SwitchableNorm3d, 3, N, C, D, H, W>("switch_norm_3d", "paper");
}
// The authors' classes for other ranks give 0.997 to the old value.
TEST_CASE("switchable norm of features by the authors' code", "[golden]") {
  check_switchable<SwitchableNorm<Over<C>, Over<N>, Affine<C>, Tracked<C>, Official, Decay<0.997>>, 2, N, C>(
      "switch_norm_1d", "official");
}
TEST_CASE("switchable norm of volumes by the authors' code", "[golden]") {
  check_switchable<
      SwitchableNorm<Over<D, H, W>, Over<C, D, H, W>, Over<N, D, H, W>, Affine<C>, Tracked<C>, Official, Decay<0.997>>,
      3, N, C, D, H, W>("switch_norm_3d", "official");
}
