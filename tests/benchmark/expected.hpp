// What a case has to give, for peers to be checked against: a peer that computes something else is not timed. Used by
// the report and by peers' processes.
#pragma once

#include "benchmark/peer.hpp"

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace benchmark {

class expected {
public:
  /// The results as they are now are what is right.
  explicit expected(const peer_case& c);
  /// Makes the results NaN, so that what is not written is found.
  void spoil() const;
  /// Does the job once. Returns what is wrong with its results; nothing if they are right.
  std::string mistake_of(const job& peer, int threads) const;

private:
  const peer_case& case_;
  std::vector<std::vector<std::byte>> results_; ///< of the case's arrays, in their order; empty for what is read
};

} // namespace benchmark
