// How numbers become a bitmap: as photographs, or as signed values in two hues.
// Used by the sheets.
// Must not know of files, text or layout.
#pragma once

#include "../support/bitmap.hpp"
#include "image.hpp"

#include <cstdint>

namespace photographs {

/// A picture whose values `black` and below are shown black, `white` and above full.
bitmap shown(const image& pixels, float black = 0, float white = 1);

/// Numbers about zero: blue for -limit and below, near white for 0, red for limit and above.
bitmap shown_signed(const float* values, std::int64_t height, std::int64_t width, float limit);

/// The colour of a number between -1 and 1 in that scale.
colour signed_colour(float value);

} // namespace photographs
