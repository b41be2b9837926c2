// Instance norm and group norm.
#include "benchmark/norm_cases.hpp"

namespace benchmark {

void slice_cases(report& r) {
  norm_cases<InstanceNorm, N, C, H, W>(r, "IN", 8, 64, 128, 128);
  norm_cases<InstanceNorm, N, C, H, W>(r, "IN", 4, 128, 64, 64);
  const auto groups = [&](int n, int c, int h, int w) { norm_cases<GroupNorm<32>, N, C, H, W>(r, "GN32", n, c, h, w); };
  groups(8, 256, 32, 32);
  groups(2, 320, 64, 64);
  groups(32, 64, 56, 56);
  const auto channels_last = [&](int n, int h, int w, int c) {
    norm_cases<GroupNorm<32>, N, H, W, C>(r, "GN32", n, h, w, c);
  };
  channels_last(8, 32, 32, 256);
  channels_last(2, 64, 64, 320);
  channels_last(32, 56, 56, 64);
}

} // namespace benchmark
