// Norms of the catalogue that mix the statistics of batches, instances and processes, or leave some elements out.
#include "support/catalogue_loops.hpp"
#include "support/catch.hpp"
#include <axnorm/norm/catalogue.hpp>

using namespace axnorm::check;
using namespace axnorm::check::loops;
using axnorm::catalogue::find;

TEST_CASE("batch-instance norm", "[catalogue]") {
  check_catalogue<find<"BatchInstanceNorm">>({2, 2}, [](const given_numbers& in) {
    const array rho = in["rho"], by_batch = batch_norm(in), by_instance = instance_norm(in);
    return std::vector{affine(in, image([&](int n, int c, int h, int w) {
                                return rho(c) * by_batch(n, c, h, w) + (1 - rho(c)) * by_instance(n, c, h, w);
                              }))};
  });
}
TEST_CASE("masked batch norm", "[catalogue]") {
  check_catalogue<find<"MaskedBatchNorm">>({2, 2}, [](const given_numbers& in) {
    const array x = in["x"], kept = in["mask"], weight = in["weight"], bias = in["bias"], m = in["running_mean"],
                v = in["running_var"];
    const double count = sum([&](int n, int t) { return kept(n, t); }, N, T);
    return std::vector{tokens([&](int n, int t, int c) {
      moments s{m(c), v(c)};
      if (in.training) {
        s.mean = sum([&](int k, int u) { return kept(k, u) * x(k, u, c); }, N, T) / count;
        s.var = sum([&](int k, int u) { return kept(k, u) * square(x(k, u, c) - s.mean); }, N, T) / count;
      }
      return kept(n, t) != 0 ? whitened(x(n, t, c), s.mean, s.var) * weight(c) + bias(c) : 0;
    })};
  });
}
TEST_CASE("batch norm across processes", "[catalogue]") {
  check_catalogue<find<"SyncBatchNorm">>({2, 3}, [](const given_numbers& in) {
    const array x = in["x"], counts = in["counts"], means = in["means"], variances = in["variances"],
                m = in["running_mean"], v = in["running_var"];
    const double all = sum([&](int s) { return counts(s); }, S);
    return std::vector{affine(
        in, image([&](int n, int c, int h, int w) {
          moments s{m(c), v(c)};
          if (in.training) {
            s.mean = sum([&](int p) { return counts(p) * means(p, c); }, S) / all;
            s.var = sum([&](int p) { return counts(p) * (variances(p, c) + square(means(p, c) - s.mean)); }, S) / all;
          }
          return whitened(x(n, c, h, w), s.mean, s.var);
        }))};
  });
}
