// What the table wants to know of a plan, from axnorm's explanation of a call.
// Used by the files that evaluate norms.
// Must not know which norm is explained.
#pragma once

#include "runs.hpp"
#include <axnorm/axnorm.hpp>

#include <algorithm>

namespace photographs {

/// Sweeps over data only: what is computed between them from statistics alone takes no time.
inline plan_figures figures_of(const axnorm::explanation& call) {
  const auto sweeps =
      std::count_if(call.sweeps.begin(), call.sweeps.end(), [](const auto& sweep) { return sweep.data; });
  return {static_cast<int>(sweeps), static_cast<double>(call.bytes_moved), static_cast<double>(call.bytes_min)};
}

} // namespace photographs
