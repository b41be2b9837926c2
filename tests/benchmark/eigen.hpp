// Eigen's Tensor expressions as a peer. Used where the library is there.
#pragma once

#include "benchmark/peer.hpp"

namespace benchmark {

/// Floats only.
job eigen_job(const peer_case& c, int threads);

} // namespace benchmark
