// A thread that looks at the clock, so that the work need not.
// Used by main.cpp.
// Must not know what is being done.
#include "progress.hpp"

#include <chrono>
#include <iostream>
#include <utility>

namespace photographs {

progress::progress() : watcher_([this] { watch(); }) {}

progress::~progress() {
  {
    const std::lock_guard lock(mutex_);
    done_ = true;
  }
  changed_.notify_one();
  watcher_.join();
}

void progress::stage(std::string what) {
  {
    const std::lock_guard lock(mutex_);
    what_ = std::move(what);
    ++stage_;
  }
  changed_.notify_one();
}

void progress::watch() {
  using namespace std::chrono_literals;
  using clock = std::chrono::steady_clock;
  const clock::time_point start = clock::now();
  clock::time_point next = start + 1s;
  std::unique_lock lock(mutex_);
  int said = 0;
  while (!done_) {
    const bool is_new = stage_ != said && clock::now() >= start + 1s;
    if (is_new || (stage_ != 0 && clock::now() >= next)) {
      const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(clock::now() - start).count();
      std::cerr << "photographs: " << what_ << " (" << seconds << " s)\n"; // standard error is not buffered
      said = stage_;
      next = clock::now() + 5s;
    }
    changed_.wait_until(lock, next);
  }
}

} // namespace photographs
