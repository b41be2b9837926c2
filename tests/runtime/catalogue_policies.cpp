// The other conventions that norms of the catalogue have as policies: results beside plain loops.
#include "support/catalogue_loops.hpp"
#include "support/catch.hpp"
#include <axnorm/norm/catalogue.hpp>

#include <algorithm>
#include <tuple>

using namespace axnorm::check;
using namespace axnorm::check::loops;
namespace catalogue = axnorm::catalogue;
namespace axes = axnorm::axes;
using axnorm::arg;

namespace {

using image_tensor = axnorm::Tensor<double, axes::N, axes::C, axes::H, axes::W>;
image_tensor read(const std::string& name) {
  return catalogue_numbers().read<double, axes::N, axes::C, axes::H, axes::W>(name);
}
template<class T>
void check_equal(const T& found, const array& wanted) {
  REQUIRE(found.size() == static_cast<std::int64_t>(wanted.numbers.size()));
  for (std::size_t i = 0; i < wanted.numbers.size(); ++i)
    CHECK(found.data()[i] == Approx(wanted.numbers[i]).epsilon(1e-12).margin(1e-13));
}
/// Mean, and root of the variance of n - 1 + 1e-5.
moments unbiased_of(const array& x, int n, int c) {
  const auto at = [&](int i, int j) { return x(n, c, i, j); };
  const int h = static_cast<int>(x.extents[2]), w = static_cast<int>(x.extents[3]);
  return {mean(at, h, w), std::sqrt(var(at, h, w) * h * w / (h * w - 1) + 1e-5)};
}
array with_moments(const array& x, const array& y) {
  return made(
      [&](int n, int c, int h, int w) {
        const moments a = unbiased_of(x, n, c), b = unbiased_of(y, n, c);
        return (x(n, c, h, w) - a.mean) / a.var * b.var + b.mean;
      },
      N, C, static_cast<int>(x.extents[2]), static_cast<int>(x.extents[3]));
}

} // namespace

TEST_CASE("positional norm with the variance of n - 1", "[catalogue]") {
  const image_tensor x = read("PositionalNorm x");
  const array in = given_numbers("PositionalNorm", true)["x"];
  const auto [y, m, d] = axnorm::evaluate<catalogue::PositionalNorm<axnorm::unbiased>{}>(arg<"x"> = x);
  const auto deviation = [&](int n, int h, int w) {
    return std::sqrt(var([&](int c) { return in(n, c, h, w); }, C) * C / (C - 1) + 1e-5);
  };
  check_equal(d, made(deviation, N, H, W));
  check_equal(y, image([&](int n, int c, int h, int w) {
                const double middle = mean([&](int k) { return in(n, k, h, w); }, C);
                return (in(n, c, h, w) - middle) / deviation(n, h, w);
              }));
}
TEST_CASE("moments of another image with the variance of n - 1", "[catalogue]") {
  const image_tensor x = read("CrossNorm x"), other = read("CrossNorm other");
  const given_numbers in("CrossNorm", true);
  check_equal(axnorm::evaluate<catalogue::AdaptiveInstanceNorm<axnorm::unbiased>{}>(arg<"x"> = x, arg<"style"> = other),
              with_moments(in["x"], in["other"]));
  const auto both = axnorm::evaluate<catalogue::CrossNorm<axnorm::unbiased>{}>(arg<"x"> = x, arg<"other"> = other);
  check_equal(std::get<0>(both), with_moments(in["x"], in["other"]));
  check_equal(std::get<1>(both), with_moments(in["other"], in["x"]));
}
TEST_CASE("local response norm as its paper has it, and with an even window", "[catalogue]") {
  const image_tensor x = read("LocalResponseNorm<5> x");
  const array in = given_numbers("LocalResponseNorm<5>", true)["x"];
  const auto response = [&](int below, int above, double k, double alpha) {
    return image([&, below, above, k, alpha](int n, int c, int h, int w) {
      double squares = 0;
      for (int d = std::max(c - below, 0); d <= std::min(c + above, C - 1); ++d)
        squares += square(in(n, d, h, w));
      return in(n, c, h, w) / std::pow(k + alpha * squares, 0.75);
    });
  };
  using catalogue::LocalResponseNorm;
  check_equal(axnorm::evaluate<LocalResponseNorm<5, catalogue::response::summed>{}>(x), response(2, 2, 2, 1e-4));
  check_equal(axnorm::evaluate<LocalResponseNorm<4>{}>(x), response(2, 1, 1, 1e-4 / 4));
}
