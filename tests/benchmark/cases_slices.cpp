// Instance norm and group norm.
#include "benchmark/norm_cases.hpp"

namespace benchmark {

void slice_cases(report& r) {
  const auto instance = [&](int n, int c, int h, int w) {
    norm_cases<InstanceNorm, N, C, H, W>(
        r, "IN",
        [=](naive_arrays a) {
          return naive_groups(a, std::size_t(n), std::size_t(c), 1, std::size_t(h) * std::size_t(w), false);
        },
        n, c, h, w);
  };
  instance(8, 64, 128, 128);
  instance(4, 128, 64, 64);
  const auto groups = [&](int n, int c, int h, int w) {
    norm_cases<GroupNorm<32>, N, C, H, W>(
        r, "GN32",
        [=](naive_arrays a) {
          return naive_groups(a, std::size_t(n), 32, std::size_t(c) / 32, std::size_t(h) * std::size_t(w), true);
        },
        n, c, h, w);
  };
  groups(8, 256, 32, 32);
  groups(2, 320, 64, 64);
  groups(32, 64, 56, 56);
  norm_cases<GroupNorm<32>, N, H, W, C>(r, "GN32", nullptr, 8, 32, 32, 256);
}

} // namespace benchmark
