// More norms of the catalogue for the features of tokens.
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
/// Layer norm of tokens with its affine map.
template<class X>
array layer_norm(const given_numbers& in, X x) {
  const array weight = in["weight"], bias = in["bias"];
  return tokens([&](int n, int t, int c) {
    const auto at = [&](int d) { return x(n, t, d); };
    return whitened(at(c), mean(at, C), var(at, C)) * weight(c) + bias(c);
  });
}

} // namespace

TEST_CASE("queries and keys of length 1", "[catalogue]") {
  check_catalogue<find<"CosineQueryKeyNorm<2.0, D>">>({4, 4}, [](const given_numbers& in) {
    const array g = in["g"];
    return std::vector{vectors(in["q"], [&](double v, double squares, int) { return g() * v / std::sqrt(squares); }),
                       vectors(in["k"], [&](double v, double squares, int) { return v / std::sqrt(squares); })};
  });
}
TEST_CASE("DeepNorm", "[catalogue]") {
  check_catalogue<find<"DeepNorm<C>">>({2, 2}, [](const given_numbers& in) {
    const array x = in["x"], branch = in["branch"], alpha = in["alpha"];
    return std::vector{layer_norm(in, [&](int n, int t, int c) { return alpha() * x(n, t, c) + branch(n, t, c); })};
  });
}
TEST_CASE("sandwich norm", "[catalogue]") {
  check_catalogue<find<"SandwichNorm<C>">>({2, 2}, [](const given_numbers& in) {
    const array x = in["x"], branch = in["branch"], y = layer_norm(in, branch);
    return std::vector{tokens([&](int n, int t, int c) { return x(n, t, c) + y(n, t, c); })};
  });
}
