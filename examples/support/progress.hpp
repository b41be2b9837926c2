// Saying on standard error what is being done and how much of it is, when it takes longer than a second.
// Used by the examples' programs.
// Must not know what is being done.
#pragma once

#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

namespace examples {

/// Announces a stage of the work once the program has run for a second, and again as time goes by: on a terminal in one
/// line that is written over and over, elsewhere in a line every five seconds.
class progress {
public:
  explicit progress(std::string program);
  ~progress();
  progress(const progress&) = delete;
  progress& operator=(const progress&) = delete;

  /// From now on, this is what is being done.
  void stage(std::string what);
  /// So much of it is done, from 0 to 1: from now on there is a bar. May be called by any thread.
  void done(double share);
  /// Nothing is said any more: what is printed from now on stands in lines of its own.
  void finish();

private:
  void watch();
  std::string line(double seconds) const;

  const std::string program_;
  const bool terminal_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::string what_;
  double share_ = -1; // of the stage; negative: unknown
  int stage_ = 0;
  bool finished_ = false;
  std::thread watcher_;
};

} // namespace examples
