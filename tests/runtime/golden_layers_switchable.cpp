// Switchable norm with learned weights and running statistics, step by step beside a transcription of the paper's and
// of the authors' code in PyTorch. Volumes, and gradients by the authors' conventions:
// golden_layers_switchable_further.all.cpp.
#include "support/check_layer_switchable.hpp"

#include <type_traits>

using namespace axnorm;
using namespace axnorm::axes;
using namespace axnorm::golden;

TEST_CASE("switchable norm of the paper", "[golden]") {
  check_switchable<SwitchableNorm2d, 3, N, C, H, W>("switch_norm_2d", "paper");
}
TEST_CASE("switchable norm of the authors' code", "[golden]") {
  check_switchable_results<SwitchableNorm<Over<H, W>, Over<C, H, W>, Over<N, H, W>, Affine<C>, Tracked<C>, Official>, 3,
                           N, C, H, W>("switch_norm_2d", "official");
}
TEST_CASE("switchable norm of features", "[golden]") {
  check_switchable_results<SwitchableNorm1d, 2, N, C>("switch_norm_1d", "paper");
}
static_assert(policy::is_part_of<Over<H, W>, Over<AllBut<N>>> && !policy::is_part_of<Over<N>, Over<AllBut<N>>>);
static_assert(std::is_same_v<policy::rest_of<Over<AllBut<N>>, Over<H, W>>, Over<AllBut<N, H, W>>>);
