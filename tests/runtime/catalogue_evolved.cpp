// The evolved norms.
#include "support/catalogue_loops.hpp"
#include "support/catch.hpp"
#include <axnorm/norm/catalogue.hpp>

#include <algorithm>

using namespace axnorm::check;
using namespace axnorm::check::loops;
using axnorm::catalogue::find;

namespace {

/// x / max(batch deviation, f(x, root of the mean square of the instance)).
template<class F>
std::vector<array> by_batch(const given_numbers& in, F f) {
  const array x = in["x"], running = in["running_var"];
  return {affine(in, image([&](int n, int c, int h, int w) {
                   const double size =
                       std::sqrt(mean([&](int i, int j) { return square(x(n, c, i, j)); }, H, W) + 1e-5);
                   const double deviation = std::sqrt((in.training ? of_channel(x, c).var : running(c)) + 1e-5);
                   return x(n, c, h, w) / std::max(deviation, f(x(n, c, h, w), size));
                 }))};
}
/// silu(x) / √(f of the group + 1e-5), the group of channels as a function of three indices.
template<class F>
std::vector<array> by_group(const given_numbers& in, F f) {
  const array x = in["x"];
  return {affine(in, image([&](int n, int c, int h, int w) {
                   const auto at = [&](int d, int i, int j) { return x(n, c / 2 * 2 + d, i, j); };
                   return x(n, c, h, w) * sigmoid(x(n, c, h, w)) / std::sqrt(f(at) + 1e-5);
                 }))};
}

} // namespace

TEST_CASE("EvoNorm B0", "[catalogue]") {
  check_catalogue<find<"EvoNormB0">>({2, 2}, [](const given_numbers& in) {
    const array x = in["x"], v = in["v"], running = in["running_var"];
    return std::vector{affine(in, image([&](int n, int c, int h, int w) {
                                const double by_batch =
                                    std::sqrt((in.training ? of_channel(x, c).var : running(c)) + 1e-5);
                                const double by_instance =
                                    v(c) * x(n, c, h, w) + std::sqrt(of_instance(x, n, c).var + 1e-5);
                                return x(n, c, h, w) / std::max(by_batch, by_instance);
                              }))};
  });
}
TEST_CASE("EvoNorm B1", "[catalogue]") {
  check_catalogue<find<"EvoNormB1">>({2, 2}, [](const given_numbers& in) {
    return by_batch(in, [](double x, double size) { return (x + 1) * size; });
  });
}
TEST_CASE("EvoNorm B2", "[catalogue]") {
  check_catalogue<find<"EvoNormB2">>(
      {2, 2}, [](const given_numbers& in) { return by_batch(in, [](double x, double size) { return size - x; }); });
}
TEST_CASE("EvoNorm S0", "[catalogue]") {
  check_catalogue<find<"EvoNormS0<4>">>({2, 2}, [](const given_numbers& in) {
    const array x = in["x"], v = in["v"];
    return std::vector{affine(in, image([&](int n, int c, int h, int w) {
                                const auto at = [&](int d, int i, int j) { return x(n, c / 2 * 2 + d, i, j); };
                                return x(n, c, h, w) * sigmoid(v(c) * x(n, c, h, w)) /
                                       std::sqrt(var(at, 2, H, W) + 1e-5);
                              }))};
  });
}
TEST_CASE("EvoNorm S1", "[catalogue]") {
  check_catalogue<find<"EvoNormS1<4>">>(
      {2, 2}, [](const given_numbers& in) { return by_group(in, [](auto at) { return var(at, 2, H, W); }); });
}
TEST_CASE("EvoNorm S2", "[catalogue]") {
  check_catalogue<find<"EvoNormS2<4>">>({2, 2}, [](const given_numbers& in) {
    return by_group(in, [](auto at) { return mean([&](auto... i) { return square(at(i...)); }, 2, H, W); });
  });
}
