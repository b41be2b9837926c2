// Norms as ordinary loops in double, with two passes for a variance and no cleverness.
// Used by main.cpp and tests of this example.
// Must not know of axnorm's formulas or evaluation; only of its tensors, as memory.
#include "reference.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace photographs::reference {
namespace {

using namespace axnorm::axes;

/// A range of crops and one of filters.
struct region {
  std::int64_t first_n, last_n, first_c, last_c;
};

moments moments_of(const feature_maps& x, const region& over) {
  const std::int64_t channels = x.extent<C>(), plane = x.extent<H>() * x.extent<W>();
  const auto sum = [&](auto term) {
    double total = 0;
    for (std::int64_t n = over.first_n; n < over.last_n; ++n)
      for (std::int64_t c = over.first_c; c < over.last_c; ++c) {
        const float* values = x.data() + (n * channels + c) * plane;
        for (std::int64_t i = 0; i < plane; ++i)
          total += term(static_cast<double>(values[i]));
      }
    return total;
  };
  const auto count = static_cast<double>((over.last_n - over.first_n) * (over.last_c - over.first_c) * plane);
  const double mean = sum([](double value) { return value; }) / count;
  return {mean, sum([mean](double value) { return (value - mean) * (value - mean); }) / count};
}

/// Every map's moments are those of the region that it lies in.
template<class RegionOf>
plane_moments by_region(const feature_maps& x, RegionOf region_of) {
  const std::int64_t batch = x.extent<N>(), channels = x.extent<C>();
  plane_moments all(static_cast<std::size_t>(batch * channels));
#pragma omp parallel for collapse(2) schedule(dynamic)
  for (std::int64_t n = 0; n < batch; ++n)
    for (std::int64_t c = 0; c < channels; ++c) {
      const region over = region_of(n, c);
      if (n != over.first_n || c != over.first_c) continue; // the region's first map stands for all of it
      const moments found = moments_of(x, over);
      for (std::int64_t i = over.first_n; i < over.last_n; ++i)
        for (std::int64_t j = over.first_c; j < over.last_c; ++j)
          all[static_cast<std::size_t>(i * channels + j)] = found;
    }
  return all;
}

std::array<double, 3> softmax(std::span<const double, 3> logits) {
  std::array<double, 3> weights{};
  double total = 0;
  for (std::size_t k = 0; k < 3; ++k)
    total += weights[k] = std::exp(logits[k]);
  for (double& weight : weights)
    weight /= total;
  return weights;
}

moments moments_of(std::span<const float> values) {
  double sum = 0, squares = 0;
  for (const float value : values)
    sum += static_cast<double>(value);
  const double mean = sum / static_cast<double>(values.size());
  for (const float value : values)
    squares += (static_cast<double>(value) - mean) * (static_cast<double>(value) - mean);
  return {mean, squares / static_cast<double>(values.size())};
}

std::span<const float> plane_of(const image& x, std::int64_t colour) {
  const std::int64_t plane = x.extent<H>() * x.extent<W>();
  return {x.data() + colour * plane, static_cast<std::size_t>(plane)};
}

/// Sums over a square around each pixel, without what lies outside.
std::vector<double> window_sums(const std::vector<double>& of, std::int64_t height, std::int64_t width,
                                std::int64_t window) {
  const std::int64_t reach = window / 2;
  std::vector<double> across(of.size()), both(of.size());
#pragma omp parallel for
  for (std::int64_t y = 0; y < height; ++y)
    for (std::int64_t x = 0; x < width; ++x)
      for (std::int64_t i = std::max<std::int64_t>(0, x - reach); i <= std::min(width - 1, x + reach); ++i)
        across[static_cast<std::size_t>(y * width + x)] += of[static_cast<std::size_t>(y * width + i)];
#pragma omp parallel for
  for (std::int64_t y = 0; y < height; ++y)
    for (std::int64_t i = std::max<std::int64_t>(0, y - reach); i <= std::min(height - 1, y + reach); ++i)
      for (std::int64_t x = 0; x < width; ++x)
        both[static_cast<std::size_t>(y * width + x)] += across[static_cast<std::size_t>(i * width + x)];
  return both;
}

} // namespace

plane_moments batch_norm(const feature_maps& x) {
  return by_region(x, [&](std::int64_t, std::int64_t c) { return region{0, x.extent<N>(), c, c + 1}; });
}

plane_moments layer_norm(const feature_maps& x) {
  return by_region(x, [&](std::int64_t n, std::int64_t) { return region{n, n + 1, 0, x.extent<C>()}; });
}

plane_moments instance_norm(const feature_maps& x) {
  return by_region(x, [&](std::int64_t n, std::int64_t c) { return region{n, n + 1, c, c + 1}; });
}

