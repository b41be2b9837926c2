// Blocks of cells, lines and words as SVG: shapes collect in a canvas, which knows how much room they take. Plain text
// that editors and browsers show, in colours for light and dark pages. Knows nothing of what is shown.
#pragma once

#include <axnorm/draw/block.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace axnorm::drawing {

/// What a cell is: its colour, in the order of `light` and `dark`.
enum class paint : std::uint8_t { plain, group, parameter, set_1, set_2, set_3, set_4 };
inline constexpr std::size_t paints = 7, set_paints = 4;
/// The colour of set number k.
constexpr paint paint_of_set(std::size_t k) { return static_cast<paint>(3 + k % set_paints); }

/// The colours of one kind of page, as 0xRRGGBB. Those of sets and parameters are told apart by people who see few
/// colours (they differ in lightness, too) and have a contrast of 3 to plain cells; words have 7 to the page.
struct palette {
  std::array<std::uint32_t, paints> cells;
  std::uint32_t page, words, quiet_words, lines, outline;
};
inline constexpr palette light{{0xf3f5f8, 0xdfe5ec, 0xd07400, 0x2468b4, 0x12805c, 0x9a4fb5, 0xc2314a},
                               0xffffff,
                               0x1d2733,
                               0x4a5563,
                               0x9aa5b3,
                               0x101820};
inline constexpr palette dark{{0x2a313b, 0x3d4754, 0xf2a94b, 0x6cb0f7, 0x4fd0a0, 0xd495ea, 0xff8a96},
                              0x14181e,
                              0xeef2f6,
                              0xbcc6d2,
                              0x5f6b7a,
                              0xffffff};

/// The size of a cell, and how far the next one away lies to the right and up, in pixels.
inline constexpr int cell_size = 18, away_right = 9, away_up = 6;

inline std::string color_text(std::uint32_t color) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string r = "#";
  for (int shift = 20; shift >= 0; shift -= 4)
    r += digits[color >> shift & 15];
  return r;
}
/// `words` as the content of an element.
inline std::string escaped(std::string_view words) {
  std::string r;
  for (const char c : words)
    r += c == '<' ? "&lt;" : c == '>' ? "&gt;" : c == '&' ? "&amp;" : c == '"' ? "&quot;" : std::string(1, c);
  return r;
}

struct point {
  int x = 0, y = 0;
};

/// The room that a block takes.
inline int width_of(const block& b) {
  return static_cast<int>(b.cells(side::across)) * cell_size + static_cast<int>(b.cells(side::away)) * away_right;
}
inline int height_of(const block& b) {
  return static_cast<int>(b.cells(side::down)) * cell_size + static_cast<int>(b.cells(side::away)) * away_up;
}

/// Shapes, and the rectangle from (0, 0) that holds them.
class canvas {
public:
  /// A block whose highest point has y = `at.y` and whose front begins at x = `at.x`; `paint_at` says what a cell is.
  /// `step`: how many times as wide as high a cell is.
  template<class PaintAt>
  void draw(const block& b, point at, PaintAt paint_at, int step = 1) {
    const std::int64_t across = b.cells(side::across), down = b.cells(side::down), away = b.cells(side::away);
    const point front{at.x, at.y + static_cast<int>(away) * away_up};
    const int wide = step * cell_size;
    const point right{front.x + static_cast<int>(across) * wide, front.y};
    body_ += "<g>\n";
    face(across, down, front, {wide, 0}, {0, cell_size}, b.fold(side::across), b.fold(side::down), "",
         [&](std::int64_t i, std::int64_t j) { return paint_at(cell{i, j, 0}); }, {false, true, true, false});
    face(across, away, front, {wide, 0}, {away_right, -away_up}, b.fold(side::across), b.fold(side::away), "top",
         [&](std::int64_t i, std::int64_t k) { return paint_at(cell{i, 0, k}); }, {false, true, true, false});
    face(down, away, right, {0, cell_size}, {away_right, -away_up}, b.fold(side::down), b.fold(side::away), "right",
         [&](std::int64_t j, std::int64_t k) { return paint_at(cell{across - 1, j, k}); }, {true, false, true, false});
    body_ += "</g>\n";
    reach({right.x + static_cast<int>(away) * away_right, at.y + height_of(b)});
  }

