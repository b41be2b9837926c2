// Writing PNG files with libpng, by the interface that lets the effort be chosen.
// Must not know what the bitmap shows.
#include "png.hpp"

#include "files.hpp"

#include <png.h>

#include <csetjmp>
#include <cstddef>
#include <cstdio>
#include <string>

namespace examples {
namespace {

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

std::vector<std::uint8_t> encode_png(const bitmap& picture) {
  std::vector<std::uint8_t> bytes;
  writer state;
  state.bytes = &bytes;
  state.png = png_create_write_struct(PNG_LIBPNG_VER_STRING, &state, on_error, nullptr);
  if (state.png != nullptr) state.info = png_create_info_struct(state.png);
  if (state.info == nullptr) throw failure("libpng cannot start");
  if (setjmp(state.recover) != 0) throw failure(std::string("libpng cannot write: ") + state.message);
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

} // namespace examples
