// Statistics while they are collected: count, mean and sum of squared deviations in double, and how two of them become
// one. Used where accumulators end and where partial results meet. Must not know: packs, loops.
#pragma once

#include <cmath>
#include <cstddef>
#include <limits>

namespace axnorm::exec {

/// Moments of some values about their own mean. `weight` is their number, or the sum of their weights.
struct moments {
  double mean = 0, deviations = 0, weight = 0;
};

/// Moments from sums about a pivot: weight, sum w (x - pivot), sum w (x - pivot)^2.
inline moments about_pivot(double pivot, double weight, double shifted, double squares) {
  const double offset = shifted / weight;
  const double rest = squares - shifted * offset;
  return {pivot + offset, rest < 0 ? 0 : rest, weight};
}

/// Whether the pivot lay so far out (more than 1.5 deviations, whose square is `far`) that the subtraction above cost
/// digits.
inline bool pivot_is_outlier(double weight, double shifted, double squares, double far = 2.25) {
  const double lost = shifted * shifted; // times the weight, as everything here: a division takes longer than the rest
  return lost > far * (squares * weight - lost) && lost < std::numeric_limits<double>::infinity();
}

/// Moments in memory: three doubles, `stride` doubles apart.
struct stored_moments {
  double* first;
  std::ptrdiff_t stride;
  double& mean() const { return first[0]; }
  double& deviations() const { return first[stride]; }
  double& weight() const { return first[2 * stride]; }

  /// The moments of nothing. A mean of nothing is NaN as in PyTorch; with weights it is 0 by definition.
  void clear(bool weighted) const {
    mean() = weighted ? 0 : std::numeric_limits<double>::quiet_NaN();
    deviations() = weight() = 0;
  }
  /// Joins both sets of values (Chan, Golub, LeVeque 1979).
  void merge(const moments& b) const {
    if (b.weight == 0) return;
    const double before = weight();
    if (before == 0) {
      mean() = b.mean;
      deviations() = b.deviations;
      weight() = b.weight;
      return;
    }
    const double all = before + b.weight, apart = b.mean - mean();
    // An infinity on either side is the mean; two that differ have none.
    mean() = std::isfinite(apart) ? mean() + apart * (b.weight / all) : mean() + b.mean;
    deviations() += b.deviations + apart * apart * (before * (b.weight / all));
    weight() = all;
  }
};

/// The larger (smaller) one; NaN if either is.
inline double larger(double a, double b) { return std::isnan(a) || a > b ? a : b; }
inline double smaller(double a, double b) { return std::isnan(a) || a < b ? a : b; }

} // namespace axnorm::exec
