// Norms of the catalogue that only divide: by lengths, deviations, extremes, sums of powers; and norms of weights.
#include "support/catalogue_loops.hpp"
#include "support/catch.hpp"
#include <axnorm/norm/catalogue.hpp>

#include <algorithm>

using namespace axnorm::check;
using namespace axnorm::check::loops;
using axnorm::catalogue::find;

namespace {

/// x(n, t, c) by f of the features of its token, which are `at(0)` to `at(C - 1)`.
template<class F>
std::vector<array> divided(const given_numbers& in, F f) {
  const array x = in["x"];
  return {tokens([&](int n, int t, int c) {
    const auto at = [&](int d) { return x(n, t, d); };
    return at(c) / f(at);
  })};
}
/// f(x, o, i, h, w) of a filter {Out, In, H, W}, with the mean and the sum of squares of its output.
template<class F>
std::vector<array> filters(const given_numbers& in, F f) {
  const array x = in["x"];
  return {made(
      [&](int o, int i, int h, int w) {
        const auto at = [&](int j, int a, int b) { return x(o, j, a, b); };
        const auto squared = [&](int j, int a, int b) { return square(at(j, a, b)); };
        return f(at(i, h, w), o, mean(at, 3, H, W), sum(squared, 3, H, W));
      },
      4, 3, H, W)};
}

} // namespace

TEST_CASE("simple norm", "[catalogue]") {
  check_catalogue<find<"SimpleNorm<C>">>({2, 2}, [](const given_numbers& in) {
    const array weight = in["weight"];
    array y = divided(in, [](auto at) { return std::sqrt(var(at, C) * C / (C - 1) + 1e-6); })[0];
    return std::vector{tokens([&](int n, int t, int c) { return y(n, t, c) * weight(c); })};
  });
}
TEST_CASE("scale norm", "[catalogue]") {
  check_catalogue<find<"ScaleNorm<C>">>({2, 2}, [](const given_numbers& in) {
    const double g = in["g"]();
    return divided(in, [g](auto at) { return std::sqrt(sum([&](int d) { return square(at(d)); }, C)) / g; });
  });
}
TEST_CASE("length 1", "[catalogue]") {
  check_catalogue<find<"L2Normalize<C>">>({2, 2}, [](const given_numbers& in) {
    return divided(in, [](auto at) { return std::sqrt(sum([&](int d) { return square(at(d)); }, C)); });
  });
}
TEST_CASE("largest magnitude 1", "[catalogue]") {
  check_catalogue<find<"MaxAbsScale<1e-12, C>">>({2, 1, true}, [](const given_numbers& in) {
    return divided(in, [](auto at) {
      double largest = 0;
      for (int d = 0; d < C; ++d)
        largest = std::max(largest, std::abs(at(d)));
      return largest;
    });
  });
}
TEST_CASE("softmax", "[catalogue]") {
  check_catalogue<find<"Softmax<C>">>({2, 2}, [](const given_numbers& in) {
    const array x = in["x"];
    return std::vector{tokens([&](int n, int t, int c) {
      return std::exp(x(n, t, c)) / sum([&](int d) { return std::exp(x(n, t, d)); }, C);
    })};
  });
}
TEST_CASE("weight standardization", "[catalogue]") {
  check_catalogue<find<"WeightStandardization<Out>">>({2, 2}, [](const given_numbers& in) {
    return filters(
        in, [](double v, int, double m, double squares) { return whitened(v, m, squares / (3 * H * W) - m * m); });
  });
}
TEST_CASE("weight norm", "[catalogue]") {
  check_catalogue<find<"WeightNorm<Out>">>({2, 2}, [](const given_numbers& in) {
    const array g = in["g"];
    return filters(in, [&](double v, int o, double, double squares) { return g(o) * v / std::sqrt(squares); });
  });
}
