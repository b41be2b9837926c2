// Measures cases and prints them: axnorm beside its peers and what memory permits, in turn. Used by the cases. Must not
// know: any norm.
#pragma once

#include "benchmark/measure.hpp"
#include "benchmark/peer.hpp"
#include "benchmark/process.hpp"
#include "benchmark/traffic.hpp"
#include <axnorm/plan/explain.hpp>

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace benchmark {

struct subject : peer_case {
  std::vector<traffic> ideal = {};              ///< the least that has to move
  std::optional<axnorm::explanation> plan = {}; ///< of a forward call
  double expected_ns = 0;                       ///< by the cost model, of one thread; 0 if it was not asked
  shared_memory memory = {};
  job ours = {};
};

struct options {
  int rounds = 15;
  std::string filter, json;
  std::vector<int> threads{1};
  bool peers = true;
  bool model = false;                 ///< the cost model beside what is measured, and nothing else
  std::vector<std::string> processes; ///< commands of peers' processes
};

class report {
public:
  explicit report(options o);
  /// Whether the case is asked for: before memory is taken for it.
  bool wants(const subject& s) const;
  void measure(const subject& s);
  /// How much faster than each peer, in the geometric mean, and what was refused.
  void finish() const;

private:
  std::vector<candidate> peers_of(const subject& s, int threads);
  void refuse(const subject& s, const std::string& what);
  void compare_model(const subject& s);
  void print(const subject& s, int threads, const std::vector<timing>& peers, const timing& ours, double ideal,
             double plan);

  options o_;
  std::vector<peer> built_in_;
  std::unique_ptr<exchange> exchange_;
  std::map<std::pair<std::string, int>, std::unique_ptr<peer_process>> processes_; ///< by command and threads
  std::set<std::string> dead_;                                                     ///< commands whose process has ended
  std::map<std::pair<std::string, int>, std::vector<double>> ratios_; ///< by peer and threads: its time over ours
  std::vector<std::string> refused_;
  std::vector<double> model_ratios_; ///< what the cost model expects over what was measured
};

} // namespace benchmark
