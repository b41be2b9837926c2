// Layout: extents and strides as plain arrays, in the order of a tensor's axes. Counts, row-major strides, overflow.
// Used by views, tensors and algorithms. Must not know element types or pointers.
#pragma once

#include <axnorm/axis/axis.hpp>
#include <axnorm/axis/sentence.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>

namespace axnorm {

template<std::size_t Rank>
using extents_array = std::array<std::int64_t, Rank>;
/// In elements, not bytes.
template<std::size_t Rank>
using strides_array = std::array<std::ptrdiff_t, Rank>;

/// The number of positions.
template<std::size_t Rank>
constexpr std::int64_t count_of(const extents_array<Rank>& extents) {
  std::int64_t n = 1;
  for (const std::int64_t e : extents)
    n *= e;
  return n;
}

/// The strides of memory without gaps, the last axis innermost. An extent of 0 counts as 1, so that strides are never
/// 0.
template<std::size_t Rank>
constexpr strides_array<Rank> row_major(const extents_array<Rank>& extents) {
  strides_array<Rank> r{};
  std::ptrdiff_t step = 1;
  for (std::size_t i = Rank; i-- > 0;) {
    r[i] = step;
    step *= static_cast<std::ptrdiff_t>(extents[i] > 0 ? extents[i] : 1);
  }
  return r;
}

/// Whether the positions lie side by side in index order. Strides of axes with one position, or of nothing, do not
/// matter.
template<std::size_t Rank>
constexpr bool is_row_major(const extents_array<Rank>& extents, const strides_array<Rank>& strides) {
  if (count_of(extents) == 0) return true;
  std::ptrdiff_t step = 1;
  for (std::size_t i = Rank; i-- > 0;) {
    if (extents[i] != 1 && strides[i] != step) return false;
    step *= static_cast<std::ptrdiff_t>(extents[i]);
  }
  return true;
}

/// What is wrong with extents together: more bytes than a pointer difference can hold.
template<std::size_t Rank>
[[gnu::cold]] constexpr sentence words_of_size(const std::array<axis_extent, Rank>& dims,
                                               const extents_array<Rank>& extents, std::size_t element_size) {
  sentence s;
  auto room = std::numeric_limits<std::ptrdiff_t>::max() / static_cast<std::ptrdiff_t>(element_size);
  for (std::size_t i = 0; i < Rank; ++i) {
    if (extents[i] > 1) room /= static_cast<std::ptrdiff_t>(extents[i]);
    if (room != 0) continue;
    s << "a tensor with axes " << dims << " and extents ";
    for (std::size_t k = 0; k < Rank; ++k)
      (k == 0 ? s : s << " x ") << extents[k];
    return (s << " is larger than memory can be").about(dims[i].axis, "less", extents[i]);
  }
  return s;
}

} // namespace axnorm
