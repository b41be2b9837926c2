// How layers print themselves.
#include "support/catch.hpp"
#include <axnorm/axnorm.hpp>
#include <axnorm/layer/io.hpp>
#include <axnorm/layer/torch/batch_norm.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <sstream>
#include <stdexcept>
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

namespace {
using Grouped = SwitchableNorm<Over<Group<C, G>, H, W>, Over<AllBut<N>>>;
/// A switchable norm as a part of a formula, and another one in a scope.
struct Two {
  static constexpr auto formula = relu(SwitchableNorm2d::formula) + scope<"second">(Grouped::formula);
};
} // namespace

TEST_CASE("what a switchable norm has learned is a table", "[layer]") {
  Layer<SwitchableNorm2d> layer{dim<C>(5)};
  for (const set_weights& w : weights(layer))
    CHECK((w.mean == Approx(1 / 3.0) && w.var == Approx(1 / 3.0)));
  const std::array<float, 3> mean{1000, 1000 + std::log(2.f), -1000}, var{0, std::log(3.f), 0};
  std::copy_n(mean.data(), 3, layer.parameter<"mean_weight">().data());
  std::copy_n(var.data(), 3, layer.parameter<"var_weight">().data());
  const weight_table table = weights(layer);
  REQUIRE(table.size() == 3);
  CHECK(table[1].mean == Approx(2 / 3.0).epsilon(1e-4));
  CHECK(table[2].mean == 0);
  CHECK(table[1].var == Approx(0.6));
  CHECK(printed(table) == "set        mean   var\n"
                          "{H, W}     0.333  0.200\n"
                          "{C, H, W}  0.667  0.600\n"
                          "{N, H, W}  0.000  0.200\n");

  Layer<Two> two{dim<C>(6), dim<G>(2)};
  two.parameter<"second.var_weight">().data()[1] = 1 + std::log(3.f);
  CHECK(weights<SwitchableNorm2d>(two)[0].set == "{H, W}");
  CHECK(printed(weights<Grouped>(two, "second")) == "set                  mean   var\n"
                                                    "{Group<C, G>, H, W}  0.500  0.250\n"
                                                    "all but {N}          0.500  0.750\n");
  CHECK_THROWS_WITH(weights<Grouped>(two, "third"), containing("no parameter third.mean_weight of 2 logits"));
  CHECK_THROWS_AS(weights<Grouped>(two), std::invalid_argument); // three logits, not two
  Layer<SwitchableNorm2d> unsized;
  CHECK_THROWS_AS(weights(unsized), std::invalid_argument);
}

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
