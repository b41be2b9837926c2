// Eight-bit pictures for the screen, and how numbers become one: as photographs, or as signed values in two hues.
// Used by the canvas and the sheets.
// Must not know of files, text or layout.
#pragma once

#include "image.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace photographs {

struct colour {
  std::uint8_t red, green, blue;
};

/// Rows from top to bottom, red, green and blue interleaved.
struct bitmap {
  int width = 0, height = 0;
  std::vector<std::uint8_t> rgb;

  bitmap() = default;
  bitmap(int columns, int rows, colour filled = {255, 255, 255});

  std::uint8_t* row(int y) { return rgb.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(width) * 3; }
  const std::uint8_t* row(int y) const {
    return rgb.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(width) * 3;
  }
};

/// A picture whose values `black` and below are shown black, `white` and above full.
bitmap shown(const image& pixels, float black = 0, float white = 1);

/// Numbers about zero: blue for -limit and below, near white for 0, red for limit and above.
bitmap shown_signed(const float* values, std::int64_t height, std::int64_t width, float limit);

/// The colour of a number between -1 and 1 in that scale.
colour signed_colour(float value);

/// Another size: an average over what a smaller pixel covers, a smooth interpolation where it grows.
bitmap resized(const bitmap& picture, int width, int height);

/// Every pixel as a square of this many pixels, for pictures of which the pixels are to be seen.
bitmap magnified(const bitmap& picture, int times);

} // namespace photographs
