// The orientation tag of EXIF 2.3 (a TIFF directory inside a JPEG marker), read with every offset checked.
// Used by jpeg.cpp.
// Must not know of libjpeg or of pixels.
#include "exif.hpp"

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace photographs {
namespace {

/// Numbers of either byte order out of a TIFF body; anything outside of it reads as 0, which no valid record has.
class tiff {
public:
  explicit tiff(std::span<const std::uint8_t> body) : body_(body), little_(!body.empty() && body[0] == 'I') {}

  std::size_t number(std::size_t offset, std::size_t bytes) const {
    if (offset > body_.size() || bytes > body_.size() - offset) return 0;
    std::size_t value = 0;
    for (std::size_t i = 0; i < bytes; ++i)
      value = value << 8 | body_[offset + (little_ ? bytes - 1 - i : i)];
    return value;
  }

private:
  std::span<const std::uint8_t> body_;
  bool little_;
};

} // namespace

int exif_orientation(std::span<const std::uint8_t> marker) {
  using namespace std::string_view_literals;
  constexpr std::string_view name = "Exif\0\0"sv;
  if (marker.size() < name.size() || !std::equal(name.begin(), name.end(), marker.begin())) return 1;
  const tiff record(marker.subspan(name.size()));
  constexpr std::size_t entry_bytes = 12, orientation_tag = 0x0112, short_type = 3;
  const std::size_t directory = record.number(4, 4);
  const std::size_t entries = record.number(directory, 2);
  for (std::size_t i = 0; i < entries; ++i) {
    const std::size_t entry = directory + 2 + i * entry_bytes;
    if (record.number(entry, 2) != orientation_tag || record.number(entry + 2, 2) != short_type) continue;
    const std::size_t value = record.number(entry + 8, 2);
    return value >= 1 && value <= 8 ? static_cast<int>(value) : 1;
  }
  return 1;
}

position stored_position(int orientation, position upright, std::int64_t stored_height, std::int64_t stored_width) {
  const std::int64_t bottom = stored_height - 1, right = stored_width - 1;
  const auto [y, x] = upright;
  switch (orientation) {
  case 2:
    return {y, right - x};
  case 3:
    return {bottom - y, right - x};
  case 4:
    return {bottom - y, x};
  case 5:
    return {x, y};
  case 6:
    return {bottom - x, y};
  case 7:
    return {bottom - x, right - y};
  case 8:
    return {x, right - y};
  default:
    return {y, x};
  }
}

} // namespace photographs
