// Numbers to colours.
// Used by the sheets.
// Must not know of files, text or layout.
#include "shown.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace photographs {
namespace {

std::uint8_t to_byte(float value) {
  return static_cast<std::uint8_t>(std::lround(255.0F * std::clamp(value, 0.0F, 1.0F)));
}

} // namespace

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

} // namespace photographs
