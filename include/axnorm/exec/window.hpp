// Window sums along one axis, from buffer to buffer. Sums of n positions are made of the running sums of two
// neighbouring blocks of n: two additions a position for any n, and no subtraction, so that NaN and infinity stay in
// their windows. Must not know: what is summed, threads.
#pragma once

#include <cstddef>
#include <cstdint>

namespace axnorm::exec {

/// Doubles of room that a line needs.
constexpr std::int64_t window_room(std::int64_t length, std::int64_t n) {
  return n >= 2 * length ? 0 : 2 * (length + n - 1);
}

/// to[p] = sum of the n positions of `from` that begin at p - before, for p < length; positions outside count 0. Steps
/// count doubles; from's is 0 where it does not vary along the axis. `room`: see window_room.
[[gnu::cold]] inline void window_line(double* to, std::ptrdiff_t to_step, const double* from, std::ptrdiff_t from_step,
                                      std::int64_t length, std::int64_t n, std::int64_t before, double* room) {
  if (n >= 2 * length) { // every window holds the whole line
    double all = 0;
    for (std::int64_t p = 0; p < length; ++p)
      all += from[p * from_step];
    for (std::int64_t p = 0; p < length; ++p)
      to[p * to_step] = all;
    return;
  }
  const std::int64_t padded = length + n - 1;
  double *const prefix = room, *const suffix = room + padded;
  auto at = [&](std::int64_t i) { return i < before || i >= before + length ? 0.0 : from[(i - before) * from_step]; };
  for (std::int64_t i = 0; i < padded; ++i)
    prefix[i] = i % n == 0 ? at(i) : prefix[i - 1] + at(i);
  for (std::int64_t i = padded - 1; i >= 0; --i)
    suffix[i] = i % n == n - 1 || i == padded - 1 ? at(i) : suffix[i + 1] + at(i);
  for (std::int64_t p = 0; p < length; ++p)
    to[p * to_step] = p % n == 0 ? prefix[p + n - 1] : suffix[p] + prefix[p + n - 1];
}

} // namespace axnorm::exec
