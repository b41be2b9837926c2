// Mode norm. Its statistics of samples and modes have sweeps of their own, which take long to compile.
#include "support/catalogue_loops.hpp"
#include "support/catch.hpp"
#include <axnorm/norm/catalogue.hpp>

using namespace axnorm::check;
using namespace axnorm::check::loops;
using axnorm::catalogue::find;

TEST_CASE("mode norm", "[catalogue]") {
  check_catalogue<find<"ModeNorm">>({6, 5}, [](const given_numbers& in) {
    const array x = in["x"], g = in["gates"], m = in["running_mean"], v = in["running_var"];
    return std::vector{affine(
        in, image([&](int n, int c, int h, int w) {
          const auto part = [&](int k) {
            moments s{m(k, c), v(k, c)};
            if (in.training) {
              const double all = mean([&](int i) { return g(i, k); }, N);
              s.mean = mean([&](int i, int a, int b) { return g(i, k) * x(i, c, a, b); }, N, H, W) / all;
              s.var =
                  mean([&](int i, int a, int b) { return g(i, k) * square(x(i, c, a, b) - s.mean); }, N, H, W) / all;
            }
            return g(n, k) * whitened(x(n, c, h, w), s.mean, s.var);
          };
          return sum(part, K);
        }))};
  });
}
