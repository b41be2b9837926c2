// Interleaved timing: every candidate once a round, medians over the rounds, so that a machine that drifts drifts for
// all. Used by the benchmark. Must not know: what is timed.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace benchmark {

/// Something to time: a name and what takes the time of so many repeats, in nanoseconds for all.
struct candidate {
  std::string name;
  std::function<double(int repeats)> time;
};

/// Times a function by the clock.
template<class F>
candidate timed(std::string name, F run) {
  return {std::move(name), [run = std::move(run)](int repeats) {
            using clock = std::chrono::steady_clock;
            const auto begin = clock::now();
            for (int k = 0; k < repeats; ++k)
              run();
            return std::chrono::duration<double, std::nano>(clock::now() - begin).count();
          }};
}

struct timing {
  std::string name;
  double median = 0, low = 0, high = 0; ///< nanoseconds a call; low and high are quartiles
};

/// Times all candidates in turn for `rounds` rounds after two that do not count; short ones are repeated within a
/// round. What takes long, as some peers' references do, has a few rounds only. Before each timing a candidate runs
/// for some milliseconds: it finds the caches as it leaves them itself, does not wait for what the one before it has
/// still to write, and a core that has waited for another process takes about ten to be as quick as it was.
inline std::vector<timing> interleaved(const std::vector<candidate>& all, int rounds) {
  constexpr double long_time = 100e6, warm_time = 30e6;
  constexpr std::size_t enough_if_long = 5;
  std::vector<int> repeats(all.size(), 1);
  std::vector<double> one_before(all.size());
  std::vector<std::vector<double>> times(all.size());
  for (int round = -2; round < rounds; ++round)
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (times[i].size() >= enough_if_long && times[i].back() > long_time) continue;
      if (round >= 0 && (times[i].empty() || times[i].back() < long_time))
        all[i].time(std::max(1, static_cast<int>(warm_time / one_before[i])));
      const double one = one_before[i] = all[i].time(repeats[i]) / repeats[i];
      if (round < 0)
        repeats[i] = std::clamp(static_cast<int>(200e3 / one), 1, 10000);
      else
        times[i].push_back(one);
    }
  std::vector<timing> r;
  for (std::size_t i = 0; i < all.size(); ++i) {
    std::sort(times[i].begin(), times[i].end());
    const std::size_t n = times[i].size();
    r.push_back({all[i].name, times[i][n / 2], times[i][n / 4], times[i][3 * n / 4]});
  }
  return r;
}

} // namespace benchmark
