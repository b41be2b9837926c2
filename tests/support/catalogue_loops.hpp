// What transcriptions of the catalogue's norms in plain loops are made of: the extents of tests/golden/catalogue, and
// sums, means and variances over indices. Knows no norm.
#pragma once

#include "support/check_catalogue.hpp"

#include <cmath>
#include <cstdint>
#include <vector>

namespace axnorm::check::loops {

inline constexpr int N = 3, C = 8, H = 3, W = 5, T = 7, K = 2, S = 3;

/// The sum of f(i, j, ...) over all indices below the counts.
template<class F>
double sum(F f, int count) {
  double s = 0;
  for (int i = 0; i < count; ++i)
    s += f(i);
  return s;
}
template<class F, class... Counts>
double sum(F f, int count, Counts... counts) {
  return sum([&](int i) { return sum([&](auto... rest) { return f(i, rest...); }, counts...); }, count);
}
template<class F, class... Counts>
double mean(F f, Counts... counts) {
  return sum(f, counts...) / (1.0 * ... * counts);
}
/// The biased variance; that of n - 1 is `n / (n - 1)` times as large.
template<class F, class... Counts>
double var(F f, Counts... counts) {
  const double m = mean(f, counts...);
  return mean([&](auto... i) { return (f(i...) - m) * (f(i...) - m); }, counts...);
}

/// f(i, j, ...) for all indices below the counts.
template<class F, class... Counts>
array made(F f, Counts... counts) {
  array r({static_cast<std::int64_t>(counts)...});
  std::size_t at = 0;
  sum([&](auto... i) { return r.numbers[at++] = f(i...); }, counts...);
  return r;
}
/// f(n, c, h, w)
template<class F>
array image(F f) {
  return made(f, N, C, H, W);
}
/// f(n, t, c)
template<class F>
array tokens(F f) {
  return made(f, N, T, C);
}

inline double square(double v) { return v * v; }
inline double sigmoid(double v) { return 1 / (1 + std::exp(-v)); }

inline double whitened(double x, double mean, double var, double eps = 1e-5) {
  return (x - mean) / std::sqrt(var + eps);
}

/// The mean and biased variance of channel c of the batch, or in evaluation those of the state.
struct moments {
  double mean = 0, var = 0;
};
inline moments of_channel(const array& x, int c) {
  const auto at = [&](int n, int h, int w) { return x(n, c, h, w); };
  return {mean(at, N, H, W), var(at, N, H, W)};
}
inline moments of_instance(const array& x, int n, int c) {
  const auto at = [&](int h, int w) { return x(n, c, h, w); };
  return {mean(at, H, W), var(at, H, W)};
}
/// Batch norm of an image before any affine map.
inline array batch_norm(const given_numbers& in) {
  const array x = in["x"], m = in["running_mean"], v = in["running_var"];
  return image([&](int n, int c, int h, int w) {
    const moments s = in.training ? of_channel(x, c) : moments{m(c), v(c)};
    return whitened(x(n, c, h, w), s.mean, s.var);
  });
}
inline array instance_norm(const given_numbers& in) {
  const array x = in["x"];
  return image([&](int n, int c, int h, int w) {
    const moments s = of_instance(x, n, c);
    return whitened(x(n, c, h, w), s.mean, s.var);
  });
}
/// y w + b of an image, with parameters {C}.
inline array affine(const given_numbers& in, const array& y) {
  const array weight = in["weight"], bias = in["bias"];
  return image([&](int n, int c, int h, int w) { return y(n, c, h, w) * weight(c) + bias(c); });
}

} // namespace axnorm::check::loops
