// Running batch and layer norm.
// Used by main.cpp, through runs.hpp; a file of its own because compiling a norm takes longer than running it.
// Must not know of timing, tables or sheets.
#include "feature_run.hpp"

namespace photographs {

feature_norm batch_norm() { return feature_run<BN>("BN", "{N, H, W}", "C 32", reference::batch_norm); }

feature_norm layer_norm() { return feature_run<LN>("LN", "{C, H, W}", "N 16", reference::layer_norm); }

} // namespace photographs
