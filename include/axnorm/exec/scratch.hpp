// Memory for statistics during a call: kept by each thread and reused, so that a steady state allocates nothing.
// Used by the executor. Must not know: what is stored.
#pragma once

#include <cstddef>
#include <memory>
#include <new>

namespace axnorm::exec {

/// A growing block of cache-line aligned memory. What `take` returned stays valid until the next `take`.
class scratch {
public:
  char* take(std::size_t bytes) {
    if (bytes > size_) {
      memory_.reset();
      size_ = 0;
      memory_.reset(static_cast<char*>(::operator new(bytes, alignment)));
      size_ = bytes;
    }
    return memory_.get();
  }

private:
  static constexpr std::align_val_t alignment{64};
  struct release {
    void operator()(char* p) const { ::operator delete(p, alignment); }
  };
  std::unique_ptr<char, release> memory_;
  std::size_t size_ = 0;
};

/// What the scratch of a thread is for; uses that overlap in time have a block each.
enum class scratch_use { whole_call, one_tile, partial_results, window };

template<scratch_use Use>
inline scratch& thread_scratch() {
  thread_local scratch s;
  return s;
}

} // namespace axnorm::exec
