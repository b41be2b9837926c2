// The same norms once more as ordinary loops in double, one element after the other: what the results are held against.
// Used by main.cpp and tests of this example.
// Must not know of axnorm's formulas or evaluation; only of its tensors, as memory.
#pragma once

#include "filters.hpp"
#include "image.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace photographs::reference {

/// Biased: the variance is the mean square of the deviations.
struct moments {
  double mean = 0, variance = 0;
};

/// For each crop n and filter c (at n * filters + c), the moments that its map is normalized by.
using plane_moments = std::vector<moments>;

plane_moments batch_norm(const feature_maps& x);
plane_moments layer_norm(const feature_maps& x);
plane_moments instance_norm(const feature_maps& x);
plane_moments group_norm(const feature_maps& x, std::int64_t groups);
/// Means and variances of instance, layer and batch, mixed by the softmax of three logits each (arXiv 1806.10779).
plane_moments switchable_norm(const feature_maps& x, std::span<const double, 3> mean_logits,
                              std::span<const double, 3> variance_logits);

/// Each colour with mean 0 and variance 1.
std::vector<double> contrast(const image& x, double eps);
/// Each colour of x with the mean and deviation of that colour in the style (AdaIN, arXiv 1703.06868).
std::vector<double> colours_of(const image& x, const image& style, double eps);
/// The local mean of the grey picture taken off every colour, divided by the local deviation plus a floor. Local is a
/// square of `window` pixels (odd), without what lies outside of the picture.
std::vector<double> local_contrast(const image& x, std::int64_t window, double floor);

/// The largest difference, as a share of the largest true magnitude (at least 1); infinite if a result is not finite.
double largest_error(std::span<const float> results, std::span<const double> truth);
double largest_error(const feature_maps& results, const feature_maps& x, const plane_moments& by, double eps);

} // namespace photographs::reference
