// A fixed bank of 32 oriented filters (Gabor pairs), and the feature maps it makes of crops of photographs.
// Used by main.cpp and the sheets.
// Must not know of norms.
#pragma once

#include "image.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace photographs {

/// A batch of feature maps: crop, filter, row, column.
using feature_maps = axnorm::Tensor<float, axnorm::axes::N, axnorm::axes::C, axnorm::axes::H, axnorm::axes::W>;

inline constexpr int orientations = 8, filters = 4 * orientations;
inline constexpr std::int64_t crops = 16, crop_side = 128;

/// One filter: a wave under a round Gaussian window. Its taps sum to 0 and their squares to 1.
struct oriented_filter {
  int orientation = 0; // of the stripes it answers to, in steps of 180/8 degrees from upright
  bool coarse = false; // wavelength of 9 pixels instead of 4.5
  bool odd = false;    // answers to edges instead of lines
  int radius = 0;
  std::vector<float> taps; // (2 radius + 1) squared, row by row

  int side() const { return 2 * radius + 1; }
  std::string label() const;
};

/// Filter c is orientation c / 4, of scale c / 2 % 2 and phase c % 2: eight groups of four, a group an orientation.
std::vector<oriented_filter> filter_bank();

/// A square of crop_side pixels of a photograph.
struct crop {
  std::size_t photograph = 0;
  std::int64_t top = 0, left = 0;
};

/// Sixteen crops, shared out evenly between the photographs and spread evenly over each.
std::vector<crop> choose_crops(std::span<const photograph> of);

/// The crop itself, in colour. Beyond a border the photograph is mirrored.
image cut(const photograph& from, const crop& at);

/// The answers of every filter to the brightness of every crop. Each pixel is one sum in a fixed order, whatever the
/// number of threads.
feature_maps filter_crops(std::span<const photograph> photographs, std::span<const crop> at,
                          std::span<const oriented_filter> bank);

} // namespace photographs
