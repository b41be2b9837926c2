// What memory permits: loops that read and write as much as a case must, plain or around the cache, by one or several
// threads. Used by the benchmark as its yardstick. Must not know: what is measured against it.
#pragma once

#include <cstddef>
#include <vector>

namespace benchmark {

/// One pass over memory: arrays that are read and written at the same time, all of `bytes`.
struct traffic {
  int reads = 1, writes = 1; ///< at most 4 and 2
  std::size_t bytes = 0;
};

/// Memory for passes of up to the given size, touched once; the same for all cases that need no more.
void prepare_traffic(const std::vector<traffic>& passes);

/// Does the passes. Stream: what is written goes around the cache.
void move(const std::vector<traffic>& passes, bool stream, int threads);

} // namespace benchmark
