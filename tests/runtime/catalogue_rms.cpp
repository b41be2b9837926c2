// Relatives of RMS norm in the catalogue.
#include "support/catalogue_loops.hpp"
#include "support/catch.hpp"
#include <axnorm/norm/catalogue.hpp>

using namespace axnorm::check;
using namespace axnorm::check::loops;
using axnorm::catalogue::find;

namespace {

/// x(n, t, c) by the root of the mean square of its token.
template<class X>
double by_size(const X& x, int n, int t, int c, double eps) {
  return x(n, t, c) / std::sqrt(mean([&](int d) { return square(x(n, t, d)); }, C) + eps);
}
double silu(double v) { return v * sigmoid(v); }

} // namespace

TEST_CASE("RMS norm", "[catalogue]") {
  check_catalogue<find<"RMSNorm<C>">>({2, 2}, [](const given_numbers& in) {
    const array x = in["x"], weight = in["weight"];
    return std::vector{tokens([&](int n, int t, int c) { return by_size(x, n, t, c, 1e-5) * weight(c); })};
  });
}
TEST_CASE("RMS norm whose weights are offsets from 1", "[catalogue]") {
  check_catalogue<find<"UnitOffsetRMSNorm<C>">>({2, 2}, [](const given_numbers& in) {
    const array x = in["x"], weight = in["weight"];
    return std::vector{tokens([&](int n, int t, int c) { return by_size(x, n, t, c, 1e-6) * (1 + weight(c)); })};
  });
}
TEST_CASE("RMS norm by a part of the features", "[catalogue]") {
  check_catalogue<find<"PartialRMSNorm<C>">>({2, 2}, [](const given_numbers& in) {
    const array x = in["x"], part = in["part"], weight = in["weight"];
    const double count = sum([&](int d) { return part(d); }, C);
    return std::vector{tokens([&](int n, int t, int c) {
      const double squares = sum([&](int d) { return part(d) * square(x(n, t, d)); }, C);
      return x(n, t, c) / std::sqrt(squares / count + 1e-5) * weight(c);
    })};
  });
}
TEST_CASE("RMS norm of groups", "[catalogue]") {
  check_catalogue<find<"GroupRMSNorm<4, C>">>({2, 3}, [](const given_numbers& in) {
    const array x = in["x"], weight = in["weight"];
    return std::vector{tokens([&](int n, int t, int c) {
      const double size = mean([&](int d) { return square(x(n, t, c / 2 * 2 + d)); }, 2);
      return x(n, t, c) / std::sqrt(size + 1e-5) * weight(c);
    })};
  });
}
TEST_CASE("RMS norm of what a gate lets through", "[catalogue]") {
  check_catalogue<find<"GatedRMSNorm<before_norm, C>">>({2, 2}, [](const given_numbers& in) {
    const array x = in["x"], z = in["z"], weight = in["weight"];
    const array gated = tokens([&](int n, int t, int c) { return x(n, t, c) * silu(z(n, t, c)); });
    return std::vector{tokens([&](int n, int t, int c) { return by_size(gated, n, t, c, 1e-5) * weight(c); })};
  });
}
