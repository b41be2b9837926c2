// Reading and writing PNG files with libpng: reading through its simplified interface, which knows every depth,
// palette, transparency and interlacing; writing through the other one, which lets the effort be chosen.
// Must not know of anything but encoding and decoding.
#include "png.hpp"

#include "image.hpp"

#include <png.h>

#include <cmath>
#include <csetjmp>
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

struct writer {
  png_structp png = nullptr;
  png_infop info = nullptr;
  std::jmp_buf recover;
  char message[128] = {};
  std::vector<std::uint8_t>* bytes = nullptr;
  ~writer() { png_destroy_write_struct(&png, &info); }
};

[[noreturn]] void on_error(png_structp png, png_const_charp message) {
  auto* state = static_cast<writer*>(png_get_error_ptr(png));
  std::snprintf(state->message, sizeof state->message, "%s", message);
  std::longjmp(state->recover, 1);
}

void on_bytes(png_structp png, png_bytep data, std::size_t size) {
  auto* bytes = static_cast<writer*>(png_get_io_ptr(png))->bytes;
  bytes->insert(bytes->end(), data, data + size);
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

std::vector<std::uint8_t> encode_png(const bitmap& picture) {
  std::vector<std::uint8_t> bytes;
  writer state;
  state.bytes = &bytes;
  state.png = png_create_write_struct(PNG_LIBPNG_VER_STRING, &state, on_error, nullptr);
  if (state.png != nullptr) state.info = png_create_info_struct(state.png);
  if (state.info == nullptr) throw image_error("libpng cannot start");
  if (setjmp(state.recover) != 0) throw image_error(std::string("libpng cannot write: ") + state.message);
  png_set_write_fn(state.png, &state, on_bytes, nullptr);
  png_set_compression_level(state.png, 4); // half the time of the usual 6 for a few per cent of the size
  png_set_IHDR(state.png, state.info, static_cast<png_uint_32>(picture.width), static_cast<png_uint_32>(picture.height),
               8, PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  png_set_sRGB(state.png, state.info, PNG_sRGB_INTENT_PERCEPTUAL);
  png_write_info(state.png, state.info);
  for (int y = 0; y < picture.height; ++y)
    png_write_row(state.png, picture.row(y));
  png_write_end(state.png, nullptr);
  return bytes;
}

} // namespace photographs
