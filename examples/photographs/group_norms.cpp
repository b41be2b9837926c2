// Running instance and group norm.
// Used by main.cpp, through runs.hpp; a file of its own because compiling a norm takes longer than running it.
// Must not know of timing, tables or sheets.
#include "feature_run.hpp"

namespace photographs {

feature_norm instance_norm() { return feature_run<IN>("IN", "{H, W}", "N 16, C 32", reference::instance_norm); }

feature_norm group_norm() {
  const auto truth = [](const feature_maps& of) { return reference::group_norm(of, groups); };
  return feature_run<GN>("GN", "{C/8, H, W}", "N 16, G 8", truth, dim<G>(groups));
}

} // namespace photographs
