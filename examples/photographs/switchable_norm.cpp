// Running switchable norm.
// Used by main.cpp, through runs.hpp; a file of its own because compiling a norm takes longer than running it.
// Must not know of timing, tables or sheets.
#include "feature_run.hpp"

#include <array>

namespace photographs {

feature_norm switchable_norm() {
  static constexpr std::array<double, 3> logits{1, 1, 1}; // of means and of variances, as they are before any training
  const auto truth = [](const feature_maps& of) { return reference::switchable_norm(of, logits, logits); };
  return feature_run<SN>("SN", "all three", "of IN, LN, BN", truth);
}

} // namespace photographs
