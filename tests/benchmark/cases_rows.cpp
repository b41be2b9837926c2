// Layer norm and RMS norm of rows.
#include "benchmark/norm_cases.hpp"

namespace benchmark {

void row_cases(report& r) {
  const auto layer_norm = [&](int rows, int n) { norm_cases<LayerNorm<L>, N, L>(r, "LN", rows, n); };
  layer_norm(4096, 256);
  layer_norm(4096, 1024);
  layer_norm(1024, 4096);
  layer_norm(64, 768);
  layer_norm(1, 768);
  norm_cases<LayerNorm<C>, N, L, C>(r, "LN", 32, 197, 768);
  const auto rms_norm = [&](int rows, int n) { norm_cases<RMSNorm<L>, N, L>(r, "RMS", rows, n); };
  rms_norm(4096, 1024);
  rms_norm(1024, 4096);
  rms_norm(8, 4096);
}

} // namespace benchmark
