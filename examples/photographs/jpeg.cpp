// Reading JPEG files with libjpeg: grey, colour, CMYK; damaged and truncated files are errors.
// Used by image.cpp.
// Must not know of anything but decoding.
// clang-format off: libjpeg's headers need these before them, in this order
#include <csetjmp>
#include <cstddef>
#include <cstdio>
#include <jpeglib.h>
#include <jerror.h>
// clang-format on

#include "exif.hpp"
#include "image.hpp"

namespace photographs {
namespace {

/// libjpeg reports an error by a call that must not return; it jumps back to the frame that set `recover`.
struct error_manager {
  jpeg_error_mgr base; // first: libjpeg's pointer to it is a pointer to the whole
  std::jmp_buf recover;
  char message[JMSG_LENGTH_MAX];
};

[[noreturn]] void on_error(j_common_ptr decoder) {
  auto* errors = reinterpret_cast<error_manager*>(decoder->err);
  decoder->err->format_message(decoder, errors->message);
  std::longjmp(errors->recover, 1);
}

/// libjpeg goes on after a warning, filling what it could not read with grey. Only harmless ones may pass.
void on_message(j_common_ptr decoder, int level) {
  if (level >= 0) return;
  switch (decoder->err->msg_code) {
  case JWRN_ADOBE_XFORM:
  case JWRN_EXTRANEOUS_DATA:
  case JWRN_JFIF_MAJOR:
  case JWRN_TOO_MUCH_DATA:
    return;
  default:
    on_error(decoder);
  }
}

class jpeg_reader {
public:
  explicit jpeg_reader(std::span<const std::uint8_t> file) {
    decoder_.err = jpeg_std_error(&errors_.base);
    errors_.base.error_exit = on_error;
    errors_.base.emit_message = on_message;
    guarded([&] {
      jpeg_create_decompress(&decoder_);
      jpeg_mem_src(&decoder_, file.data(), static_cast<unsigned long>(file.size()));
      jpeg_save_markers(&decoder_, JPEG_APP0 + 1, 0xffff);
      jpeg_read_header(&decoder_, TRUE);
    });
  }
  ~jpeg_reader() { jpeg_destroy_decompress(&decoder_); }
  jpeg_reader(const jpeg_reader&) = delete;
  jpeg_reader& operator=(const jpeg_reader&) = delete;

  std::int64_t width() const { return decoder_.image_width; }
  std::int64_t height() const { return decoder_.image_height; }
  std::size_t components() const { return static_cast<std::size_t>(decoder_.output_components); }
  /// Adobe's programs store CMYK inverted, and everyone follows them.
  bool is_inverted() const { return decoder_.saw_Adobe_marker != 0; }

  int orientation() const {
    for (auto marker = decoder_.marker_list; marker != nullptr; marker = marker->next)
      if (const int found = exif_orientation({marker->data, marker->data_length}); found != 1) return found;
    return 1;
  }

  /// Rows from top to bottom, components interleaved: three of RGB or four of CMYK.
  std::vector<std::uint8_t> read() {
    switch (decoder_.jpeg_color_space) {
    case JCS_GRAYSCALE:
    case JCS_YCbCr:
    case JCS_RGB:
      decoder_.out_color_space = JCS_RGB;
      break;
    case JCS_CMYK:
    case JCS_YCCK:
      decoder_.out_color_space = JCS_CMYK;
      break;
    default:
      throw image_error("a JPEG file of unknown colours");
    }
    guarded([&] { jpeg_start_decompress(&decoder_); });
    const std::size_t row_bytes = decoder_.output_width * components();
    std::vector<std::uint8_t> pixels(decoder_.output_height * row_bytes);
    guarded([&] {
      while (decoder_.output_scanline < decoder_.output_height) {
        JSAMPROW row = pixels.data() + decoder_.output_scanline * row_bytes;
        jpeg_read_scanlines(&decoder_, &row, 1);
      }
      jpeg_finish_decompress(&decoder_);
    });
    return pixels;
  }

private:
  /// The only frames that are jumped over are libjpeg's and the call's, which have nothing to destroy.
  template<class Call>
  void guarded(const Call& call) {
    if (setjmp(errors_.recover) != 0) throw image_error(std::string("a damaged JPEG file: ") + errors_.message);
    call();
  }

  jpeg_decompress_struct decoder_{};
  error_manager errors_{};
};

} // namespace

image decode_jpeg(std::span<const std::uint8_t> file) {
  jpeg_reader reader(file);
  check_size(reader.width(), reader.height());
  const int orientation = reader.orientation(); // the markers are gone when all is read
  const std::vector<std::uint8_t> stored = reader.read();
  const std::size_t components = reader.components();
  const bool inverted = reader.is_inverted();
  const std::int64_t stored_height = reader.height(), stored_width = reader.width();
  const std::int64_t height = is_turned(orientation) ? stored_width : stored_height;
  const std::int64_t width = is_turned(orientation) ? stored_height : stored_width;

  image out(3, height, width);
  const std::int64_t plane = height * width;
  for (std::int64_t y = 0; y < height; ++y)
    for (std::int64_t x = 0; x < width; ++x) {
      const position at = stored_position(orientation, {y, x}, stored_height, stored_width);
      const std::uint8_t* pixel = stored.data() + static_cast<std::size_t>(at.y * stored_width + at.x) * components;
      const auto share = [&](int i) {
        const float value = static_cast<float>(pixel[i]) / 255.0F;
        return components == 4 && !inverted ? 1.0F - value : value; // ink to light
      };
      const float black = components == 4 ? share(3) : 1.0F;
      for (int colour = 0; colour < 3; ++colour)
        out.data()[colour * plane + y * width + x] = share(colour) * black;
    }
  return out;
}

} // namespace photographs
