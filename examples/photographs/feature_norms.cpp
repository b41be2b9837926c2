// Running the norms of feature maps.
// Used by main.cpp, through runs.hpp.
// Must not know of timing, tables or sheets.
#include "runs.hpp"

#include <array>
#include <cmath>

#if __has_include(<axnorm/exec/evaluate.hpp>)
#error "the formulas are not connected yet"
#else

namespace photographs {
namespace {

feature_norm stand_in(std::string name, std::string over, std::string statistics,
                      std::function<reference::plane_moments(const feature_maps&)> truth) {
  return {std::move(name),
          std::move(over),
          std::move(statistics),
          [truth](feature_maps& y, const feature_maps& x) {
            const reference::plane_moments by = truth(x);
            constexpr std::int64_t plane = crop_side * crop_side;
            for (std::size_t map = 0; map < by.size(); ++map)
              for (std::int64_t i = 0; i < plane; ++i) {
                const std::int64_t at = static_cast<std::int64_t>(map) * plane + i;
                y.data()[at] = static_cast<float>((static_cast<double>(x.data()[at]) - by[map].mean) /
                                                  std::sqrt(by[map].variance + eps));
              }
          },
          [](const feature_maps&) { return plan_figures{2, 2, 2}; },
          truth};
}

} // namespace

std::vector<feature_norm> feature_norms() {
  static constexpr std::array<double, 3> logits{1, 1, 1};
  return {
      stand_in("BN", "{N, H, W}", "C 32", reference::batch_norm),
      stand_in("LN", "{C, H, W}", "N 16", reference::layer_norm),
      stand_in("IN", "{H, W}", "N 16, C 32", reference::instance_norm),
      stand_in("GN", "{C/8, H, W}", "N 16, G 8",
               [](const feature_maps& x) { return reference::group_norm(x, groups); }),
      stand_in("SN", "all three", "of IN, LN, BN",
               [](const feature_maps& x) { return reference::switchable_norm(x, logits, logits); }),
  };
}

} // namespace photographs
#endif
