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

/// The memory of a case, which passes share with it, so that each finds in cache what the one before has left of it.
struct shared_memory {
  std::vector<float*> read, written;
  std::size_t bytes = 0; ///< of each
};

/// Memory for the passes: the case's if there is enough of it, else other, touched once.
void prepare_traffic(const std::vector<traffic>& passes, const shared_memory& of_case);

/// Does the passes. Stream: what is written goes around the cache.
void move(const std::vector<traffic>& passes, bool stream, int threads);

} // namespace benchmark
