// Reading PNG files with libpng's simplified interface, which knows every depth, palette, transparency and interlacing.
// Must not know of anything but encoding and decoding.
#include "image.hpp"

#include <png.h>

#include <cmath>
#include <cstddef>
#include <string>

namespace photographs {
namespace {

/// libpng's description of a file being read, released whatever happens.
struct png_file : png_image {
  png_file() : png_image{} { version = PNG_IMAGE_VERSION; }
  ~png_file() { png_image_free(this); }
  png_file(const png_file&) = delete;
  png_file& operator=(const png_file&) = delete;

  [[noreturn]] void fail() const { throw image_error(std::string("a damaged PNG file: ") + message); }
};

/// From light to code. libpng takes sRGB's curve for a power of 2.2 on the way in, so that is the way back.
float encoded(float light) { return std::pow(light, 1 / 2.2F); }

/// Sixteen bits a colour come as linear light multiplied by alpha; eight would lose what they are there for.
image read_deep(png_file& file) {
  file.format = PNG_FORMAT_LINEAR_RGB_ALPHA;
  const std::int64_t width = file.width, height = file.height, plane = width * height;
  std::vector<std::uint16_t> rows(static_cast<std::size_t>(plane) * 4);
  if (!png_image_finish_read(&file, nullptr, rows.data(), 0, nullptr)) file.fail();
  image out(3, height, width);
  for (std::int64_t i = 0; i < plane; ++i)
    for (std::int64_t colour = 0; colour < 3; ++colour) {
      const std::uint16_t* pixel = rows.data() + i * 4;
      const float light = static_cast<float>(pixel[colour] + (65535 - pixel[3])) / 65535.0F; // on white
      out.data()[colour * plane + i] = encoded(light);
    }
  return out;
}

image read_shallow(png_file& file) {
  file.format = PNG_FORMAT_RGB;
  const std::int64_t width = file.width, height = file.height, plane = width * height;
  std::vector<std::uint8_t> rows(static_cast<std::size_t>(plane) * 3);
  const png_color white{255, 255, 255};
  if (!png_image_finish_read(&file, &white, rows.data(), 0, nullptr)) file.fail();
  image out(3, height, width);
  for (std::int64_t i = 0; i < plane; ++i)
    for (std::int64_t colour = 0; colour < 3; ++colour)
      out.data()[colour * plane + i] = static_cast<float>(rows[static_cast<std::size_t>(i * 3 + colour)]) / 255.0F;
  return out;
}

} // namespace

image decode_png(std::span<const std::uint8_t> file) {
  png_file reader;
  if (!png_image_begin_read_from_memory(&reader, file.data(), file.size())) reader.fail();
  check_size(reader.width, reader.height);
  const bool deep = (reader.format & PNG_FORMAT_FLAG_LINEAR) != 0;
  reader.flags |= PNG_IMAGE_FLAG_16BIT_sRGB; // a file of 16 bits that names no gamma is sRGB, as of 8 bits
  return deep ? read_deep(reader) : read_shallow(reader);
}

} // namespace photographs
