// Gabor filters, crops, and plain convolution of the one with the other.
// Used by main.cpp and the sheets.
// Must not know of norms.
#include "filters.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace photographs {
namespace {

using axnorm::axes::H;
using axnorm::axes::W;

oriented_filter gabor(int orientation, bool coarse, bool odd) {
  const double wavelength = coarse ? 9.0 : 4.5;
  const double deviation = 0.5 * wavelength; // a bandwidth of about one octave
  oriented_filter made{orientation, coarse, odd, static_cast<int>(std::ceil(2.5 * deviation)), {}};
  const double angle = std::numbers::pi * orientation / orientations;
  std::vector<double> window, wave;
  for (int y = -made.radius; y <= made.radius; ++y)
    for (int x = -made.radius; x <= made.radius; ++x) {
      const double across = x * std::cos(angle) + y * std::sin(angle);
      const double phase = 2 * std::numbers::pi * across / wavelength;
      window.push_back(std::exp(-(x * x + y * y) / (2 * deviation * deviation)));
      wave.push_back(window.back() * (odd ? std::sin(phase) : std::cos(phase)));
    }
  // What the filter answers to a plain surface is taken off in the shape of the window.
  double wave_sum = 0, window_sum = 0, squares = 0;
  for (std::size_t i = 0; i < wave.size(); ++i) {
    wave_sum += wave[i];
    window_sum += window[i];
  }
  for (std::size_t i = 0; i < wave.size(); ++i) {
    wave[i] -= window[i] * wave_sum / window_sum;
    squares += wave[i] * wave[i];
  }
  for (const double tap : wave)
    made.taps.push_back(static_cast<float>(tap / std::sqrt(squares)));
  return made;
}

/// A position that may lie outside of 0 ... size - 1, mirrored into it (the border itself is not repeated).
std::int64_t mirrored(std::int64_t at, std::int64_t size) {
  const std::int64_t period = 2 * size - 2;
  at = (at % period + period) % period;
  return at < size ? at : period - at;
}

float brightness(const image& of, std::int64_t y, std::int64_t x) {
  const std::int64_t width = of.extent<W>(), plane = of.extent<H>() * width;
  const float* pixel = of.data() + y * width + x;
  return 0.299F * pixel[0] + 0.587F * pixel[plane] + 0.114F * pixel[2 * plane];
}

/// One output row of one filter. `source` is the pixel of the filter's first tap for the row's first output.
void filter_row(const oriented_filter& with, const float* source, std::int64_t source_width, float* row) {
  std::array<float, crop_side> sums{};
  const float* tap = with.taps.data();
  for (int dy = 0; dy < with.side(); ++dy, source += source_width)
    for (int dx = 0; dx < with.side(); ++dx, ++tap) {
      const float weight = *tap;
      const float* shifted = source + dx;
#pragma omp simd
      for (std::int64_t x = 0; x < crop_side; ++x)
        sums[static_cast<std::size_t>(x)] += weight * shifted[x];
    }
  std::copy(sums.begin(), sums.end(), row);
}

} // namespace

std::string oriented_filter::label() const {
  constexpr std::array<const char*, orientations> degrees{"0°",  "22.5°",  "45°",  "67.5°",
                                                          "90°", "112.5°", "135°", "157.5°"};
  return std::string(degrees[static_cast<std::size_t>(orientation)]) + (coarse ? " coarse " : " fine ") +
         (odd ? "edge" : "line");
}

std::vector<oriented_filter> filter_bank() {
  std::vector<oriented_filter> bank;
  for (int c = 0; c < filters; ++c)
    bank.push_back(gabor(c / 4, c / 2 % 2 == 1, c % 2 == 1));
  return bank;
}

std::vector<crop> choose_crops(std::span<const photograph> of) {
  std::vector<crop> chosen;
  for (std::size_t i = 0; i < of.size(); ++i) {
    const image& pixels = of[i].pixels;
    const std::size_t until = (i + 1) * static_cast<std::size_t>(crops) / of.size();
    // Multiples of these two shares of 1 cover a square more evenly than a grid of few points or chance would.
    double down = 0.5, across = 0.5;
    for (; chosen.size() < until;
         down = std::fmod(down + 0.5698402909980532, 1), across = std::fmod(across + 0.7548776662466927, 1)) {
      const auto place = [](double share, std::int64_t side) {
        return static_cast<std::int64_t>(share * static_cast<double>(std::max<std::int64_t>(0, side - crop_side)));
      };
      chosen.push_back({i, place(down, pixels.extent<H>()), place(across, pixels.extent<W>())});
    }
  }
  return chosen;
}

image cut(const photograph& from, const crop& at) {
  const std::int64_t height = from.pixels.extent<H>(), width = from.pixels.extent<W>();
  image out(3, crop_side, crop_side);
  float* next = out.data();
  for (std::int64_t c = 0; c < 3; ++c)
    for (std::int64_t y = 0; y < crop_side; ++y)
      for (std::int64_t x = 0; x < crop_side; ++x)
        *next++ =
            from.pixels.data()[(c * height + mirrored(at.top + y, height)) * width + mirrored(at.left + x, width)];
  return out;
}

feature_maps filter_crops(std::span<const photograph> photographs, std::span<const crop> at,
                          std::span<const oriented_filter> bank) {
  int reach = 0;
  for (const oriented_filter& filter : bank)
    reach = std::max(reach, filter.radius);
  const std::int64_t source_side = crop_side + 2 * reach;
  const auto batch = static_cast<std::int64_t>(at.size()), channels = static_cast<std::int64_t>(bank.size());
  feature_maps maps(batch, channels, crop_side, crop_side);
#pragma omp parallel for schedule(dynamic)
  for (std::int64_t n = 0; n < batch; ++n) {
    const crop& from = at[static_cast<std::size_t>(n)];
    const image& pixels = photographs[from.photograph].pixels;
    std::vector<float> source;
    source.reserve(static_cast<std::size_t>(source_side * source_side));
    for (std::int64_t y = from.top - reach; y < from.top + crop_side + reach; ++y)
      for (std::int64_t x = from.left - reach; x < from.left + crop_side + reach; ++x)
        source.push_back(brightness(pixels, mirrored(y, pixels.extent<H>()), mirrored(x, pixels.extent<W>())));
    for (std::int64_t c = 0; c < channels; ++c) {
      const oriented_filter& filter = bank[static_cast<std::size_t>(c)];
      const std::int64_t border = reach - filter.radius;
      for (std::int64_t y = 0; y < crop_side; ++y)
        filter_row(filter, source.data() + (y + border) * source_side + border, source_side,
                   maps.data() + ((n * channels + c) * crop_side + y) * crop_side);
    }
  }
  return maps;
}

} // namespace photographs
