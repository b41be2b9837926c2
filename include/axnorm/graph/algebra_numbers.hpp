// Arithmetic on the coefficients of products and sums, in constant evaluation and at run time alike. Used by the
// algebra; knows no graph.
#pragma once

#include <bit>
#include <cstdint>

namespace axnorm::graph {

constexpr double magnitude(double v) { return v < 0 ? -v : v; }
constexpr bool is_finite(double v) { return v - v == 0; }

/// Whether x and y differ by no more than a few roundings.
constexpr bool is_close(double x, double y) { return magnitude(x - y) <= 1e-14 * magnitude(y); }

/// x + y, and exactly 0 where they cancel but for rounding: 1 - 49 * (1/49).
constexpr double added(double x, double y) {
  const double s = x + y;
  const double larger = magnitude(x) < magnitude(y) ? magnitude(y) : magnitude(x);
  return magnitude(s) <= 4e-16 * larger ? 0 : s;
}

/// v without the rounding that products of 1/n leave: the whole number, or one over it, within two units of the last
/// place.
constexpr double settled(double v) {
  const double size = magnitude(v);
  if (!(size > 1e-15 && size < 1e15)) return v;
  const double whole = size < 1 ? 1 / size : size;
  const double near = static_cast<double>(static_cast<std::int64_t>(whole + 0.5));
  if (magnitude(whole - near) > 4.5e-16 * whole) return v;
  const double r = size < 1 ? 1 / near : near;
  return v < 0 ? -r : r;
}

/// base^n
constexpr double whole_power(double base, int n) {
  double r = 1;
  for (int left = n < 0 ? -n : n; left > 0; left /= 2, base *= base)
    if (left % 2 != 0) r *= base;
  return n < 0 ? 1 / r : r;
}

/// The square root of a positive finite number: Newton's iteration from half the exponent, in extended precision.
constexpr double square_root(double v) {
  const std::uint64_t bits = std::bit_cast<std::uint64_t>(v);
  auto root = static_cast<long double>(std::bit_cast<double>((bits >> 1) + 0x1FF8000000000000u));
  for (int i = 0; i < 6; ++i)
    root = (root + static_cast<long double>(v) / root) / 2;
  return static_cast<double>(root);
}

/// value^(half_power/2) in `result`, if that is a finite number other than 0 and nothing was lost on the way.
constexpr bool raise(double value, int half_power, double& result) {
  if (value == 0 || !is_finite(value) || (half_power % 2 != 0 && value < 0)) return false;
  const double base = half_power % 2 != 0 ? square_root(value) : value;
  const double r = whole_power(base, half_power % 2 != 0 ? half_power : half_power / 2);
  if (!is_finite(r) || magnitude(r) < 1e-290) return false;
  result = r;
  return true;
}

} // namespace axnorm::graph
