// Eight-bit pictures for the screen.
// Used by the pen and by whatever draws.
// Must not know of files, text or layout.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace examples {

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

/// Another size: an average over what a smaller pixel covers, a smooth interpolation where it grows.
bitmap resized(const bitmap& picture, int width, int height);

/// Every pixel as a square of this many pixels, for pictures of which the pixels are to be seen.
bitmap magnified(const bitmap& picture, int times);

} // namespace examples
