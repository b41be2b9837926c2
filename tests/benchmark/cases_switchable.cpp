// Switchable norm of three sets.
#include "benchmark/norm_cases.hpp"

namespace benchmark {

void switchable_cases(report& r) {
  using SN = SwitchableNorm<Over<H, W>, Over<C, H, W>, Over<N, H, W>, Affine<C>>;
  norm_cases<SN, N, C, H, W>(r, "SN", 32, 64, 56, 56);
  norm_cases<SN, N, C, H, W>(r, "SN", 8, 256, 32, 32);
}

} // namespace benchmark
