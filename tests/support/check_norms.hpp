// Norms computed with plain loops in long double, from their textbook definitions: what the library's norms are held
// to, without its graphs. Images are lists of numbers, N outermost, W innermost.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <vector>

namespace axnorm::check {

struct image_extents {
  std::int64_t n = 1, c = 1, h = 1, w = 1;
  std::int64_t count() const { return n * c * h * w; }
};

/// Calls f(position, n, c, h, w) for all elements.
template<class F>
void each_element(const image_extents& e, F f) {
  std::size_t i = 0;
  for (std::int64_t n = 0; n < e.n; ++n)
    for (std::int64_t c = 0; c < e.c; ++c)
      for (std::int64_t h = 0; h < e.h; ++h)
        for (std::int64_t w = 0; w < e.w; ++w)
          f(i++, n, c, h, w);
}

/// Mean and biased variance of a slice.
struct slice_statistics {
  long double mean = 0, variance = 0;
  std::int64_t count = 0;
};

/// The statistics of all slices: elements for which slice_of(n, c, h, w) is the same number share them.
template<class F>
std::map<std::int64_t, slice_statistics> statistics_of(const std::vector<double>& x, const image_extents& e,
                                                       F slice_of) {
  std::map<std::int64_t, slice_statistics> r;
  each_element(e, [&](std::size_t i, auto... at) {
    slice_statistics& s = r[slice_of(at...)];
    s.mean += static_cast<long double>(x[i]);
    ++s.count;
  });
  for (auto& [key, s] : r)
    s.mean /= static_cast<long double>(s.count);
  each_element(e, [&](std::size_t i, auto... at) {
    slice_statistics& s = r[slice_of(at...)];
    const long double d = static_cast<long double>(x[i]) - s.mean;
    s.variance += d * d / static_cast<long double>(s.count);
  });
  return r;
}

/// (x - mean) / sqrt(variance + eps) within each slice.
template<class F>
std::vector<double> normalized(const std::vector<double>& x, const image_extents& e, F slice_of, double eps = 1e-5) {
  const auto statistics = statistics_of(x, e, slice_of);
  std::vector<double> r(x.size());
  each_element(e, [&](std::size_t i, auto... at) {
    const slice_statistics& s = statistics.at(slice_of(at...));
    r[i] = static_cast<double>((static_cast<long double>(x[i]) - s.mean) /
                               std::sqrt(s.variance + static_cast<long double>(eps)));
  });
  return r;
}

/// Switchable norm over {H,W}, {C,H,W}, {N,H,W} with these shares of means and variances.
inline std::vector<double> switched(const std::vector<double>& x, const image_extents& e, const double (&mean_share)[3],
                                    const double (&variance_share)[3], double eps = 1e-5) {
  const auto by_instance = [&](std::int64_t n, std::int64_t c, std::int64_t, std::int64_t) { return n * e.c + c; };
  const auto by_layer = [](std::int64_t n, std::int64_t, std::int64_t, std::int64_t) { return n; };
  const auto by_batch = [](std::int64_t, std::int64_t c, std::int64_t, std::int64_t) { return c; };
  const auto a = statistics_of(x, e, by_instance), b = statistics_of(x, e, by_layer), c = statistics_of(x, e, by_batch);
  std::vector<double> r(x.size());
  each_element(e, [&](std::size_t i, auto... at) {
    const slice_statistics* s[3]{&a.at(by_instance(at...)), &b.at(by_layer(at...)), &c.at(by_batch(at...))};
    long double mean = 0, variance = 0;
    for (int k = 0; k < 3; ++k) {
      mean += static_cast<long double>(mean_share[k]) * s[k]->mean;
      variance += static_cast<long double>(variance_share[k]) * s[k]->variance;
    }
    r[i] = static_cast<double>((static_cast<long double>(x[i]) - mean) /
                               std::sqrt(variance + static_cast<long double>(eps)));
  });
  return r;
}

/// The largest error relative to the largest magnitude of what is expected; infinite if anything is not finite. Where
/// nothing but 0 is expected, the largest magnitude found.
inline double relative_error(const std::vector<double>& found, const std::vector<double>& expected) {
  double worst = 0, largest = 0;
  if (found.size() != expected.size()) return std::numeric_limits<double>::infinity();
  for (std::size_t i = 0; i < found.size(); ++i) {
    if (!std::isfinite(found[i])) return std::numeric_limits<double>::infinity();
    worst = std::fmax(worst, std::abs(found[i] - expected[i]));
    largest = std::fmax(largest, std::abs(expected[i]));
  }
  return largest > 0 ? worst / largest : worst;
}

} // namespace axnorm::check
