// Affine maps of the catalogue without statistics, adaptive layer norm, and norms of series that are taken back.
#include "support/catalogue_loops.hpp"
#include "support/catch.hpp"
#include <axnorm/norm/catalogue.hpp>

using namespace axnorm::check;
using namespace axnorm::check::loops;
using axnorm::catalogue::find;

TEST_CASE("FiLM", "[catalogue]") {
  check_catalogue<find<"FiLM">>({1, 2}, [](const given_numbers& in) {
    const array x = in["x"], scale = in["scale"], shift = in["shift"];
    return std::vector{image([&](int n, int c, int h, int w) { return scale(n, c) * x(n, c, h, w) + shift(n, c); })};
  });
}
TEST_CASE("adaptive layer norm", "[catalogue]") {
  check_catalogue<find<"AdaptiveLayerNorm<C>">>({2, 3}, [](const given_numbers& in) {
    const array x = in["x"], scale = in["scale"], shift = in["shift"];
    return std::vector{tokens([&](int n, int t, int c) {
      const auto at = [&](int d) { return x(n, t, d); };
      return whitened(x(n, t, c), mean(at, C), var(at, C), 1e-6) * (1 + scale(n, c)) + shift(n, c);
    })};
  });
}
TEST_CASE("gated residual", "[catalogue]") {
  check_catalogue<find<"GatedResidual">>({1, 2}, [](const given_numbers& in) {
    const array x = in["x"], gate = in["gate"], branch = in["branch"];
    return std::vector{tokens([&](int n, int t, int c) { return x(n, t, c) + gate(n, c) * branch(n, t, c); })};
  });
}
TEST_CASE("reversible instance norm", "[catalogue]") {
  check_catalogue<find<"ReversibleInstanceNorm">>({2, 2}, [](const given_numbers& in) {
    const array x = in["x"], weight = in["weight"], bias = in["bias"];
    const auto of = [&](int n, int c) {
      const auto at = [&](int t) { return x(n, t, c); };
      return moments{mean(at, T), std::sqrt(var(at, T) + 1e-5)};
    };
    return std::vector{
        tokens([&](int n, int t, int c) { return (x(n, t, c) - of(n, c).mean) / of(n, c).var * weight(c) + bias(c); }),
        made([&](int n, int c) { return of(n, c).mean; }, N, C),
        made([&](int n, int c) { return of(n, c).var; }, N, C)};
  });
}
TEST_CASE("reversible instance norm taken back", "[catalogue]") {
  check_catalogue<find<"ReversibleInstanceDenorm">>({1, 2}, [](const given_numbers& in) {
    const array x = in["x"], weight = in["weight"], bias = in["bias"], d = in["deviation"], m = in["mean"];
    return std::vector{
        tokens([&](int n, int t, int c) { return (x(n, t, c) - bias(c)) / weight(c) * d(n, c) + m(n, c); })};
  });
}
TEST_CASE("layer scale", "[catalogue]") {
  check_catalogue<find<"LayerScale<C>">>({1, 2}, [](const given_numbers& in) {
    const array x = in["x"], weight = in["weight"];
    return std::vector{tokens([&](int n, int t, int c) { return x(n, t, c) * weight(c); })};
  });
}
TEST_CASE("dynamic tanh", "[catalogue]") {
  check_catalogue<find<"DynamicTanh<C>">>({1, 2}, [](const given_numbers& in) {
    const array x = in["x"], weight = in["weight"], bias = in["bias"], alpha = in["alpha"];
    return std::vector{
        tokens([&](int n, int t, int c) { return std::tanh(alpha() * x(n, t, c)) * weight(c) + bias(c); })};
  });
}
TEST_CASE("dynamic erf", "[catalogue]") {
  check_catalogue<find<"DynamicErf<C>">>({1, 2}, [](const given_numbers& in) {
    const array x = in["x"], weight = in["weight"], bias = in["bias"], alpha = in["alpha"], shift = in["shift"];
    return std::vector{
        tokens([&](int n, int t, int c) { return std::erf(alpha() * x(n, t, c) + shift()) * weight(c) + bias(c); })};
  });
}
