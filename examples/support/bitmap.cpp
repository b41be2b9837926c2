// Bitmaps to other sizes.
// Used by the pen and by whatever draws.
// Must not know of files, text or layout.
#include "bitmap.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace examples {
namespace {

std::uint8_t to_byte(float value) {
  return static_cast<std::uint8_t>(std::lround(255.0F * std::clamp(value, 0.0F, 1.0F)));
}

/// For one output position along a side: the first source position and the weights from there on.
struct weights {
  int first;
  std::vector<float> values;
};

/// A triangle as wide as two source pixels, or as two output pixels where the picture shrinks.
std::vector<weights> resampling(int from, int to) {
  const double scale = static_cast<double>(from) / to, reach = std::max(1.0, scale);
  std::vector<weights> all(static_cast<std::size_t>(to));
  for (int i = 0; i < to; ++i) {
    const double centre = (i + 0.5) * scale - 0.5;
    const int first = std::max(0, static_cast<int>(std::ceil(centre - reach)));
    const int last = std::min(from - 1, static_cast<int>(std::floor(centre + reach)));
    weights& taps = all[static_cast<std::size_t>(i)];
    taps.first = first;
    double total = 0;
    for (int j = first; j <= last; ++j)
      total += 1 - std::abs(j - centre) / reach;
    for (int j = first; j <= last; ++j)
      taps.values.push_back(static_cast<float>((1 - std::abs(j - centre) / reach) / total));
  }
  return all;
}

} // namespace

bitmap::bitmap(int columns, int rows, colour filled)
    : width(columns), height(rows), rgb(static_cast<std::size_t>(columns) * static_cast<std::size_t>(rows) * 3) {
  for (std::size_t i = 0; i < rgb.size(); i += 3) {
    rgb[i] = filled.red;
    rgb[i + 1] = filled.green;
    rgb[i + 2] = filled.blue;
  }
}

bitmap resized(const bitmap& picture, int width, int height) {
  if (picture.width == width && picture.height == height) return picture;
  const std::vector<weights> across = resampling(picture.width, width), down = resampling(picture.height, height);
  std::vector<float> narrowed(static_cast<std::size_t>(width) * static_cast<std::size_t>(picture.height) * 3);
  for (int y = 0; y < picture.height; ++y)
    for (int x = 0; x < width; ++x) {
      const weights& taps = across[static_cast<std::size_t>(x)];
      std::array<float, 3> sum{};
      const std::uint8_t* source = picture.row(y) + taps.first * 3;
      for (const float weight : taps.values)
        for (std::size_t c = 0; c < 3; ++c)
          sum[c] += weight * *source++;
      std::copy(sum.begin(), sum.end(), narrowed.begin() + (static_cast<std::ptrdiff_t>(y) * width + x) * 3);
    }
  bitmap out(width, height);
  const std::size_t row_values = static_cast<std::size_t>(width) * 3;
  std::vector<float> sums(row_values);
  for (int y = 0; y < height; ++y) {
    const weights& taps = down[static_cast<std::size_t>(y)];
    std::fill(sums.begin(), sums.end(), 0.0F);
    const float* source = narrowed.data() + static_cast<std::size_t>(taps.first) * row_values;
    for (const float weight : taps.values)
      for (std::size_t i = 0; i < row_values; ++i)
        sums[i] += weight * *source++;
    for (std::size_t i = 0; i < row_values; ++i)
      out.row(y)[i] = to_byte(sums[i] / 255);
  }
  return out;
}

bitmap magnified(const bitmap& picture, int times) {
  bitmap out(picture.width * times, picture.height * times);
  for (int y = 0; y < out.height; ++y)
    for (int x = 0; x < out.width; ++x)
      std::copy_n(picture.row(y / times) + x / times * 3, 3, out.row(y) + x * 3);
  return out;
}

} // namespace examples
