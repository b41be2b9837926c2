// Norms of the catalogue for the features of tokens: with a residual connection, for queries and keys, masked.
#include "support/catalogue_loops.hpp"
#include "support/catch.hpp"
#include <axnorm/norm/catalogue.hpp>

using namespace axnorm::check;
using namespace axnorm::check::loops;
using axnorm::catalogue::find;

namespace {

/// f(x, sum of squares of its vector, feature) for the elements x of queries or keys {N, 2, ..., 6}.
template<class F>
array vectors(const array& x, F f) {
  return made(
      [&](int n, int i, int t, int d) {
        const auto at = [&](int e) { return x(n, i, t, e); };
        return f(x(n, i, t, d), sum([&](int e) { return square(at(e)); }, 6), d);
      },
      N, 2, static_cast<int>(x.extents[2]), 6);
}

} // namespace

TEST_CASE("queries and keys by their root mean squares", "[catalogue]") {
  check_catalogue<find<"QueryKeyNorm<D>">>({4, 5}, [](const given_numbers& in) {
    const array a = in["q_weight"], b = in["k_weight"];
    return std::vector{
        vectors(in["q"], [&](double v, double squares, int d) { return v / std::sqrt(squares / 6 + 1e-6) * a(d); }),
        vectors(in["k"], [&](double v, double squares, int d) { return v / std::sqrt(squares / 6 + 1e-6) * b(d); })};
  });
}
TEST_CASE("a sum and its RMS norm", "[catalogue]") {
  check_catalogue<find<"AddRMSNorm<C>">>({2, 2}, [](const given_numbers& in) {
    const array x = in["x"], branch = in["branch"], weight = in["weight"];
    const array s = tokens([&](int n, int t, int c) { return x(n, t, c) + branch(n, t, c); });
    return std::vector{tokens([&](int n, int t, int c) {
                         const double size = mean([&](int d) { return square(s(n, t, d)); }, C);
                         return s(n, t, c) / std::sqrt(size + 1e-6) * weight(c);
                       }),
                       s};
  });
}
TEST_CASE("masked layer norm", "[catalogue]") {
  check_catalogue<find<"MaskedLayerNorm<C, T>">>({2, 2}, [](const given_numbers& in) {
    const array x = in["x"], kept = in["mask"], weight = in["weight"], bias = in["bias"];
    return std::vector{tokens([&](int n, int t, int c) {
      const double count = C * sum([&](int s) { return kept(n, s); }, T);
      const double m = sum([&](int s, int d) { return kept(n, s) * x(n, s, d); }, T, C) / count;
      const double v = sum([&](int s, int d) { return kept(n, s) * square(x(n, s, d) - m); }, T, C) / count;
      return kept(n, t) != 0 ? whitened(x(n, t, c), m, v) * weight(c, t) + bias(c, t) : 0;
    })};
  });
}
