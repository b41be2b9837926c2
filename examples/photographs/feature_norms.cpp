// Running the norms of feature maps.
// Used by main.cpp, through runs.hpp.
// Must not know of timing, tables or sheets.
#include "norms.hpp"
#include "runs.hpp"

#include <array>

namespace photographs {
namespace {

plan_figures figures() { return {2, 2, 2}; }

template<class F, class... More>
auto running(More... more) {
  return [=](feature_maps& y, const feature_maps& of) { evaluate<F{}>(into(y), x = of, more...); };
}

} // namespace

std::vector<feature_norm> feature_norms() {
  static constexpr std::array<double, 3> logits{1, 1, 1};
  const auto plan = [](const feature_maps&) { return figures(); };
  return {
      {"BN", "{N, H, W}", "C 32", running<BN>(), plan, reference::batch_norm},
      {"LN", "{C, H, W}", "N 16", running<LN>(), plan, reference::layer_norm},
      {"IN", "{H, W}", "N 16, C 32", running<IN>(), plan, reference::instance_norm},
      {"GN", "{C/8, H, W}", "N 16, G 8", running<GN>(dim<G>(groups)), plan,
       [](const feature_maps& of) { return reference::group_norm(of, groups); }},
      {"SN", "all three", "of IN, LN, BN", running<SN>(), plan,
       [](const feature_maps& of) { return reference::switchable_norm(of, logits, logits); }},
  };
}

} // namespace photographs
