#include "support/check_allocations.hpp"

#include <atomic>
#include <cstdlib>
#include <new>

#if defined(__SANITIZE_ADDRESS__)
#define AXNORM_TESTS_COUNT_ALLOCATIONS 0
#elif defined(__has_feature)
#define AXNORM_TESTS_COUNT_ALLOCATIONS !__has_feature(address_sanitizer)
#else
#define AXNORM_TESTS_COUNT_ALLOCATIONS 1
#endif

namespace axnorm::check {
namespace {

std::atomic<std::size_t> count = 0;

} // namespace

std::size_t allocations() { return count; }

} // namespace axnorm::check

#if AXNORM_TESTS_COUNT_ALLOCATIONS
// Not inlined: g++ takes a pair of these, one inlined and one not, for a mismatch.
[[gnu::noinline]] void* operator new(std::size_t n) {
  ++axnorm::check::count;
  if (void* p = std::malloc(n)) return p;
  throw std::bad_alloc();
}
[[gnu::noinline]] void* operator new(std::size_t n, std::align_val_t a) {
  ++axnorm::check::count;
  const auto align = static_cast<std::size_t>(a);
  if (void* p = std::aligned_alloc(align, (n + align - 1) / align * align)) return p;
  throw std::bad_alloc();
}
[[gnu::noinline]] void* operator new(std::size_t n, const std::nothrow_t&) noexcept {
  ++axnorm::check::count;
  return std::malloc(n);
}
[[gnu::noinline]] void operator delete(void* p) noexcept { std::free(p); }
[[gnu::noinline]] void operator delete(void* p, std::size_t) noexcept { std::free(p); }
[[gnu::noinline]] void operator delete(void* p, std::align_val_t) noexcept { std::free(p); }
[[gnu::noinline]] void operator delete(void* p, std::size_t, std::align_val_t) noexcept { std::free(p); }
#endif
