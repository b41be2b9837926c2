// The contact sheets of this example, from what was computed to a bitmap.
// Used by main.cpp; picture_sheets.cpp has those of whole photographs, feature_sheets.cpp those of feature maps.
// Must not know how anything was computed.
#pragma once

#include "../support/bitmap.hpp"
#include "filters.hpp"

#include <span>
#include <string>
#include <vector>

namespace photographs {

/// What became of one photograph.
struct treated {
  image contrast;
  image colours; // with the colours of the photograph `style`; as it was if there is no other
  image local;
  std::size_t style = 0;
};

/// The feature maps after one norm.
struct normalized {
  std::string name, over;
  colour ink; // in plots
  feature_maps values;
};

bitmap overview_sheet(std::span<const photograph> before, std::span<const treated> after);
bitmap contrast_sheet(std::span<const photograph> before, std::span<const treated> after);
bitmap colour_sheet(std::span<const photograph> before, std::span<const treated> after);
bitmap local_contrast_sheet(std::span<const photograph> before, std::span<const treated> after);

/// What the feature sheets have in common.
struct feature_work {
  std::span<const photograph> photographs;
  std::span<const crop> crops;
  std::span<const oriented_filter> bank;
  const feature_maps& maps;
  std::span<const normalized> norms;
};

bitmap filter_sheet(const feature_work& of);
bitmap feature_sheet(const feature_work& of);
bitmap histogram_sheet(const feature_work& of);

} // namespace photographs