  /// Words whose baseline begins (`start`), has its middle (`middle`) or ends (`end`) there.
  void write(point at, std::string_view words, std::string_view kind = "", std::string_view anchor = "start") {
    body_ += "<text x=\"" + number(at.x) + "\" y=\"" + number(at.y) + "\"" +
             (kind.empty() ? "" : " class=\"" + std::string(kind) + "\"") +
             (anchor == "start" ? "" : " text-anchor=\"" + std::string(anchor) + "\"") + ">" + escaped(words) +
             "</text>\n";
    const int w = text_width(words);
    reach({at.x + (anchor == "start" ? w : anchor == "middle" ? w / 2 : 0), at.y + 4});
  }

  /// A line with a head at its end.
  void arrow(point from, point to) {
    const int dx = to.x > from.x ? 1 : 0, dy = 1 - dx, head = 5;
    body_ += "<path class=\"arrow\" d=\"M" + text(from) + "L" + text(to) + "M" +
             text({to.x - head * (dx + dy), to.y - head}) + "L" + text(to) + "L" +
             text({to.x - head * dx + head * dy, to.y + head * dx - head * dy}) + "\"/>\n";
  }

  /// A swatch of the legend, as high as a line of words.
  void swatch(point at, paint p) {
    body_ += "<rect class=\"" + class_of(p) + " edge\" x=\"" + number(at.x) + "\" y=\"" + number(at.y - 11) +
             "\" width=\"13\" height=\"13\"/>\n";
    reach({at.x + 13, at.y + 2});
  }

  int width() const { return width_; }
  int height() const { return height_; }

  /// The whole file: the shapes on a page with a margin around them, called `title` and described by `words`.
  std::string file(std::string_view title, std::string_view words) const {
    constexpr int margin = 16;
    const int w = width_ + 2 * margin, h = height_ + 2 * margin;
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + number(w) + "\" height=\"" + number(h) +
           "\" viewBox=\"0 0 " + number(w) + " " + number(h) +
           "\" role=\"img\" aria-labelledby=\"title words\">\n<title id=\"title\">" + escaped(title) +
           "</title>\n<desc id=\"words\">" + escaped(words) + "</desc>\n<style>\n" + style() +
           "</style>\n<rect class=\"page\" width=\"" + number(w) + "\" height=\"" + number(h) +
           "\" rx=\"6\"/>\n<g transform=\"translate(" + number(margin) + " " + number(margin) + ")\">\n" + body_ +
           "</g>\n</svg>\n";
  }

  /// About how wide words are, as fonts differ.
  static int text_width(std::string_view words) { return static_cast<int>(words.size()) * 7; }

private:
  static std::string number(int n) { return std::to_string(n); }
  static std::string text(point p) { return number(p.x) + " " + number(p.y); }
  static std::string class_of(paint p) {
    constexpr std::array<std::string_view, paints> names{"plain", "group", "param", "set-1", "set-2", "set-3", "set-4"};
    return std::string(names[static_cast<std::size_t>(p)]);
  }
  void reach(point p) {
    width_ = std::max(width_, p.x);
    height_ = std::max(height_, p.y);
  }

