// Counting how often values occur between two bounds.
// Used by the sheets.
// Must not know of drawing beyond the points of a curve, nor of what the values are.
#pragma once

#include "../support/pen.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace photographs {

using examples::point;

/// Counts in equal steps between two bounds; values outside are part of the total only.
class histogram {
public:
  histogram(double low, double high, std::size_t steps) : low_(low), high_(high), counts_(steps) {}

  void add(std::span<const float> values);

  double low() const { return low_; }
  double high() const { return high_; }
  std::size_t steps() const { return counts_.size(); }
  /// The share of all values that lies in a step.
  double share(std::size_t step) const;
  double largest_share() const;
  /// The middle of each step and its share, for a plot.
  std::vector<point> outline() const;

private:
  double low_, high_;
  std::vector<std::int64_t> counts_;
  std::int64_t total_ = 0;
};

} // namespace photographs
