// Interleaved timing: every candidate once a round, medians over the rounds, so that a machine that drifts drifts for
// all. Used by the benchmark. Must not know: what is timed.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace benchmark {

/// Something to time: a name and what one round does.
struct candidate {
  std::string name;
  std::function<void()> run;
};

struct timing {
  std::string name;
  double median = 0, low = 0, high = 0; ///< nanoseconds a call; low and high are quartiles
};

/// Times all candidates in turn for `rounds` rounds after two that do not count; short ones are repeated within a
/// round.
inline std::vector<timing> interleaved(const std::vector<candidate>& all, int rounds) {
  using clock = std::chrono::steady_clock;
  auto seconds = [](clock::duration d) { return std::chrono::duration<double, std::nano>(d).count(); };
  std::vector<int> repeats(all.size(), 1);
  std::vector<std::vector<double>> times(all.size());
  for (int round = -2; round < rounds; ++round)
    for (std::size_t i = 0; i < all.size(); ++i) {
      const auto begin = clock::now();
      for (int k = 0; k < repeats[i]; ++k)
        all[i].run();
      const double one = seconds(clock::now() - begin) / repeats[i];
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