  /// One visible side of a block: `n` by `m` cells from `at` in steps of `u` and `v`. `inner` says where, at the
  /// beginning and end of u, then of v, another visible side follows. Coloured cells have an outline where cells of
  /// another kind follow, or none. `fold_u` and `fold_v` cells stand together.
  template<class PaintAt>
  void face(std::int64_t n, std::int64_t m, point at, point u, point v, std::int64_t fold_u, std::int64_t fold_v,
            std::string_view shade, PaintAt paint_at, std::array<bool, 4> inner) {
    const auto corner = [&](std::int64_t i, std::int64_t j) {
      return point{at.x + static_cast<int>(i) * u.x + static_cast<int>(j) * v.x,
                   at.y + static_cast<int>(i) * u.y + static_cast<int>(j) * v.y};
    };
    const auto line = [&](std::int64_t i, std::int64_t j, std::int64_t i2, std::int64_t j2) {
      return "M" + text(corner(i, j)) + "L" + text(corner(i2, j2));
    };
    const std::string one_cell = "l" + text(u) + " " + text(v) + " " + text({-u.x, -u.y}) + "z";
    std::array<std::string, paints> cells;
    std::string outline, folds;
    const auto is_other = [&](std::int64_t i, std::int64_t j, paint own, bool beyond) {
      if (i < 0 || j < 0 || i >= n || j >= m) return beyond;
      return paint_at(i, j) != own;
    };
    for (std::int64_t j = 0; j < m; ++j)
      for (std::int64_t i = 0; i < n; ++i) {
        const paint own = paint_at(i, j);
        cells[static_cast<std::size_t>(own)] += "M" + text(corner(i, j)) + one_cell;
        if (own == paint::plain || own == paint::group) continue;
        if (is_other(i - 1, j, own, !inner[0])) outline += line(i, j, i, j + 1);
        if (is_other(i + 1, j, own, !inner[1])) outline += line(i + 1, j, i + 1, j + 1);
        if (is_other(i, j - 1, own, !inner[2])) outline += line(i, j, i + 1, j);
        if (is_other(i, j + 1, own, !inner[3])) outline += line(i, j + 1, i + 1, j + 1);
      }
    for (std::int64_t i = fold_u; fold_u > 0 && i < n; i += fold_u)
      folds += line(i, 0, i, m);
    for (std::int64_t j = fold_v; fold_v > 0 && j < m; j += fold_v)
      folds += line(0, j, n, j);
    for (std::size_t p = 0; p < paints; ++p)
      if (!cells[p].empty())
        body_ += "<path class=\"" + class_of(static_cast<paint>(p)) + " cell\" d=\"" + cells[p] + "\"/>\n";
    if (!shade.empty())
      body_ += "<path class=\"" + std::string(shade) + "\" d=\"M" + text(corner(0, 0)) + "L" + text(corner(n, 0)) +
               "L" + text(corner(n, m)) + "L" + text(corner(0, m)) + "z\"/>\n";
    if (!folds.empty()) body_ += "<path class=\"fold\" d=\"" + folds + "\"/>\n";
    if (!outline.empty()) body_ += "<path class=\"edge\" d=\"" + outline + "\"/>\n";
  }

  static std::string style() {
    return "text{font:13px system-ui,-apple-system,\"Segoe UI\",\"DejaVu Sans\",sans-serif}\n"
           ".title{font-size:16px;font-weight:600}\n.axis{font-style:italic}\n.sign{font-size:26px}\n"
           ".cell{stroke-width:.8}\n.fold,.edge,.arrow{fill:none;stroke-linecap:round;stroke-linejoin:round}\n"
           ".fold{stroke-width:1.6}\n.edge{stroke-width:1.6}\n.arrow{stroke-width:1.4}\n"
           ".top{fill:#fff;fill-opacity:.22}\n.right{fill:#000;fill-opacity:.13}\n" +
           colors(light) + "@media (prefers-color-scheme:dark){\n" + colors(dark) + "}\n";
  }
  static std::string colors(const palette& p) {
    std::string r = ".page{fill:" + color_text(p.page) + "}\ntext{fill:" + color_text(p.words) +
                    "}\n.axis,.quiet{fill:" + color_text(p.quiet_words) +
                    "}\n.cell,.fold{stroke:" + color_text(p.lines) + "}\n.edge,.arrow{stroke:" + color_text(p.outline) +
                    "}\n";
    for (std::size_t k = 0; k < paints; ++k)
      r += "." + class_of(static_cast<paint>(k)) + "{fill:" + color_text(p.cells[k]) + "}\n";
    return r;
  }

  std::string body_;
  int width_ = 0, height_ = 0;
};

} // namespace axnorm::drawing
