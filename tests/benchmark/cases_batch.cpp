// Batch norm, channels before positions and after them.
#include "benchmark/norm_cases.hpp"

namespace benchmark {

void batch_cases(report& r) {
  const auto images = [&](int n, int c, int h, int w) {
    tracking_norm_cases<BatchNorm, N, C, H, W>(r, "BN", n, c, h, w);
  };
  images(32, 64, 56, 56);
  images(32, 256, 14, 14);
  images(64, 512, 7, 7);
  images(1, 64, 112, 112);
  images(8, 16, 8, 8);
  const auto channels_last = [&](int n, int h, int w, int c) {
    tracking_norm_cases<BatchNorm, N, H, W, C>(r, "BN", n, h, w, c);
  };
  channels_last(32, 56, 56, 64);
  channels_last(32, 14, 14, 256);
  channels_last(64, 7, 7, 512);
  channels_last(1, 112, 112, 64);
}

} // namespace benchmark
