// Norms of the catalogue whose moments or affine map come from elsewhere.
#include "support/catalogue_loops.hpp"
#include "support/catch.hpp"
#include <axnorm/norm/catalogue.hpp>

using namespace axnorm::check;
using namespace axnorm::check::loops;
using axnorm::catalogue::find;

namespace {

/// Mean, and root of the variance + 1e-5, of a channel of an image of any size.
moments mean_and_deviation(const array& x, int n, int c) {
  const auto at = [&](int i, int j) { return x(n, c, i, j); };
  const int h = static_cast<int>(x.extents[2]), w = static_cast<int>(x.extents[3]);
  return {mean(at, h, w), std::sqrt(var(at, h, w) + 1e-5)};
}
/// x with the moments of y in place of its own.
array with_moments(const array& x, const array& y) {
  return made(
      [&](int n, int c, int h, int w) {
        const moments a = mean_and_deviation(x, n, c), b = mean_and_deviation(y, n, c);
        return (x(n, c, h, w) - a.mean) / a.var * b.var + b.mean;
      },
      N, C, static_cast<int>(x.extents[2]), static_cast<int>(x.extents[3]));
}
/// Σ_k share(n, k) table(k, c)
double mixed(const array& share, const array& table, int n, int c) {
  return sum([&](int k) { return share(n, k) * table(k, c); }, K);
}

} // namespace

TEST_CASE("adaptive instance norm", "[catalogue]") {
  check_catalogue<find<"AdaptiveInstanceNorm">>(
      {3, 3}, [](const given_numbers& in) { return std::vector{with_moments(in["x"], in["style"])}; });
}
TEST_CASE("conditional instance norm", "[catalogue]") {
  check_catalogue<find<"ConditionalInstanceNorm">>({3, 3}, [](const given_numbers& in) {
    const array y = instance_norm(in), style = in["style"], weight = in["weight"], bias = in["bias"];
    return std::vector{image([&](int n, int c, int h, int w) {
      return y(n, c, h, w) * mixed(style, weight, n, c) + mixed(style, bias, n, c);
    })};
  });
}
TEST_CASE("instance norm by class", "[catalogue]") {
  check_catalogue<find<"ClassConditionalInstanceNorm">>({2, 2}, [](const given_numbers& in) {
    const array y = instance_norm(in), label = in["label"], weight = in["weight"], bias = in["bias"];
    return std::vector{
        image([&](int n, int c, int h, int w) { return y(n, c, h, w) * weight(label(n), c) + bias(label(n), c); })};
  });
}
TEST_CASE("batch norm by class", "[catalogue]") {
  check_catalogue<find<"ClassConditionalBatchNorm">>({2, 2}, [](const given_numbers& in) {
    const array y = batch_norm(in), label = in["label"], weight = in["weight"], bias = in["bias"];
    return std::vector{
        image([&](int n, int c, int h, int w) { return y(n, c, h, w) * weight(label(n), c) + bias(label(n), c); })};
  });
}
TEST_CASE("conditional batch norm", "[catalogue]") {
  check_catalogue<find<"ConditionalBatchNorm">>({2, 2}, [](const given_numbers& in) {
    const array y = batch_norm(in), weight = in["weight"], bias = in["bias"], more_weight = in["weight_change"],
                more_bias = in["bias_change"];
    return std::vector{image([&](int n, int c, int h, int w) {
      return y(n, c, h, w) * (weight(c) + more_weight(n, c)) + bias(c) + more_bias(n, c);
    })};
  });
}
TEST_CASE("spatially adaptive norm", "[catalogue]") {
  check_catalogue<find<"SpatiallyAdaptiveNorm">>({2, 2}, [](const given_numbers& in) {
    const array x = in["x"], scale = in["scale"], shift = in["shift"];
    return std::vector{image([&](int n, int c, int h, int w) {
      const moments s = of_channel(x, c);
      return whitened(x(n, c, h, w), s.mean, s.var) * (1 + scale(n, c, h, w)) + shift(n, c, h, w);
    })};
  });
}
