// Values over axis parts in full, row-major in the order of the parts, and how to walk several of them together. Used
// by the reference evaluator; knows no operation of the graph.
#pragma once

#include <axnorm/graph/node.hpp>

#include <range/v3/view/iota.hpp>
#include <range/v3/view/transform.hpp>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace axnorm::reference {

using graph::axis_mask;

/// What a node is worth everywhere: one number for each index tuple over `axes`, part 0 outermost.
struct values {
  axis_mask axes = 0;
  std::vector<double> data;
};

/// The parts of a set, in ascending order.
inline std::vector<int> parts_of(axis_mask axes) {
  std::vector<int> parts;
  for (; axes != 0; axes &= axes - 1)
    parts.push_back(std::countr_zero(axes));
  return parts;
}

/// How far one step along each of `along` moves in row-major memory over `axes`; 0 along parts it does not have.
inline std::vector<std::ptrdiff_t> strides_of(axis_mask axes, const std::vector<int>& along,
                                              const std::vector<std::int64_t>& extents) {
  std::vector<std::ptrdiff_t> strides(along.size(), 0);
  for (std::size_t k = 0; k < along.size(); ++k) {
    if ((axes >> along[k] & 1) == 0) continue;
    std::ptrdiff_t step = 1;
    for (const int inner : parts_of(axes))
      if (inner > along[k]) step *= static_cast<std::ptrdiff_t>(extents[static_cast<std::size_t>(inner)]);
    strides[k] = step;
  }
  return strides;
}

inline std::int64_t count_of(const std::vector<int>& parts, const std::vector<std::int64_t>& extents) {
  std::int64_t count = 1;
  for (const int p : parts)
    count *= extents[static_cast<std::size_t>(p)];
  return count;
}

/// All index tuples over `parts`, the last one fastest: a range of arrays.
inline auto index_tuples(const std::vector<int>& parts, const std::vector<std::int64_t>& extents) {
  std::vector<std::int64_t> sizes;
  for (const int p : parts)
    sizes.push_back(extents[static_cast<std::size_t>(p)]);
  return ranges::views::iota(std::int64_t{0}, count_of(parts, extents)) |
         ranges::views::transform([sizes](std::int64_t position) {
           std::array<std::int64_t, 32> index{};
           for (std::size_t k = sizes.size(); k-- > 0; position /= sizes[k])
             index[k] = position % sizes[k];
           return index;
         });
}

/// Calls visit(offset...) for each index tuple over `parts`, with the offset of each of the `sets` of axes there.
template<std::size_t Count, class F>
void walk(const std::vector<int>& parts, const std::vector<std::int64_t>& extents,
          const std::array<axis_mask, Count>& sets, F visit) {
  std::vector<int> outer = parts;
  std::int64_t inner = 1;
  if (!outer.empty()) {
    inner = extents[static_cast<std::size_t>(outer.back())];
    outer.pop_back();
  }
  std::array<std::vector<std::ptrdiff_t>, Count> strides;
  for (std::size_t s = 0; s < Count; ++s)
    strides[s] = strides_of(sets[s], parts, extents);
  for (const auto index : index_tuples(outer, extents)) {
    std::array<std::ptrdiff_t, Count> at{};
    for (std::size_t s = 0; s < Count; ++s)
      for (std::size_t k = 0; k < outer.size(); ++k)
        at[s] += static_cast<std::ptrdiff_t>(index[k]) * strides[s][k];
    for (std::int64_t i = 0; i < inner; ++i) {
      visit(at);
      for (std::size_t s = 0; s < Count && !parts.empty(); ++s)
        at[s] += strides[s].back();
    }
  }
}

} // namespace axnorm::reference
