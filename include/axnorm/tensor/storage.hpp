// Memory of a tensor: uninitialized bytes, aligned to cache lines and placed so that tensors do not compete for the
// same sets of a cache. Used by Tensor only. Must not know what is stored.
#pragma once

#include <cstddef>
#include <new>
#include <utility>

#if defined(__linux__)
#include <sys/mman.h>
#endif

namespace axnorm::detail {

/// Owns bytes. Those of large tensors begin at different offsets modulo 4096: an output 64 bytes behind its input,
/// modulo 4096, makes every load wait for a store that it seems to depend on. The largest are put on huge pages where
/// there are.
class storage {
public:
  static constexpr std::size_t line = 64, page = 4096, huge_page = std::size_t{2} << 20;
  static constexpr std::size_t staggered_from = 4 * page, huge_from = 2 * huge_page;

  storage() = default;
  explicit storage(std::size_t bytes) {
    if (bytes == 0) return;
    const bool stagger = bytes >= staggered_from;
    alignment_ = bytes >= huge_from ? huge_page : stagger ? page : line;
    // 17 lines further each time: 64 different places before one comes again, none near the one before.
    // (Builtins: <atomic> would be among what costs a unit most.)
    static unsigned turn = 0;
    const std::size_t offset =
        stagger ? __atomic_fetch_add(&turn, 1, __ATOMIC_RELAXED) * 17u % (page / line) * line : 0;
    base_ = ::operator new(bytes + offset, std::align_val_t(alignment_));
    data_ = static_cast<std::byte*>(base_) + offset;
#if defined(__linux__) && defined(MADV_HUGEPAGE)
    if (alignment_ == huge_page) (void)::madvise(base_, bytes + offset, MADV_HUGEPAGE); // a wish: refusal is no error
#endif
  }
  storage(storage&& other) noexcept
      : base_(std::exchange(other.base_, nullptr)), data_(std::exchange(other.data_, nullptr)),
        alignment_(other.alignment_) {}
  storage& operator=(storage&& other) noexcept {
    std::swap(base_, other.base_);
    std::swap(data_, other.data_);
    std::swap(alignment_, other.alignment_);
    return *this;
  }
  storage(const storage&) = delete;
  storage& operator=(const storage&) = delete;
  ~storage() {
    if (base_ != nullptr) ::operator delete(base_, std::align_val_t(alignment_));
  }

  void* data() const { return data_; }

private:
  void* base_ = nullptr;
  std::byte* data_ = nullptr;
  std::size_t alignment_ = line;
};

} // namespace axnorm::detail
