// Counting how often values occur between two bounds.
// Used by the sheets.
// Must not know of drawing beyond the points of a curve, nor of what the values are.
#include "histogram.hpp"

#include <algorithm>

namespace photographs {

void histogram::add(std::span<const float> values) {
  const auto steps = static_cast<float>(counts_.size());
  const auto first = static_cast<float>(low_), scale = steps / static_cast<float>(high_ - low_);
  for (const float value : values) {
    const float at = (value - first) * scale;
    if (at >= 0 && at < steps) ++counts_[static_cast<std::size_t>(at)]; // NaN is in no step
  }
  total_ += static_cast<std::int64_t>(values.size());
}

double histogram::share(std::size_t step) const {
  return total_ == 0 ? 0 : static_cast<double>(counts_[step]) / static_cast<double>(total_);
}

double histogram::largest_share() const {
  double largest = 0;
  for (std::size_t i = 0; i < steps(); ++i)
    largest = std::max(largest, share(i));
  return largest;
}

std::vector<point> histogram::outline() const {
  const double width = (high_ - low_) / static_cast<double>(steps());
  std::vector<point> points;
  for (std::size_t i = 0; i < steps(); ++i)
    points.push_back({low_ + (static_cast<double>(i) + 0.5) * width, share(i)});
  return points;
}

} // namespace photographs
