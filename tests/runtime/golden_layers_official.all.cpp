// Switchable norm by the conventions of its authors' code, step by step beside a transcription in PyTorch.
#include "support/check_layer_switchable.hpp"

#include <type_traits>

using namespace axnorm;
using namespace axnorm::axes;

TEST_CASE("switchable norm of the authors' code", "[golden]") {
  golden::check_switchable<SwitchableNorm<Over<H, W>, Over<C, H, W>, Over<N, H, W>, Affine<C>, Tracked<C>, Official>>(
      "official");
}
static_assert(policy::is_part_of<Over<H, W>, Over<AllBut<N>>> && !policy::is_part_of<Over<N>, Over<AllBut<N>>>);
static_assert(std::is_same_v<policy::rest_of<Over<AllBut<N>>, Over<H, W>>, Over<AllBut<N, H, W>>>);
TEST_CASE("sets of all axes but some are parts of one another by the same rule", "[golden]") {
  golden::check_switchable<
      SwitchableNorm<Over<AllBut<N, C>>, Over<AllBut<N>>, Over<AllBut<C>>, Affine<C>, Tracked<C>, Official>>(
      "official");
}
