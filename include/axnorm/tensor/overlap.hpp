// Whether two tensors share memory: exactly the same, not at all, or perhaps in part.
// Used before anything is written that something else may still be read from. Must not know what is written.
#pragma once

#include <axnorm/tensor/layout.hpp>
#include <axnorm/tensor/make_view.hpp>

#include <cstddef>
#include <cstdint>

namespace axnorm {

/// The bytes from the first to behind the last element; both null of an empty tensor.
struct byte_range {
  const std::byte* first = nullptr;
  const std::byte* last = nullptr;

  /// Whether any byte is in both. Strided tensors may be interleaved: then ranges meet and no element does.
  bool meets(const byte_range& other) const {
    // As numbers: < does not order pointers into different objects.
    const auto at = [](const std::byte* p) { return reinterpret_cast<std::uintptr_t>(p); };
    return first != last && other.first != other.last && at(first) < at(other.last) && at(other.first) < at(last);
  }
};

template<AnyTensor X>
byte_range bytes_of(const X& x) {
  const auto v = as_view(x);
  if (v.empty()) return {};
  std::ptrdiff_t low = 0, high = 1;
  for (std::size_t i = 0; i < v.rank; ++i) {
    const std::ptrdiff_t reach = v.stride(i) * static_cast<std::ptrdiff_t>(v.extent(i) - 1);
    (reach < 0 ? low : high) += reach;
  }
  return {reinterpret_cast<const std::byte*>(v.data() + low), reinterpret_cast<const std::byte*>(v.data() + high)};
}

/// Whether writing to `a` might change `b`.
template<AnyTensor A, AnyTensor B>
bool may_overlap(const A& a, const B& b) {
  return bytes_of(a).meets(bytes_of(b));
}

} // namespace axnorm
