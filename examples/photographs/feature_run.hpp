// From a norm's formula to something that main.cpp can run on feature maps.
// Used by feature_norms.cpp, group_norms.cpp and switchable_norm.cpp.
// Must not know of timing, tables or sheets.
#pragma once

#include "figures.hpp"
#include "norms.hpp"
#include "runs.hpp"

#include <string>
#include <utility>

namespace photographs {

/// Formula F with what a call of it needs besides x, and the names and the truth that belong to it.
template<class F, class Truth, class... More>
feature_norm feature_run(std::string name, std::string over, std::string statistics, Truth truth, More... more) {
  return {std::move(name),
          std::move(over),
          std::move(statistics),
          [=](feature_maps& y, const feature_maps& of) { evaluate<F{}>(into(y), x = of, more...); },
          [=](const feature_maps& of) { return figures_of(explain<F>(x = of, more...)); },
          truth};
}

} // namespace photographs
