// The norms of this example as things to be run: a name, a call into axnorm, what its plan says, and the truth.
// Used by main.cpp; made of the formulas in norms.hpp.
// Must not know of timing, tables or sheets.
#pragma once

#include "filters.hpp"
#include "image.hpp"
#include "reference.hpp"

#include <functional>
#include <string>
#include <vector>

namespace photographs {

/// What a plan says of one call.
struct plan_figures {
  int sweeps = 0;         // passes over the elements
  double bytes_moved = 0; // between memory and processor
  double bytes_least = 0; // every operand and result once
};

/// A norm of whole photographs. Those that need no style ignore it.
struct picture_norm {
  std::string name, over, statistics;
  std::function<void(image& y, const image& x, const image& style)> run;
  std::function<plan_figures(const image& x, const image& style)> plan;
  std::function<std::vector<double>(const image& x, const image& style)> truth;
};

picture_norm contrast_norm();
picture_norm colour_norm();
picture_norm local_contrast_norm();

/// A norm of feature maps.
struct feature_norm {
  std::string name, over, statistics;
  std::function<void(feature_maps& y, const feature_maps& x)> run;
  std::function<plan_figures(const feature_maps& x)> plan;
  std::function<reference::plane_moments(const feature_maps& x)> truth;
};

feature_norm batch_norm();
feature_norm layer_norm();
feature_norm instance_norm();
feature_norm group_norm();      // eight groups
feature_norm switchable_norm(); // of the sets of instance, layer and batch norm

inline constexpr double eps = 1e-5;
inline constexpr int groups = 8;
/// The square that local contrast looks at, in pixels, and the deviation that it adds to every other.
inline constexpr int local_window = 61;
inline constexpr double local_floor = 0.1;

} // namespace photographs
