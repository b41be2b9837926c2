// How layers print themselves.
#include "support/catch.hpp"
#include <axnorm/axnorm.hpp>
#include <axnorm/layer/io.hpp>
#include <axnorm/layer/torch/batch_norm.hpp>

#include <sstream>
#include <string>

using namespace axnorm;
using namespace axnorm::axes;

namespace {

struct FRN {
  static constexpr auto x = input<"x">;
  static constexpr auto formula =
      max(parameter<"weight", C>(1) * x * rsqrt(mean<Over<H, W>>(square(x)) + 1e-6) + parameter<"bias", C>(0),
          parameter<"tau", C>(0));
};

template<class L>
std::string printed(const L& layer) {
  std::ostringstream out;
  out << layer;
  return out.str();
}

} // namespace

TEST_CASE("layers print what they compute", "[layer]") {
  CHECK(printed(Layer<Norm<Over<N, H, W>, Affine<C>, Tracked<C>>>{}) ==
        "Norm over {N, H, W}, affine {C}, tracked {C}, eps=1e-05, momentum=0.1");
  CHECK(printed(Layer<Norm<Tracked<C>, Decay<0.99>, BiasedRunning, Eps<1e-3>, Over<AllBut<C>>>>{}) ==
        "Norm over all but {C}, tracked {C}, biased running variance, eps=0.001, decay=0.99");
  CHECK(printed(Layer<Norm<Over<Group<C, G>, H, W>, Affine<C>>>{}) ==
        "Norm over {Group<C, G>, H, W}, affine {C}, eps=1e-05");
  CHECK(printed(Layer<RMS<Over<L>, Scale<L>>>{}) == "RMS over {L}, scale {L}, eps=1e-05");
  CHECK(printed(Layer<SwitchableNorm2d>{}) ==
        "SwitchableNorm over {H, W} | {C, H, W} | {N, H, W}, affine {C}, tracked {C}, eps=1e-05, momentum=0.1");
  CHECK(printed(Layer<FRN>{}) == "FRN, parameters weight {C}, bias {C}, tau {C}");
  CHECK(printed(torch::BatchNorm2d(64, {.momentum = std::nullopt})) ==
        "BatchNorm2d(64, eps=1e-05, momentum=None, affine=True, bias=True, track_running_stats=True)");
}
