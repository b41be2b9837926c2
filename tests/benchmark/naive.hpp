// What a researcher would write: plain loops over floats, two passes for the statistics, one for the results, built
// with -O3 -ffast-math. A peer of the benchmark. Must not know: axnorm.
#pragma once

#include <cstddef>
#include <functional>

namespace benchmark {

/// Both ways of a norm; each takes the number of threads.
struct naive_norm {
  std::function<void(int)> forward, backward;
};

/// The memory that it works on: what forward reads and writes, and backward.
struct naive_arrays {
  const float* x;
  float* y;
  const float* dy;
  float* dx;
};

/// Layer norm of `rows` rows of `n`, or RMS norm if not centred; weight (and bias) for each element of a row.
naive_norm naive_rows(naive_arrays a, std::size_t rows, std::size_t n, bool centred);
/// Group norm: `batch` samples of `groups` groups of `channels` channels of `positions`; weight and bias a channel, or
/// none. Instance norm has groups of one channel.
naive_norm naive_groups(naive_arrays a, std::size_t batch, std::size_t groups, std::size_t channels,
                        std::size_t positions, bool affine);
/// Batch norm, channels before positions.
naive_norm naive_channels(naive_arrays a, std::size_t batch, std::size_t channels, std::size_t positions);
/// Batch norm, channels last: `rows` rows of `channels`.
naive_norm naive_channels_last(naive_arrays a, std::size_t rows, std::size_t channels);

} // namespace benchmark
