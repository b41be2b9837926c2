// Memory for statistics during a call: kept by each thread and reused, so that a steady state allocates nothing.
// Used by the executor. Must not know: what is stored.
#pragma once

#include <cstddef>
#include <new>

namespace axnorm::exec {

/// A growing block of cache-line aligned memory. What `take` returned stays valid until the next `take`.
class scratch {
public:
  scratch() = default;
  scratch(const scratch&) = delete;
  scratch& operator=(const scratch&) = delete;
  ~scratch() { release(); }

  char* take(std::size_t bytes) {
    if (bytes > size_) grow(bytes);
    return memory_;
  }

private:
  static constexpr std::align_val_t alignment{64};
  char* memory_ = nullptr;
  std::size_t size_ = 0;

  [[gnu::cold, gnu::noinline]] void grow(std::size_t bytes) {
    release();
    memory_ = static_cast<char*>(::operator new(bytes, alignment));
    size_ = bytes;
  }
  void release() {
    if (memory_ != nullptr) ::operator delete(memory_, alignment);
    memory_ = nullptr;
    size_ = 0;
  }
};

/// What the scratch of a thread is for; uses that overlap in time have a block each.
enum class scratch_use { whole_call, one_tile, tile_state, partial_results, staged_sums, window };

template<scratch_use Use>
inline scratch& thread_scratch() {
  thread_local scratch s;
  return s;
}

} // namespace axnorm::exec
