// The one thing this example needs of a photograph's EXIF record: which way up the camera was held.
// Used by jpeg.cpp.
// Must not know of libjpeg or of pixels.
#pragma once

#include <cstdint>
#include <span>

namespace photographs {

/// The orientation tag, 1 to 8, of an APP1 marker's contents; 1 (upright) if it has none or is damaged.
int exif_orientation(std::span<const std::uint8_t> marker);

/// Where pixel (y, x) of the upright picture stands in the stored one, of stored_height x stored_width.
struct position {
  std::int64_t y, x;
};
position stored_position(int orientation, position upright, std::int64_t stored_height, std::int64_t stored_width);

/// Whether the upright picture's width is the stored one's height.
constexpr bool is_turned(int orientation) { return orientation >= 5; }

} // namespace photographs
