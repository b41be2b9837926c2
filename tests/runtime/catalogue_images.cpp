// Norms of the catalogue for images, without state.
#include "support/catalogue_loops.hpp"
#include "support/catch.hpp"
#include <axnorm/norm/catalogue.hpp>

#include <algorithm>

using namespace axnorm::check;
using namespace axnorm::check::loops;
using axnorm::catalogue::find;

TEST_CASE("filter response norm", "[catalogue]") {
  check_catalogue<find<"FilterResponseNorm">>({2, 2}, [](const given_numbers& in) {
    const array x = in["x"], weight = in["weight"], bias = in["bias"], tau = in["tau"];
    return std::vector{image([&](int n, int c, int h, int w) {
      const double power = mean([&](int i, int j) { return square(x(n, c, i, j)); }, H, W);
      return std::max(weight(c) * x(n, c, h, w) / std::sqrt(power + 1e-6) + bias(c), tau(c));
    })};
  });
}
TEST_CASE("positional norm", "[catalogue]") {
  check_catalogue<find<"PositionalNorm">>({2, 2}, [](const given_numbers& in) {
    const array x = in["x"];
    const auto of = [&](int n, int h, int w) {
      const auto at = [&](int c) { return x(n, c, h, w); };
      return moments{mean(at, C), std::sqrt(var(at, C) + 1e-5)};
    };
    return std::vector{
        image([&](int n, int c, int h, int w) { return (x(n, c, h, w) - of(n, h, w).mean) / of(n, h, w).var; }),
        made([&](int n, int h, int w) { return of(n, h, w).mean; }, N, H, W),
        made([&](int n, int h, int w) { return of(n, h, w).var; }, N, H, W)};
  });
}
TEST_CASE("moment shortcut", "[catalogue]") {
  check_catalogue<find<"MomentShortcut">>({1, 2}, [](const given_numbers& in) {
    const array x = in["x"], deviation = in["deviation"], middle = in["mean"];
    return std::vector{
        image([&](int n, int c, int h, int w) { return x(n, c, h, w) * deviation(n, h, w) + middle(n, h, w); })};
  });
}
TEST_CASE("pixel norm", "[catalogue]") {
  check_catalogue<find<"PixelNorm">>({2, 2}, [](const given_numbers& in) {
    const array x = in["x"];
    return std::vector{image([&](int n, int c, int h, int w) {
      return x(n, c, h, w) / std::sqrt(mean([&](int d) { return square(x(n, d, h, w)); }, C) + 1e-8);
    })};
  });
}
