// Peers in processes of their own: other languages, libraries that do not go with those that are linked. A process gets
// the arrays of a case in a folder, checks what it computes against axnorm's results, and then does one round whenever
// it is told to. Used by the report.
#pragma once

#include "benchmark/measure.hpp"
#include "benchmark/peer.hpp"

#include <cstdio>
#include <string>
#include <vector>

namespace benchmark {

/// The folder through which arrays go to the processes; gone in the end. File `case` names the case in its first line
/// (op, mode, shape, layout, dtype, separated by tabs) and then each array: its file, elements, type, and whether it is
/// a result. Results are in files of their own.
class exchange {
public:
  exchange();
  ~exchange();
  exchange(const exchange&) = delete;
  exchange& operator=(const exchange&) = delete;
  void write(const peer_case& c) const;
  const std::string& folder() const { return folder_; }

private:
  std::string folder_;
};

/// One process, which has so many threads and as many cores. Lines to it and from it:
///   case               the case in the folder; answers `peer NAME`, `refused NAME: why` (its results are wrong) or
///   `failed NAME: why`
///                      (it has the case but could not do it) for each of its peers, and `end`
///   time NAME REPEATS  answers the nanoseconds that these repeats took
class peer_process {
public:
  peer_process(const std::string& command, const std::string& folder, int threads);
  ~peer_process();
  peer_process(const peer_process&) = delete;
  peer_process& operator=(const peer_process&) = delete;

  /// The peers that have the case and compute what they should; why others did not is added to `mistakes` and
  /// `failures`.
  std::vector<candidate> candidates(std::vector<std::string>& mistakes, std::vector<std::string>& failures);

private:
  std::string answer();
  void tell(const std::string& line);

  std::string command_;
  int threads_, id_ = 0;
  std::FILE *to_ = nullptr, *from_ = nullptr;
};

} // namespace benchmark
