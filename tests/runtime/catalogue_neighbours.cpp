// Norms of the catalogue of neighbourhoods, of relative sizes, of what a mask keeps; and softmax over positions.
#include "support/catalogue_loops.hpp"
#include "support/catch.hpp"
#include <axnorm/norm/catalogue.hpp>

#include <algorithm>

using namespace axnorm::check;
using namespace axnorm::check::loops;
using axnorm::catalogue::find;

TEST_CASE("global response norm", "[catalogue]") {
  check_catalogue<find<"GlobalResponseNorm">>({2, 2}, [](const given_numbers& in) {
    const array x = in["x"], weight = in["weight"], bias = in["bias"];
    const auto size = [&](int n, int c) {
      return std::sqrt(sum([&](int i, int j) { return square(x(n, c, i, j)); }, H, W));
    };
    return std::vector{image([&](int n, int c, int h, int w) {
      const double share = size(n, c) / (mean([&](int d) { return size(n, d); }, C) + 1e-6);
      return weight(c) * (x(n, c, h, w) * share) + bias(c) + x(n, c, h, w);
    })};
  });
}
TEST_CASE("local response norm", "[catalogue]") {
  check_catalogue<find<"LocalResponseNorm<5>">>({2, 3}, [](const given_numbers& in) {
    const array x = in["x"];
    return std::vector{image([&](int n, int c, int h, int w) {
      double squares = 0;
      for (int d = std::max(c - 2, 0); d <= std::min(c + 2, C - 1); ++d)
        squares += square(x(n, d, h, w));
      return x(n, c, h, w) / std::pow(1 + 1e-4 * squares / 5, 0.75);
    })};
  });
}
TEST_CASE("divisive norm", "[catalogue]") {
  check_catalogue<find<"DivisiveNorm<3>">>({4, 2}, [](const given_numbers& in) {
    const array x = in["x"];
    const auto around = [](const auto& f, int n, int h, int w) {
      double s = 0;
      for (int c = 0; c < C; ++c)
        for (int i = std::max(h - 1, 0); i <= std::min(h + 1, H - 1); ++i)
          for (int j = std::max(w - 1, 0); j <= std::min(w + 1, W - 1); ++j)
            s += f(n, c, i, j);
      return s / (9 * C);
    };
    const array v = image([&](int n, int c, int h, int w) { return x(n, c, h, w) - around(x, n, h, w); });
    const auto squared = [&](auto... i) { return square(v(i...)); };
    return std::vector{
        image([&](int n, int c, int h, int w) { return v(n, c, h, w) / std::sqrt(1 + around(squared, n, h, w)); })};
  });
}
TEST_CASE("masked instance norm", "[catalogue]") {
  check_catalogue<find<"MaskedInstanceNorm">>({2, 2}, [](const given_numbers& in) {
    const array x = in["x"], kept = in["mask"];
    return std::vector{image([&](int n, int c, int h, int w) {
      const double count = sum([&](int i, int j) { return kept(n, i, j); }, H, W);
      const double m = sum([&](int i, int j) { return kept(n, i, j) * x(n, c, i, j); }, H, W) / count;
      const double v = sum([&](int i, int j) { return kept(n, i, j) * square(x(n, c, i, j) - m); }, H, W) / count;
      return kept(n, h, w) != 0 ? whitened(x(n, c, h, w), m, v) : 0;
    })};
  });
}
TEST_CASE("logarithm of softmax over positions", "[catalogue]") {
  check_catalogue<find<"LogSoftmax<H, W>">>({2, 2}, [](const given_numbers& in) {
    const array x = in["x"];
    return std::vector{image([&](int n, int c, int h, int w) {
      return x(n, c, h, w) - std::log(sum([&](int i, int j) { return std::exp(x(n, c, i, j)); }, H, W));
    })};
  });
}
TEST_CASE("values between 0 and 1", "[catalogue]") {
  check_catalogue<find<"MinMaxScale<1e-12, H, W>">>({3, 2}, [](const given_numbers& in) {
    const array x = in["x"];
    return std::vector{image([&](int n, int c, int h, int w) {
      double low = x(n, c, 0, 0), high = low;
      for (int i = 0; i < H; ++i)
        for (int j = 0; j < W; ++j) {
          low = std::min(low, x(n, c, i, j));
          high = std::max(high, x(n, c, i, j));
        }
      return (x(n, c, h, w) - low) / (high - low);
    })};
  });
}
