// Relatives of batch norm in the catalogue: other statistics.
#include "support/catalogue_loops.hpp"
#include "support/catch.hpp"
#include <axnorm/norm/catalogue.hpp>

#include <algorithm>

using namespace axnorm::check;
using namespace axnorm::check::loops;
using axnorm::catalogue::find;

TEST_CASE("mean-only batch norm", "[catalogue]") {
  check_catalogue<find<"MeanOnlyBatchNorm">>({2, 2}, [](const given_numbers& in) {
    const array x = in["x"], bias = in["bias"], m = in["running_mean"];
    return std::vector{image([&](int n, int c, int h, int w) {
      return x(n, c, h, w) - (in.training ? of_channel(x, c).mean : m(c)) + bias(c);
    })};
  });
}
TEST_CASE("batch norm by mean absolute deviation", "[catalogue]") {
  check_catalogue<find<"L1BatchNorm">>({3, 2}, [](const given_numbers& in) {
    const array x = in["x"], m = in["running_mean"], d = in["running_deviation"];
    return std::vector{affine(in, image([&](int n, int c, int h, int w) {
                                const double middle = of_channel(x, c).mean;
                                const double spread = mean(
                                    [&](int k, int i, int j) { return std::abs(x(k, c, i, j) - middle); }, N, H, W);
                                if (!in.training) return (x(n, c, h, w) - m(c)) / (d(c) + 1e-5);
                                return (x(n, c, h, w) - middle) / (std::sqrt(std::acos(-1.0) / 2) * spread + 1e-5);
                              }))};
  });
}
TEST_CASE("batch renormalization", "[catalogue]") {
  check_catalogue<find<"BatchRenorm">>({2, 2, true}, [](const given_numbers& in) {
    const array x = in["x"], m = in["running_mean"], d = in["running_deviation"];
    return std::vector{affine(in, image([&](int n, int c, int h, int w) {
                                if (!in.training) return (x(n, c, h, w) - m(c)) / d(c);
                                const moments s = of_channel(x, c);
                                const double deviation = std::sqrt(s.var + 1e-5);
                                const double r = std::min(std::max(deviation / d(c), 1.0 / 3), 3.0);
                                const double shift = std::min(std::max((s.mean - m(c)) / d(c), -5.0), 5.0);
                                return (x(n, c, h, w) - s.mean) / deviation * r + shift;
                              }))};
  });
}
TEST_CASE("ghost batch norm", "[catalogue]") {
  check_catalogue<find<"GhostBatchNorm<2>">>({2, 2}, [](const given_numbers& in) {
    const array x = in["x"], weight = in["weight"], bias = in["bias"], m = in["running_mean"], v = in["running_var"];
    return std::vector{made(
        [&](int n, int c, int h, int w) {
          const auto at = [&](int k, int i, int j) { return x(n / 2 * 2 + k, c, i, j); };
          const moments s = in.training ? moments{mean(at, 2, H, W), var(at, 2, H, W)} : moments{m(c), v(c)};
          return whitened(x(n, c, h, w), s.mean, s.var) * weight(c) + bias(c);
        },
        4, C, H, W)};
  });
}
TEST_CASE("power norm", "[catalogue]") {
  check_catalogue<find<"PowerNorm<C>">>({2, 2, true}, [](const given_numbers& in) {
    const array x = in["x"], weight = in["weight"], bias = in["bias"], running = in["running_square"];
    return std::vector{
        tokens([&](int n, int t, int c) { return x(n, t, c) / std::sqrt(running(c) + 1e-5) * weight(c) + bias(c); })};
  });
}
TEST_CASE("online norm", "[catalogue]") {
  check_catalogue<find<"OnlineNorm">>({2, 2, true}, [](const given_numbers& in) {
    const array x = in["x"], weight = in["weight"], bias = in["bias"], m = in["running_mean"], v = in["running_var"];
    const auto z = [&](int n, int c, int h, int w) {
      return (x(n, c, h, w) - m(c)) / std::sqrt(v(c) + 1e-5) * weight(c) + bias(c);
    };
    return std::vector{image([&](int n, int c, int h, int w) {
      const double size = mean([&](int k, int i, int j) { return square(z(n, k, i, j)); }, C, H, W);
      return z(n, c, h, w) / std::sqrt(size + 1e-5);
    })};
  });
}
TEST_CASE("power norm with the batch's statistics", "[catalogue]") {
  check_catalogue<find<"PowerNormV<C>">>({2, 2}, [](const given_numbers& in) {
    const array x = in["x"], weight = in["weight"], bias = in["bias"], running = in["running_square"];
    return std::vector{tokens([&](int n, int t, int c) {
      const double size = mean([&](int k, int s) { return square(x(k, s, c)); }, N, T);
      return x(n, t, c) / std::sqrt((in.training ? size : running(c)) + 1e-5) * weight(c) + bias(c);
    })};
  });
}
TEST_CASE("standardization of a data set", "[catalogue]") {
  check_catalogue<find<"Standardize<C>">>({2, 2}, [](const given_numbers& in) {
    const array x = in["x"], m = in["mean"], d = in["deviation"];
    return std::vector{made(
        [&](int n, int c) {
          const auto at = [&](int k) { return x(k, c); };
          return in.training ? (x(n, c) - mean(at, 20)) / std::sqrt(var(at, 20)) : (x(n, c) - m(c)) / d(c);
        },
        20, C)};
  });
}
