// Writing a bitmap as a PNG file.
// Used by programs for their sheets.
// Must not know what the bitmap shows.
#pragma once

#include "bitmap.hpp"

#include <cstdint>
#include <vector>

namespace examples {

/// The bytes of a PNG file of 8 bits a colour. Throws failure if libpng fails.
std::vector<std::uint8_t> encode_png(const bitmap& picture);

} // namespace examples
