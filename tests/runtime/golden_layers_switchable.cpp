// Switchable norm with learned weights and running statistics, step by step beside transcriptions in PyTorch: the
// paper's conventions and those of the authors' code.
#include "support/check_layer.hpp"

using namespace axnorm;
using namespace axnorm::axes;
using golden::layer_case;

namespace {

template<class F>
void check_switchable(const std::string& configuration) {
  const layer_case c{"switch_norm_2d", configuration};
  INFO(c.name());
  Layer<F> layer{dim<C>(5)};
  golden::set_parameter<"weight", C>(layer, c);
  golden::set_parameter<"bias", C>(layer, c);
  golden::set_parameter<"mean_weight", Fixed<Set, 3>>(layer, c);
  golden::set_parameter<"var_weight", Fixed<Set, 3>>(layer, c);
  golden::layer_steps<N, C, H, W>::run<"weight", "bias", "mean_weight", "var_weight">(layer, c, [&](int step) {
    golden::check_buffer<"running_mean">(layer, c, step);
    golden::check_buffer<"running_var">(layer, c, step);
  });
}

} // namespace

TEST_CASE("switchable norm of the paper", "[golden]") { check_switchable<SwitchableNorm2d>("paper"); }
TEST_CASE("switchable norm of the authors' code", "[golden]") {
  check_switchable<SwitchableNorm<Over<H, W>, Over<C, H, W>, Over<N, H, W>, Affine<C>, Tracked<C>, Official>>(
      "official");
}
