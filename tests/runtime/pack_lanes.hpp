// Helpers of the pack tests: packs as arrays, and memory that ends at a page which must not be touched.
// Used by pack_*.cpp only.
// Must not know: the functions under test beyond load and store.
#pragma once

#include <axnorm/exec/pack_memory.hpp>
#include <axnorm/exec/pack_wide.hpp>

#include <array>
#include <cstddef>
#include <stdexcept>
#include <sys/mman.h>
#include <unistd.h>

namespace pack_test {
namespace exec = axnorm::exec;

template<class T>
using lanes = std::array<T, exec::pack<T>::width>;

template<class T>
lanes<T> to_array(exec::pack<T> x) {
  lanes<T> a;
  exec::store(a.data(), x);
  return a;
}
template<class T>
exec::pack<T> from_array(const lanes<T>& a) {
  return exec::load<T>(a.data());
}
template<class T, class F>
lanes<T> make_lanes(F f) {
  lanes<T> a;
  for (std::size_t i = 0; i < a.size(); ++i)
    a[i] = static_cast<T>(f(i));
  return a;
}
template<class T>
std::array<bool, exec::pack<T>::width> to_array(exec::mask<T> m) {
  const auto a = to_array(exec::to_number(m));
  std::array<bool, exec::pack<T>::width> r{};
  for (std::size_t i = 0; i < r.size(); ++i)
    r[i] = a[i] != T(0);
  return r;
}

/// A page of memory between two pages that fault when touched.
class fenced_page {
public:
  fenced_page() : page_(static_cast<std::size_t>(sysconf(_SC_PAGESIZE))) {
    void* p = mmap(nullptr, 3 * page_, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (p == MAP_FAILED) throw std::runtime_error("no memory for the test");
    base_ = static_cast<std::byte*>(p);
    if (mprotect(base_ + page_, page_, PROT_READ | PROT_WRITE) != 0)
      throw std::runtime_error("memory could not be protected");
  }
  ~fenced_page() { munmap(base_, 3 * page_); }
  fenced_page(const fenced_page&) = delete;
  fenced_page& operator=(const fenced_page&) = delete;

  /// The first n elements of the page, or the last n.
  template<class E>
  E* first() {
    return reinterpret_cast<E*>(base_ + page_);
  }
  template<class E>
  E* last(std::size_t n) {
    return reinterpret_cast<E*>(base_ + 2 * page_ - n * sizeof(E));
  }

private:
  std::size_t page_;
  std::byte* base_ = nullptr;
};
} // namespace pack_test
