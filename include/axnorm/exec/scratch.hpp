// Memory for statistics during a call: kept by each thread that calls and reused, so that a steady state allocates
// nothing. A call takes all of it at once, before anything is written: nothing can fail later. Used by the executor.
// Must not know: what is stored.
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

/// The scratch of this thread's calls.
inline scratch& thread_scratch() {
  thread_local scratch s;
  return s;
}

/// Cuts a block into pieces that begin at cache lines; without a block (null) it only counts.
class pieces {
public:
  explicit pieces(char* block = nullptr) : block_(block) {}

  template<class T>
  T* take(std::size_t n) {
    T* const piece = block_ == nullptr ? nullptr : reinterpret_cast<T*>(block_ + bytes_);
    bytes_ += (n * sizeof(T) + 63) / 64 * 64;
    return piece;
  }
  /// Whether there is a block, and pieces can be used.
  bool real() const { return block_ != nullptr; }
  std::size_t bytes() const { return bytes_; }

private:
  char* block_;
  std::size_t bytes_ = 0;
};

} // namespace axnorm::exec
