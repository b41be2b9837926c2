// A thread that looks at the clock, so that the work need not.
// Must not know what is being done.
#include "progress.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <iostream>
#include <unistd.h>
#include <utility>

namespace examples {

progress::progress(std::string program)
    : program_(std::move(program)), terminal_(isatty(STDERR_FILENO) == 1), watcher_([this] { watch(); }) {}

progress::~progress() { finish(); }

void progress::finish() {
  if (!watcher_.joinable()) return;
  {
    const std::lock_guard lock(mutex_);
    finished_ = true;
  }
  changed_.notify_one();
  watcher_.join();
}

void progress::stage(std::string what) {
  {
    const std::lock_guard lock(mutex_);
    what_ = std::move(what);
    share_ = -1;
    ++stage_;
  }
  changed_.notify_one();
}

void progress::done(double share) {
  const std::lock_guard lock(mutex_); // seen at the next look at the clock
  share_ = std::clamp(share, 0.0, 1.0);
}

std::string progress::line(double seconds) const {
  std::string text = program_ + ": " + what_;
  if (share_ >= 0) {
    constexpr int width = 30;
    const int full = static_cast<int>(share_ * width);
    text += " [" + std::string(static_cast<std::size_t>(full), '#') +
            std::string(static_cast<std::size_t>(width - full), '.') + "] " +
            std::to_string(static_cast<int>(share_ * 100)) + " %";
  }
  return text + " (" + std::to_string(static_cast<int>(seconds)) + " s)";
}

void progress::watch() {
  using namespace std::chrono_literals;
  using clock = std::chrono::steady_clock;
  const clock::time_point start = clock::now();
  clock::time_point next = start + 1s;
  std::unique_lock lock(mutex_);
  int said = 0;
  std::size_t shown = 0; // characters of the line that the cursor is in
  while (!finished_) {
    const bool is_new = stage_ != said && clock::now() >= start + 1s;
    if (is_new || (stage_ != 0 && clock::now() >= next)) {
      std::string text = line(std::chrono::duration<double>(clock::now() - start).count());
      if (terminal_) {
        const std::size_t length = text.size();
        text.insert(text.begin(), '\r');
        text.append(shown > length ? shown - length : 0, ' ');
        shown = length;
      } else {
        text += '\n';
      }
      std::cerr << text << std::flush;
      said = stage_;
      next = clock::now() + (terminal_ ? 200ms : 5000ms);
    }
    changed_.wait_until(lock, next);
  }
  // What is printed next should not stand behind an old line.
  if (shown > 0) std::cerr << '\r' + std::string(shown, ' ') + '\r' << std::flush;
}

} // namespace examples
