// The usual norms of the catalogue.
#include "support/catalogue_loops.hpp"
#include "support/catch.hpp"
#include <axnorm/norm/catalogue.hpp>

using namespace axnorm::check;
using namespace axnorm::check::loops;
using axnorm::catalogue::find;

TEST_CASE("batch norm", "[catalogue]") {
  check_catalogue<find<"BatchNorm">>({2, 2},
                                     [](const given_numbers& in) { return std::vector{affine(in, batch_norm(in))}; });
}
TEST_CASE("layer norm of images", "[catalogue]") {
  check_catalogue<find<"LayerNorm<C, H, W>">>({2, 2}, [](const given_numbers& in) {
    const array x = in["x"], weight = in["weight"], bias = in["bias"];
    return std::vector{image([&](int n, int c, int h, int w) {
      const auto at = [&](int d, int i, int j) { return x(n, d, i, j); };
      return whitened(x(n, c, h, w), mean(at, C, H, W), var(at, C, H, W)) * weight(c, h, w) + bias(c, h, w);
    })};
  });
}
TEST_CASE("layer norm of tokens", "[catalogue]") {
  check_catalogue<find<"LayerNorm<C>">>({2, 2}, [](const given_numbers& in) {
    const array x = in["x"], weight = in["weight"], bias = in["bias"];
    return std::vector{tokens([&](int n, int t, int c) {
      const auto at = [&](int d) { return x(n, t, d); };
      return whitened(x(n, t, c), mean(at, C), var(at, C)) * weight(c) + bias(c);
    })};
  });
}
TEST_CASE("instance norm", "[catalogue]") {
  check_catalogue<find<"InstanceNorm">>({2, 2}, [](const given_numbers& in) { return std::vector{instance_norm(in)}; });
}
TEST_CASE("group norm", "[catalogue]") {
  check_catalogue<find<"GroupNorm<4>">>({2, 2}, [](const given_numbers& in) {
    const array x = in["x"];
    return std::vector{affine(in, image([&](int n, int c, int h, int w) {
                                const auto at = [&](int d, int i, int j) { return x(n, c / 2 * 2 + d, i, j); };
                                return whitened(x(n, c, h, w), mean(at, 2, H, W), var(at, 2, H, W));
                              }))};
  });
}
TEST_CASE("switchable norm", "[catalogue]") {
  check_catalogue<find<"SwitchableNorm2d">>({2, 2}, [](const given_numbers& in) {
    const array x = in["x"], a = in["mean_weight"], b = in["var_weight"], m = in["running_mean"], v = in["running_var"];
    const auto share = [](const array& logits, int k) {
      return std::exp(logits(k)) / sum([&](int i) { return std::exp(logits(i)); }, 3);
    };
    return std::vector{affine(in, image([&](int n, int c, int h, int w) {
                                const auto layer = [&](int d, int i, int j) { return x(n, d, i, j); };
                                const moments s[]{of_instance(x, n, c),
                                                  {mean(layer, C, H, W), var(layer, C, H, W)},
                                                  in.training ? of_channel(x, c) : moments{m(c), v(c)}};
                                return whitened(x(n, c, h, w), sum([&](int k) { return share(a, k) * s[k].mean; }, 3),
                                                sum([&](int k) { return share(b, k) * s[k].var; }, 3));
                              }))};
  });
}
