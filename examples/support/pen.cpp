// Text, lines and areas as FreeType outlines, rendered straight onto the bitmap with 256 levels of coverage.
// Must not know of norms, tensors or what a sheet shows.
#include "pen.hpp"

#include "files.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <ft2build.h>
#include <string>
#include FT_FREETYPE_H
#include FT_OUTLINE_H
#include FT_STROKER_H

namespace examples {
namespace {

/// FreeType's unit: a 64th of a pixel.
FT_Pos to_fixed(double pixels) { return static_cast<FT_Pos>(std::lround(pixels * 64)); }

void check(FT_Error error, const char* what) {
  if (error != 0) throw failure(std::string("FreeType cannot ") + what);
}

std::filesystem::path find_font(const char* name) {
  for (const char* folder : {"/usr/share/fonts/truetype/dejavu", "/usr/share/fonts/dejavu-sans-fonts",
                             "/usr/share/fonts/dejavu-sans-mono-fonts", "/usr/share/fonts/TTF",
                             "/usr/share/fonts/dejavu", "/usr/local/share/fonts/dejavu"})
    if (std::filesystem::path file = std::filesystem::path(folder) / name; std::filesystem::exists(file)) return file;
  throw failure(std::string("the font ") + name + " is not installed (Debian: fonts-dejavu-core)");
}

/// The next code point of UTF-8 text, taken off its front; damaged bytes come out as the replacement character.
char32_t take_code_point(std::string_view& utf8) {
  const auto lead = static_cast<unsigned char>(utf8.front());
  utf8.remove_prefix(1);
  if (lead < 0x80) return lead;
  const int more = lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : lead >= 0xc0 ? 1 : -1;
  if (more < 0 || utf8.size() < static_cast<std::size_t>(more)) return U'\uFFFD';
  char32_t code = lead & (0x3FU >> more);
  for (int i = 0; i < more; ++i, utf8.remove_prefix(1))
    code = code << 6 | (static_cast<unsigned char>(utf8.front()) & 0x3FU);
  return code;
}

/// What a span of covered pixels is painted with.
struct paint {
  bitmap* target;
  colour ink;
  double opacity;
};

void blend(std::uint8_t* pixel, colour ink, double share) {
  const auto mix = [share](std::uint8_t below, std::uint8_t above) {
    return static_cast<std::uint8_t>(std::lround(below + (above - below) * share));
  };
  pixel[0] = mix(pixel[0], ink.red);
  pixel[1] = mix(pixel[1], ink.green);
  pixel[2] = mix(pixel[2], ink.blue);
}

/// Called by FreeType's rasterizer, whose y goes up: row y of the outline is row height - 1 - y of the bitmap.
void paint_spans(int y, int count, const FT_Span* spans, void* user) {
  const paint& with = *static_cast<const paint*>(user);
  const int row = with.target->height - 1 - y;
  if (row < 0 || row >= with.target->height) return;
  for (int i = 0; i < count; ++i) {
    const int first = std::max<int>(spans[i].x, 0);
    const int last = std::min<int>(spans[i].x + spans[i].len, with.target->width);
    for (int x = first; x < last; ++x)
      blend(with.target->row(row) + x * 3, with.ink, with.opacity * spans[i].coverage / 255);
  }
}

} // namespace

struct pen::state {
  FT_Library library = nullptr;
  std::array<FT_Face, 3> faces{};
  FT_Stroker stroker = nullptr;

  state() {
    check(FT_Init_FreeType(&library), "start");
    constexpr std::array<const char*, 3> files{"DejaVuSans.ttf", "DejaVuSans-Bold.ttf", "DejaVuSansMono.ttf"};
    for (std::size_t i = 0; i < files.size(); ++i)
      check(FT_New_Face(library, find_font(files[i]).c_str(), 0, &faces[i]), "read a font");
    check(FT_Stroker_New(library, &stroker), "draw lines");
  }
  ~state() {
    FT_Stroker_Done(stroker);
    FT_Done_FreeType(library); // closes its faces
  }
  state(const state&) = delete;
  state& operator=(const state&) = delete;

  void render(FT_Outline& outline, bitmap& target, colour ink, double opacity) const {
    paint with{&target, ink, opacity};
    FT_Raster_Params raster{};
    raster.flags = FT_RASTER_FLAG_AA | FT_RASTER_FLAG_DIRECT | FT_RASTER_FLAG_CLIP;
    raster.gray_spans = paint_spans;
    raster.user = &with;
    raster.clip_box = {0, 0, target.width, target.height};
    check(FT_Outline_Render(library, &outline, &raster), "draw an outline");
  }
};

namespace {

/// One contour through these points, as an outline that owns its arrays.
struct contour {
  std::vector<FT_Vector> points;
  std::vector<char> tags;
  short end = 0;
  FT_Outline outline{};

