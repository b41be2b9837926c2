// Refuses to be compiled for arithmetic in which NaN does not exist or sums may be reordered: what this library
// promises of NaN, of means kept in two parts and of equal bits would then be untrue. Must not know: anything else.
#pragma once

#if defined(__FINITE_MATH_ONLY__) && __FINITE_MATH_ONLY__
#error "axnorm keeps NaN and infinity in their slice: compile without -ffinite-math-only (part of -ffast-math)"
#if defined(__clang__)
#pragma clang diagnostic ignored "-Wnan-infinity-disabled" // which it would say of each of them
#endif
#elif defined(__ASSOCIATIVE_MATH__) || defined(__FAST_MATH__)
#error "axnorm's accuracy rests on the order of sums: compile without -fassociative-math (part of -ffast-math)"
#endif

#if defined(__clang__)
#include <stdexcept>

namespace axnorm::exec {

/// clang does not tell about -fassociative-math: found out by a sum that reordering changes.
[[gnu::noinline]] inline bool sums_are_reordered() {
  volatile float large = 1e20f, one = 1;
  const float a = large, b = one;
  return (a + b) - a != 0;
}

/// Throws std::logic_error if sums may be reordered; looks once.
inline void demand_strict_math() {
  static const bool reordered = sums_are_reordered();
  if (reordered) throw std::logic_error("axnorm: -fassociative-math reorders sums; compile without it");
}

} // namespace axnorm::exec
#else
namespace axnorm::exec {
inline void demand_strict_math() {}
} // namespace axnorm::exec
#endif
