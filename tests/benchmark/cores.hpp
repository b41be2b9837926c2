// Which cores the benchmark may use. Its first thread stays on the first of them (OMP_PROC_BIND), and threads and
// processes that it starts by itself would stay there too. Used by peers that do not take OpenMP's threads.
#pragma once

#include <cstddef>
#include <omp.h>
#include <sched.h>
#include <vector>

namespace benchmark {

/// The first n cores that OpenMP has threads on; all if n is 0.
inline std::vector<int> first_cores(int n = 0) {
  std::vector<int> all;
  for (int place = 0; place < omp_get_num_places(); ++place) {
    std::vector<int> cores(static_cast<std::size_t>(omp_get_place_num_procs(place)));
    omp_get_place_proc_ids(place, cores.data());
    all.insert(all.end(), cores.begin(), cores.end());
  }
  if (n > 0 && all.size() > static_cast<std::size_t>(n)) all.resize(static_cast<std::size_t>(n));
  return all;
}

/// From now on the calling thread, and whatever it starts, is on these cores; wherever it was if there are none.
inline void stay_on(const std::vector<int>& cores) {
  if (cores.empty()) return;
  cpu_set_t set;
  CPU_ZERO(&set);
  for (const int core : cores)
    CPU_SET(static_cast<std::size_t>(core), &set);
  sched_setaffinity(0, sizeof set, &set);
}

} // namespace benchmark
