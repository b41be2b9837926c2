// Drawing on a bitmap: pictures, boxes, lines, areas and text, with smooth edges, by FreeType's outlines.
// Used by whatever draws.
// Must not know of norms, tensors or what a sheet shows.
#pragma once

#include "bitmap.hpp"

#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace examples {

struct point {
  double x, y;
};

/// Left, top, width and height in pixels, x to the right and y down.
struct box {
  double left, top, width, height;
  double right() const { return left + width; }
  double bottom() const { return top + height; }
};

enum class face { regular, bold, monospaced };
enum class align { left, centre, right };

struct text_style {
  double size = 16; // pixels an em
  colour ink = {34, 37, 42};
  face font = face::regular;
  align side = align::left;
};

/// Draws on a bitmap that must outlive it. One for a thread: FreeType's state is in it.
class pen {
public:
  /// Finds DejaVu's fonts; throws failure if there are none.
  explicit pen(bitmap& target);
  ~pen();
  pen(const pen&) = delete;
  pen& operator=(const pen&) = delete;

  const bitmap& target() const { return target_; }

  void picture(int left, int top, const bitmap& source);
  void fill(const box& at, colour ink, double opacity = 1);
  /// A frame of lines of this width, inside the box.
  void frame(const box& at, colour ink, double line_width = 1);
  void line(std::span<const point> points, colour ink, double line_width, double opacity = 1);
  void area(std::span<const point> corners, colour ink, double opacity = 1);

  /// Writes a line of UTF-8 text with its baseline at `at`. Returns its width.
  double text(point at, std::string_view utf8, const text_style& style);
  /// The same, upwards: turned by a quarter to the left.
  double text_upwards(point at, std::string_view utf8, const text_style& style);
  double text_width(std::string_view utf8, const text_style& style);

private:
  struct state;
  double write(const point* at, std::string_view utf8, const text_style& style, bool upwards);

  bitmap& target_;
  std::unique_ptr<state> state_;
};

} // namespace examples
