// Measures cases and prints them: axnorm beside its peers and what memory permits, in one process, in turn. Used by the
// cases. Must not know: any norm.
#pragma once

#include "benchmark/traffic.hpp"
#include <axnorm/plan/explain.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace benchmark {

/// Does the whole of a case once, with so many threads.
using job = std::function<void(int threads)>;

struct subject {
  std::string op, shape, dtype = "f32", layout, mode = "fwd"; ///< mode: fwd, fwdbwd or eval
  std::vector<traffic> ideal = {};                            ///< the least that has to move
  std::optional<axnorm::explanation> plan = {};               ///< of a forward call
  shared_memory memory = {};
  job ours = {};
  std::map<std::string, job> peers = {};

  std::string name() const { return op + " " + mode + " " + shape + " " + layout + " " + dtype; }
};

struct options {
  int rounds = 15;
  std::string filter, json;
  std::vector<int> threads{1};
  bool peers = true;
};

class report {
public:
  explicit report(options o);
  /// Whether the case is asked for: before memory is taken for it.
  bool wants(const subject& s) const;
  void measure(const subject& s);
  /// How much faster than each peer, in the geometric mean.
  void finish() const;

private:
  options o_;
  std::map<std::pair<std::string, int>, std::vector<double>> ratios_; ///< by peer and threads: its time over ours
};

} // namespace benchmark
