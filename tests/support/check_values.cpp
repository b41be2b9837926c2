#include "support/check_values.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <sstream>

namespace axnorm::check {
namespace {

/// The error of rounding a number near `at` to a half type, which comes on top of the bound; 0 for types that are
/// computed in.
template<class E>
double rounding_to(double at) {
  constexpr int digits = std::is_same_v<E, float16> ? 11 : 8, lowest = std::is_same_v<E, float16> ? -14 : -126;
  if (!(std::is_same_v<E, float16> || std::is_same_v<E, bfloat16>) || !std::isfinite(at)) return 0;
  // bfloat16 subnormals may be flushed.
  if (std::is_same_v<E, bfloat16> && std::abs(at) < 0x1p-126) return 0x1p-126;
  const int exponent = at == 0 ? lowest : std::max(std::ilogb(at), lowest);
  return 1.0000001 * std::ldexp(1.0, exponent - digits);
}

} // namespace

template<class E>
comparison compare(const std::vector<double>& results, const std::vector<double>& expected, bound within) {
  comparison r;
  if (results.size() != expected.size()) return {false, 0, "another number of results"};
  double largest = 0;
  for (const double e : expected)
    if (std::isfinite(to_number(to_element<E>(e)))) largest = std::max(largest, std::abs(e));
  for (std::size_t i = 0; i < results.size(); ++i) {
    const double y = results[i], e = to_number(to_element<E>(expected[i]));
    bool good = true;
    double error = 0;
    if (std::isnan(e) || std::isnan(y)) {
      good = std::isnan(e) && std::isnan(y);
    } else if (std::isinf(e) || std::isinf(y)) {
      // An overflow that rounding decides may go either way.
      good = y == e || std::abs(std::abs(expected[i]) - static_cast<double>(std::numeric_limits<float>::max())) < 1e33;
    } else {
      error = std::max(0.0, std::abs(y - expected[i]) - rounding_to<E>(expected[i]));
      good = error <= within.relative * largest + within.absolute;
      if (largest > 0) r.worst = std::max(r.worst, error / largest);
    }
    if (!good && r.good) {
      r.good = false;
      std::ostringstream s;
      s.precision(12);
      s << "element " << i << " of " << results.size() << " is " << y << " instead of " << expected[i] << " (off by "
        << error << ", largest " << largest << ")";
      r.message = s.str();
    }
  }
  return r;
}

template comparison compare<float>(const std::vector<double>&, const std::vector<double>&, bound);
template comparison compare<double>(const std::vector<double>&, const std::vector<double>&, bound);
template comparison compare<float16>(const std::vector<double>&, const std::vector<double>&, bound);
template comparison compare<bfloat16>(const std::vector<double>&, const std::vector<double>&, bound);
template comparison compare<std::int64_t>(const std::vector<double>&, const std::vector<double>&, bound);
template comparison compare<bool>(const std::vector<double>&, const std::vector<double>&, bound);

} // namespace axnorm::check