plane_moments group_norm(const feature_maps& x, std::int64_t groups) {
  const std::int64_t size = x.extent<C>() / groups;
  return by_region(
      x, [&](std::int64_t n, std::int64_t c) { return region{n, n + 1, c / size * size, (c / size + 1) * size}; });
}

plane_moments switchable_norm(const feature_maps& x, std::span<const double, 3> mean_logits,
                              std::span<const double, 3> variance_logits) {
  const std::array<double, 3> mean_weights = softmax(mean_logits), variance_weights = softmax(variance_logits);
  const std::array<plane_moments, 3> sets{instance_norm(x), layer_norm(x), batch_norm(x)};
  plane_moments mixed(sets[0].size());
  for (std::size_t k = 0; k < 3; ++k)
    for (std::size_t i = 0; i < mixed.size(); ++i) {
      mixed[i].mean += mean_weights[k] * sets[k][i].mean;
      mixed[i].variance += variance_weights[k] * sets[k][i].variance;
    }
  return mixed;
}

std::vector<double> contrast(const image& x, double eps) {
  std::vector<double> out;
  for (std::int64_t colour = 0; colour < 3; ++colour) {
    const moments of = moments_of(plane_of(x, colour));
    for (const float value : plane_of(x, colour))
      out.push_back((static_cast<double>(value) - of.mean) / std::sqrt(of.variance + eps));
  }
  return out;
}

std::vector<double> colours_of(const image& x, const image& style, double eps) {
  std::vector<double> out = contrast(x, eps);
  const std::size_t plane = out.size() / 3;
  for (std::size_t colour = 0; colour < 3; ++colour) {
    const moments of = moments_of(plane_of(style, static_cast<std::int64_t>(colour)));
    for (std::size_t i = colour * plane; i < (colour + 1) * plane; ++i)
      out[i] = out[i] * std::sqrt(of.variance + eps) + of.mean;
  }
  return out;
}

std::vector<double> local_contrast(const image& x, std::int64_t window, double floor) {
  const std::int64_t height = x.extent<H>(), width = x.extent<W>();
  const auto plane = static_cast<std::size_t>(height * width);
  std::vector<double> grey(plane), squares(plane);
  for (std::size_t i = 0; i < plane; ++i) {
    for (std::int64_t colour = 0; colour < 3; ++colour)
      grey[i] += static_cast<double>(plane_of(x, colour)[i]);
    grey[i] /= 3;
  }
  const std::vector<double> inside = window_sums(std::vector<double>(plane, 1.0), height, width, window);
  const std::vector<double> sums = window_sums(grey, height, width, window);
  for (std::size_t i = 0; i < plane; ++i) {
    const double deviation = grey[i] - sums[i] / inside[i];
    squares[i] = deviation * deviation;
  }
  const std::vector<double> square_sums = window_sums(squares, height, width, window);
  std::vector<double> out;
  for (std::int64_t colour = 0; colour < 3; ++colour)
    for (std::size_t i = 0; i < plane; ++i)
      out.push_back((static_cast<double>(plane_of(x, colour)[i]) - sums[i] / inside[i]) /
                    (std::sqrt(square_sums[i] / inside[i]) + floor));
  return out;
}

namespace {

/// The largest of differences and of magnitudes so far. Normalized values reach 1, so a smaller magnitude (0, of a
/// picture of one colour) counts as 1.
struct extremes {
  double difference = 0, magnitude = 1;

  void add(float result, double truth) {
    const double off = std::abs(static_cast<double>(result) - truth);
    difference = std::isfinite(off) ? std::max(difference, off) : std::numeric_limits<double>::infinity();
    magnitude = std::max(magnitude, std::abs(truth));
  }
  double error() const { return difference / magnitude; }
};

} // namespace

double largest_error(std::span<const float> results, std::span<const double> truth) {
  extremes found;
  for (std::size_t i = 0; i < truth.size(); ++i)
    found.add(results[i], truth[i]);
  return found.error();
}

double largest_error(const feature_maps& results, const feature_maps& x, const plane_moments& by, double eps) {
  const std::int64_t plane = x.extent<H>() * x.extent<W>();
  extremes found;
  for (std::size_t map = 0; map < by.size(); ++map) {
    const double deviation = std::sqrt(by[map].variance + eps);
    const std::int64_t first = static_cast<std::int64_t>(map) * plane;
    for (std::int64_t i = first; i < first + plane; ++i)
      found.add(results.data()[i], (static_cast<double>(x.data()[i]) - by[map].mean) / deviation);
  }
  return found.error();
}

} // namespace photographs::reference
