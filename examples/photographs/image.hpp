// A photograph in memory: three planes of numbers with named axes, read from a JPEG or PNG file.
// Used by every part of this example; the decoders themselves are in jpeg.cpp and png.cpp.
// Must not know of norms, of drawing or of sheets.
#pragma once

#include "../support/files.hpp"
#include <axnorm/axis/axis.hpp>
#include <axnorm/tensor/tensor.hpp>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace photographs {

using namespace examples; // what all examples share

/// The axis of the three colours: red, green, blue. An axis of this program, beside the library's own.
struct Colour : axnorm::axis<"Colour"> {};

/// A picture: planes of red, green and blue, as encoded in the file (sRGB), 0 black to 1 full.
using image = axnorm::Tensor<float, Colour, axnorm::axes::H, axnorm::axes::W>;

/// A picture and what to call it.
struct photograph {
  std::string name;
  image pixels;
};

/// What is wrong with a file, in one line without the file's name.
struct image_error : failure {
  using failure::failure;
};

inline constexpr std::int64_t smallest_side = 64;
inline constexpr std::int64_t most_pixels = 100'000'000;

/// Throws image_error if a picture of this size is too small to be of use, or too large to be worked on.
void check_size(std::int64_t width, std::int64_t height);

/// Reads a JPEG (grey, colour or CMYK; turned upright as its EXIF orientation says) or PNG file (any depth; palette;
/// transparency on white). Throws image_error, with one line that begins with the file's name.
photograph read_photograph(const std::filesystem::path& file);

/// Decoders of a whole file in memory. Throw image_error.
image decode_jpeg(std::span<const std::uint8_t> file);
image decode_png(std::span<const std::uint8_t> file);

} // namespace photographs
