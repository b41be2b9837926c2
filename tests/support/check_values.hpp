// Comparing results with those of the reference: bounds relative to the largest magnitude, one rounding to the type of
// the result, NaN and infinity where they belong. Knows no formula.
#pragma once

#include "support/check_memory.hpp"

#include <string>
#include <vector>

namespace axnorm::check {

/// How far results may be from the reference.
struct bound {
  double relative = 4e-7; ///< of the largest magnitude among the finite results of the reference
  double absolute = 0;
};

struct comparison {
  bool good = true;
  double worst = 0;    ///< largest error beyond one rounding, relative to the largest magnitude
  std::string message; ///< about the first element out of bounds
};

/// What became of a run in all its variants.
struct report {
  bool good = true;
  double worst = 0;    ///< largest error relative to the largest magnitude
  std::string message; ///< about the first thing that was wrong
};

/// Compares results of type E (a floating one, bool or std::int64_t) with the reference.
template<class E>
comparison compare(const std::vector<double>& results, const std::vector<double>& expected, bound within);

} // namespace axnorm::check
