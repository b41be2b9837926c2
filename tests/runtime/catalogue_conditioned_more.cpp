// More norms of the catalogue whose moments or affine map come from elsewhere.
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

TEST_CASE("moments crossed", "[catalogue]") {
  check_catalogue<find<"CrossNorm">>({4, 4}, [](const given_numbers& in) {
    return std::vector{with_moments(in["x"], in["other"]), with_moments(in["other"], in["x"])};
  });
}
TEST_CASE("attentive norm", "[catalogue]") {
  check_catalogue<find<"AttentiveNorm">>({3, 3}, [](const given_numbers& in) {
    const array y = batch_norm(in), attention = in["attention"], weight = in["weight"], bias = in["bias"];
    return std::vector{image([&](int n, int c, int h, int w) {
      return y(n, c, h, w) * mixed(attention, weight, n, c) + mixed(attention, bias, n, c);
    })};
  });
}
