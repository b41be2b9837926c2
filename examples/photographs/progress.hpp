// Saying on standard error what is being done, when it takes longer than a second.
// Used by main.cpp.
// Must not know what is being done.
#pragma once

#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

namespace photographs {

/// Announces a stage of the work once the program has run for a second, and every five seconds of one stage again.
class progress {
public:
  progress();
  ~progress();
  progress(const progress&) = delete;
  progress& operator=(const progress&) = delete;

  /// From now on, this is what is being done.
  void stage(std::string what);

private:
  void watch();

  std::mutex mutex_;
  std::condition_variable changed_;
  std::string what_;
  int stage_ = 0;
  bool done_ = false;
  std::thread watcher_;
};

} // namespace photographs
