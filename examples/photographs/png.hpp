// Writing a bitmap as a PNG file.
// Used by main.cpp for the sheets; reading is declared in image.hpp.
// Must not know what the bitmap shows.
#pragma once

#include "bitmap.hpp"

#include <cstdint>
#include <vector>

namespace photographs {

/// The bytes of a PNG file of 8 bits a colour. Throws image_error if libpng fails.
std::vector<std::uint8_t> encode_png(const bitmap& picture);

} // namespace photographs
