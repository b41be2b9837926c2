// More norms of the catalogue that only divide, and a gate.
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

/// x(n, t, c) by f of the features of its token, which are `at(0)` to `at(C - 1)`.
template<class F>
std::vector<array> divided(const given_numbers& in, F f) {
  const array x = in["x"];
  return {tokens([&](int n, int t, int c) {
    const auto at = [&](int d) { return x(n, t, d); };
    return at(c) / f(at);
  })};
}

} // namespace

TEST_CASE("RMS norm before a gate", "[catalogue]") {
  check_catalogue<find<"GatedRMSNorm<after_norm, C>">>({2, 2}, [](const given_numbers& in) {
    const array x = in["x"], z = in["z"], weight = in["weight"];
    return std::vector{
        tokens([&](int n, int t, int c) { return by_size(x, n, t, c, 1e-5) * weight(c) * silu(z(n, t, c)); })};
  });
}
TEST_CASE("simple RMS norm", "[catalogue]") {
  check_catalogue<find<"SimpleRMSNorm<C>">>({2, 2}, [](const given_numbers& in) {
    return divided(in, [](auto at) { return std::sqrt(mean([&](int d) { return square(at(d)); }, C) + 1e-12); });
  });
}
TEST_CASE("sum of magnitudes 1", "[catalogue]") {
  check_catalogue<find<"L1Normalize<C>">>({2, 2}, [](const given_numbers& in) {
    return divided(in, [](auto at) { return sum([&](int d) { return std::abs(at(d)); }, C); });
  });
}
TEST_CASE("logarithm of a sum of powers", "[catalogue]") {
  check_catalogue<find<"LogSumExp<C>">>({1, 1}, [](const given_numbers& in) {
    const array x = in["x"];
    return std::vector{
        made([&](int n, int t) { return std::log(sum([&](int c) { return std::exp(x(n, t, c)); }, C)); }, N, T)};
  });
}
