// Numbers to colours, and bitmaps to other sizes.
// Used by the canvas and the sheets.
// Must not know of files, text or layout.
#include "bitmap.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace photographs {
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

bitmap shown(const image& pixels, float black, float white) {
  const std::int64_t height = pixels.extent<axnorm::axes::H>(), width = pixels.extent<axnorm::axes::W>();
  bitmap out(static_cast<int>(width), static_cast<int>(height));
  const float scale = 1 / (white - black);
  for (std::int64_t i = 0; i < height * width; ++i)
    for (std::int64_t c = 0; c < 3; ++c)
      out.rgb[static_cast<std::size_t>(i * 3 + c)] = to_byte((pixels.data()[c * height * width + i] - black) * scale);
  return out;
}

colour signed_colour(float value) {
  struct stop {
    float red, green, blue;
  };
  // Even steps of lightness to both sides, so that equal sizes look equally strong whatever their sign.
  constexpr std::array<stop, 9> stops{{{10, 38, 84},
                                       {28, 84, 148},
                                       {84, 148, 199},
                                       {168, 206, 230},
                                       {248, 246, 243},
                                       {247, 196, 160},
                                       {229, 124, 88},
                                       {180, 46, 50},
                                       {97, 8, 32}}};
  const float at = (std::clamp(value, -1.0F, 1.0F) + 1) * (stops.size() - 1) / 2;
  const std::size_t low = std::min(static_cast<std::size_t>(at), stops.size() - 2);
  const float share = at - static_cast<float>(low);
  const auto mix = [&](float a, float b) { return to_byte((a + (b - a) * share) / 255); };
  return {mix(stops[low].red, stops[low + 1].red), mix(stops[low].green, stops[low + 1].green),
          mix(stops[low].blue, stops[low + 1].blue)};
}

bitmap shown_signed(const float* values, std::int64_t height, std::int64_t width, float limit) {
  bitmap out(static_cast<int>(width), static_cast<int>(height));
  for (std::int64_t i = 0; i < height * width; ++i) {
    const colour c = signed_colour(values[i] / limit);
    std::uint8_t* pixel = out.rgb.data() + i * 3;
    pixel[0] = c.red;
    pixel[1] = c.green;
    pixel[2] = c.blue;
  }
  return out;
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

} // namespace photographs
