// The largest of some values and the sum of exp(value - largest) while they are collected, in one sweep: what softmax
// and log-sum-exp need. As found and merged by Milakov and Gimelshein, arXiv 1805.02867 (theorem 1). Used where
// accumulators are added to and where they end. Must not know: loops.
#pragma once

#include <axnorm/exec/moments.hpp>
#include <axnorm/exec/pack_math.hpp>
#include <axnorm/exec/pack_reduce.hpp>

#include <cmath>
#include <cstddef>
#include <limits>

namespace axnorm::exec {

/// The largest of some values and the sum of exp(value - largest) in memory: two doubles, `stride` doubles apart.
struct stored_exponentials {
  double* first;
  std::ptrdiff_t stride;

  /// Those of nothing.
  void clear() const {
    first[0] = -std::numeric_limits<double>::infinity();
    first[stride] = 0;
  }
  /// Joins both sets of values.
  void merge(double largest, double sum) const {
    double &most = first[0], &all = first[stride];
    if (largest == most)
      all += sum;
    else if (largest > most)
      all = (std::isinf(most) ? 0 : all * std::exp(most - largest)) + sum;
    else if (!std::isinf(largest)) // or NaN: then so is the sum
      all += sum * std::exp(largest - most);
    most = larger(most, largest);
  }
};

inline namespace AXNORM_ISA {

/// Takes x, lane by lane, into the largest value so far and the sum of exponentials about it. One of the exponents is
/// 0, so that one exponential does.
template<class V>
AXNORM_INLINE void add_exponential(V& sum, V& largest, const V& x) {
  const V zero(0), one(1);
  const V apart = select(x == largest, zero, x - largest); // two infinities are not apart
  const V e = exp(-abs(apart));
  sum = select(x > largest, fma(sum, e, one), sum + e);
  largest = max(largest, x);
}

/// All lanes of several packs as the stored pair.
template<class V, std::size_t N>
AXNORM_INLINE void merge_lanes(const stored_exponentials& to, const V (&sum)[N], const V (&largest)[N]) {
  V most = largest[0];
  for (std::size_t k = 1; k < N; ++k)
    most = max(most, largest[k]);
  most = V(hmax(most));
  const double all = static_cast<double>(first_lane(most));
  double found = std::isinf(all) ? all - all : 0; // infinity less infinity is no number
  for (std::size_t k = 0; k < N; ++k)
    found += hsum_double(sum[k] * exp(largest[k] - most));
  to.merge(all, found);
}

} // namespace AXNORM_ISA
} // namespace axnorm::exec
