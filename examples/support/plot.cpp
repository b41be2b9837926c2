// Axes with round numbers, and curves over them.
// Must not know what the numbers are.
#include "plot.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <vector>

namespace examples {
namespace {

constexpr colour ink{34, 37, 42}, muted{107, 111, 118}, hairline{222, 220, 214}, plot_paper{255, 255, 255};

/// The step of 1, 2 or 5 times a power of ten that makes about this many ticks.
double round_step(double range, int ticks) {
  const double rough = range / std::max(1, ticks), power = std::pow(10.0, std::floor(std::log10(rough)));
  for (const double times : {1.0, 2.0, 5.0})
    if (times * power >= rough * 0.999) return times * power;
  return 10 * power;
}

std::string number(double value) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.6g", std::abs(value) < 1e-12 ? 0.0 : value);
  std::string out = text.data();
  if (out.front() == '-') out.replace(0, 1, "−");
  return out;
}

std::string power_of_ten(int exponent) {
  constexpr std::array<const char*, 10> digits{"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
  if (exponent == 0) return "1";
  std::string out = exponent < 0 ? "10⁻" : "10";
  const int size = std::abs(exponent);
  if (size >= 10) out += digits[static_cast<std::size_t>(size / 10 % 10)];
  return out + digits[static_cast<std::size_t>(size % 10)];
}

/// Where numbers stand within the frame.
struct scales {
  box frame;
  const plot_style& style;

  double across(double value) const {
    return frame.left + frame.width * (value - style.left) / (style.right - style.left);
  }
  double up(double value) const {
    double part = (value - style.lowest) / (style.highest - style.lowest);
    if (style.logarithmic) {
      const double floor = std::log10(style.lowest), top = std::log10(style.highest);
      part = value <= style.lowest ? 0 : (std::log10(value) - floor) / (top - floor);
    }
    return frame.bottom() - frame.height * std::clamp(part, 0.0, 1.0);
  }
};

void draw_grid(pen& with, const scales& at) {
  const plot_style& style = at.style;
  const text_style beside{style.text_size, muted, face::regular, align::right};
  const text_style under{style.text_size, muted, face::regular, align::centre};
  with.fill(at.frame, plot_paper);

  const auto level = [&](double value, const std::string& label) {
    const double y = std::round(at.up(value));
    with.fill({at.frame.left, y, at.frame.width, 1}, hairline);
    with.text({at.frame.left - 5, y + style.text_size * 0.36}, label, beside);
  };
  if (style.logarithmic) {
    const int first = static_cast<int>(std::ceil(std::log10(style.lowest) - 1e-9));
    const int last = static_cast<int>(std::floor(std::log10(style.highest) + 1e-9));
    const int most = std::max(1, static_cast<int>(at.frame.height / (style.text_size * 1.5)));
    const int step = std::max(1, (last - first + most - 1) / most);
    for (int exponent = last; exponent >= first; exponent -= step)
      level(std::pow(10.0, exponent), power_of_ten(exponent));
  } else {
    const double range = style.highest - style.lowest;
    const double step = round_step(range, std::max(2, static_cast<int>(at.frame.height / (style.text_size * 3))));
    for (double value = std::ceil(style.lowest / step - 1e-9) * step; value <= style.highest + 1e-4 * range;
         value += step)
      level(value, number(value));
  }

  const double step = round_step(style.right - style.left, style.ticks);
  for (double tick = std::ceil(style.left / step - 1e-9) * step; tick <= style.right + 1e-9 * step; tick += step) {
    const double x = std::round(at.across(tick));
    with.fill({x, at.frame.top, 1, at.frame.height}, hairline);
    with.fill({x, at.frame.bottom(), 1, 4}, muted);
    with.text({x, at.frame.bottom() + 5 + style.text_size * 0.95}, number(tick), under);
  }
}

void draw_curve(pen& with, const scales& at, const curve& of) {
  std::vector<point> outline;
  for (const point& p : of.points)
    outline.push_back({at.across(p.x), at.up(p.y)});
  if (of.filled && !outline.empty()) {
    std::vector<point> corners = outline;
    corners.push_back({outline.back().x, at.frame.bottom()});
    corners.push_back({outline.front().x, at.frame.bottom()});
    with.area(corners, of.ink, 0.22);
  }
  with.line(outline, of.ink, std::max(1.4, at.style.text_size / 8), 0.95);
}

} // namespace

void draw_plot(pen& with, const box& at, const std::vector<curve>& curves, const plot_style& style) {
  const double size = style.text_size;
  const double left = size * 2.6 + (style.up.empty() ? 0 : size * 1.6);
  const double bottom = size * 1.9 + (style.across.empty() ? 0 : size * 1.5);
  const scales scale{{std::round(at.left + left), std::round(at.top + size * 0.6), std::round(at.width - left - size),
                      std::round(at.height - bottom - size * 0.6)},
                     style};
  draw_grid(with, scale);
  for (const curve& of : curves)
    draw_curve(with, scale, of);
  with.fill({scale.frame.left, scale.frame.top, 1, scale.frame.height}, muted);
  with.fill({scale.frame.left, scale.frame.bottom(), scale.frame.width + 1, 1}, muted);
  const point middle{scale.frame.left + scale.frame.width / 2, scale.frame.top + scale.frame.height / 2};
  if (!style.across.empty())
    with.text({middle.x, at.bottom() - size * 0.3}, style.across, {size, ink, face::regular, align::centre});
  if (!style.up.empty())
    with.text_upwards({at.left + size, middle.y}, style.up, {size, ink, face::regular, align::centre});
}

} // namespace examples
