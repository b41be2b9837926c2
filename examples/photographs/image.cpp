// Reading a photograph's file and telling JPEG from PNG.
// Used by main.cpp.
// Must not know what is inside the formats.
#include "image.hpp"

#include <algorithm>
#include <array>

namespace photographs {
namespace {

bool starts_with(std::span<const std::uint8_t> bytes, std::span<const std::uint8_t> signature) {
  return bytes.size() >= signature.size() && std::equal(signature.begin(), signature.end(), bytes.begin());
}

image decode(std::span<const std::uint8_t> bytes) {
  constexpr std::array<std::uint8_t, 3> jpeg{0xff, 0xd8, 0xff};
  constexpr std::array<std::uint8_t, 8> png{0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  if (bytes.empty()) throw image_error("the file is empty");
  if (starts_with(bytes, jpeg)) return decode_jpeg(bytes);
  if (starts_with(bytes, png)) return decode_png(bytes);
  throw image_error("neither a JPEG nor a PNG file");
}

} // namespace

void check_size(std::int64_t width, std::int64_t height) {
  const std::string size = std::to_string(width) + " x " + std::to_string(height) + " pixels";
  if (std::min(width, height) < smallest_side)
    throw image_error("too small: " + size + ", but at least " + std::to_string(smallest_side) + " x " +
                      std::to_string(smallest_side) + " are needed");
  if (width > most_pixels / height)
    throw image_error("too large: " + size + ", but at most " + std::to_string(most_pixels / 1'000'000) +
                      " million are taken");
}

photograph read_photograph(const std::filesystem::path& file) {
  try {
    return {file.stem().string(), decode(read_file(file))};
  } catch (const failure& error) {
    throw image_error(file.string() + ": " + error.what());
  }
}

} // namespace photographs