  contour(std::span<const point> through, int target_height)
      : tags(through.size(), FT_CURVE_TAG_ON), end(static_cast<short>(through.size() - 1)) {
    points.reserve(through.size());
    for (const point& p : through)
      points.push_back({to_fixed(p.x), to_fixed(target_height - p.y)});
    outline.n_contours = 1;
    outline.n_points = static_cast<short>(points.size());
    outline.points = points.data();
    outline.tags = tags.data();
    outline.contours = &end;
  }
};

} // namespace

pen::pen(bitmap& target) : target_(target), state_(std::make_unique<state>()) {}
pen::~pen() = default;

void pen::picture(int left, int top, const bitmap& source) {
  const int first = std::max(0, -left), last = std::min(source.width, target_.width - left);
  if (first >= last) return;
  for (int y = std::max(0, -top); y < std::min(source.height, target_.height - top); ++y)
    std::copy(source.row(y) + first * 3, source.row(y) + last * 3, target_.row(top + y) + (left + first) * 3);
}

void pen::fill(const box& at, colour ink, double opacity) {
  const std::array<point, 4> corners{
      {{at.left, at.top}, {at.right(), at.top}, {at.right(), at.bottom()}, {at.left, at.bottom()}}};
  area(corners, ink, opacity);
}

void pen::frame(const box& at, colour ink, double line_width) {
  fill({at.left, at.top, at.width, line_width}, ink);
  fill({at.left, at.bottom() - line_width, at.width, line_width}, ink);
  fill({at.left, at.top, line_width, at.height}, ink);
  fill({at.right() - line_width, at.top, line_width, at.height}, ink);
}

void pen::area(std::span<const point> corners, colour ink, double opacity) {
  if (corners.size() < 3) return;
  contour shape(corners, target_.height);
  state_->render(shape.outline, target_, ink, opacity);
}

void pen::line(std::span<const point> points, colour ink, double line_width, double opacity) {
  if (points.size() < 2) return;
  contour path(points, target_.height);
  FT_Stroker_Set(state_->stroker, to_fixed(line_width / 2), FT_STROKER_LINECAP_ROUND, FT_STROKER_LINEJOIN_ROUND, 0);
  check(FT_Stroker_ParseOutline(state_->stroker, &path.outline, 1), "draw a line");
  FT_UInt corners = 0, contours = 0;
  check(FT_Stroker_GetCounts(state_->stroker, &corners, &contours), "draw a line");
  FT_Outline stroke{};
  check(FT_Outline_New(state_->library, corners, static_cast<FT_Int>(contours), &stroke), "draw a line");
  stroke.n_points = 0; // exporting appends
  stroke.n_contours = 0;
  FT_Stroker_Export(state_->stroker, &stroke);
  state_->render(stroke, target_, ink, opacity);
  FT_Outline_Done(state_->library, &stroke);
}

double pen::write(const point* at, std::string_view utf8, const text_style& style, bool upwards) {
  FT_Face font = state_->faces[static_cast<std::size_t>(style.font)];
  check(FT_Set_Char_Size(font, 0, to_fixed(style.size), 72, 72), "set a font's size");
  const FT_Matrix quarter_turn{0, -0x10000, 0x10000, 0};
  double advance = 0;
  FT_UInt previous = 0;
  while (!utf8.empty()) {
    const FT_UInt glyph = FT_Get_Char_Index(font, take_code_point(utf8));
    FT_Vector kerning{};
    if (previous != 0) FT_Get_Kerning(font, previous, glyph, FT_KERNING_UNFITTED, &kerning);
    advance += static_cast<double>(kerning.x) / 64;
    check(FT_Load_Glyph(font, glyph, FT_LOAD_NO_BITMAP | (upwards ? FT_LOAD_NO_HINTING : FT_LOAD_TARGET_LIGHT)),
          "read a letter");
    if (at != nullptr) {
      FT_Outline& outline = font->glyph->outline;
      if (upwards) FT_Outline_Transform(&outline, &quarter_turn);
      // Hinted letters stand on whole pixels; along the line they may stand anywhere.
      const point start =
          upwards ? point{std::round(at->x), at->y - advance} : point{at->x + advance, std::round(at->y)};
      FT_Outline_Translate(&outline, to_fixed(start.x), to_fixed(target_.height - start.y));
      state_->render(outline, target_, style.ink, 1);
    }
    advance += static_cast<double>(font->glyph->linearHoriAdvance) / 65536;
    previous = glyph;
  }
  return advance;
}

double pen::text_width(std::string_view utf8, const text_style& style) { return write(nullptr, utf8, style, false); }

double pen::text(point at, std::string_view utf8, const text_style& style) {
  if (style.side != align::left) at.x -= text_width(utf8, style) / (style.side == align::right ? 1 : 2);
  return write(&at, utf8, style, false);
}

double pen::text_upwards(point at, std::string_view utf8, const text_style& style) {
  if (style.side != align::left) at.y += text_width(utf8, style) / (style.side == align::right ? 1 : 2);
  return write(&at, utf8, style, true);
}

} // namespace examples
