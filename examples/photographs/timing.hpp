// How long something takes, fairly: contestants run in turn, medians count, beside the fastest copy of the same size.
// Used by main.cpp.
// Must not know of norms.
#pragma once

#include <cstddef>
#include <functional>
#include <vector>

namespace photographs {

/// Runs all of them in turn, again and again, after one round that doesn't count; at least 5 and at most `rounds`
/// rounds, none begun after `budget` seconds. Returns the median of each, in seconds.
std::vector<double> race(const std::vector<std::function<void()>>& contestants, int rounds, double budget);

/// Two ways to copy memory, by all of OpenMP's threads: with ordinary stores, and around the cache.
void copy_plain(void* to, const void* from, std::size_t bytes);
void copy_streaming(void* to, const void* from, std::size_t bytes);

/// A contestant's median, and that of the best copy in the same rounds: of these two and of one thread alone.
struct beside_copy {
  double seconds = 0, copy_seconds = 0;
};
beside_copy race_against_copy(const std::function<void()>& contestant, void* to, const void* from, std::size_t bytes);

} // namespace photographs
