// Windows along an axis, each as one number: n, of the n positions -floor(n/2) ... floor((n-1)/2); -n, its mirror
// image; or any other that `window_between` makes. Used from the language down to the loops. Must not know what is
// summed.
#pragma once

#include <cstdint>

namespace axnorm {

/// For a window, on one side: as far as the axis goes. More than any other distance.
inline constexpr int without_end = 32767;

namespace graph {

inline constexpr int window_flag = 1 << 30;
/// What stands for distances that are none.
inline constexpr int no_window = -window_flag;
/// The window from `before` positions before its own to `after` positions behind it.
constexpr int window_between(int before, int after) { return window_flag | before << 15 | after; }
constexpr bool is_between(int window) { return window >= window_flag; }

/// How many positions of a window lie before its own and behind it, along an axis of some extent.
constexpr std::int64_t window_before(int window, std::int64_t extent = without_end) {
  if (!is_between(window)) return window < 0 ? (-window - 1) / 2 : window / 2;
  const std::int64_t n = window >> 15 & without_end;
  return n == without_end || n >= extent ? extent - 1 : n;
}
constexpr std::int64_t window_after(int window, std::int64_t extent = without_end) {
  if (!is_between(window)) return window < 0 ? -window / 2 : (window - 1) / 2;
  const std::int64_t n = window & without_end;
  return n == without_end || n >= extent ? extent - 1 : n;
}
constexpr std::int64_t window_positions(int window, std::int64_t extent = without_end) {
  return window_before(window, extent) + 1 + window_after(window, extent);
}
/// The window that holds p around q wherever this one holds q around p.
constexpr int mirror_image(int window) {
  if (is_between(window)) return window_between(window & without_end, window >> 15 & without_end);
  return window % 2 == 0 ? -window : window;
}

} // namespace graph
} // namespace axnorm
