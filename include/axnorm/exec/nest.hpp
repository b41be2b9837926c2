// The loops of one sweep at run time: extents and byte steps of each operand, neighbouring loops merged where strides
// allow. Used by the sweep drivers. Must not know: what is computed inside.
#pragma once

#include <axnorm/graph/node.hpp>
#include <axnorm/plan/tile.hpp>

#include <array>
#include <cstddef>
#include <cstdint>

namespace axnorm::exec {

/// Where one operand of a sweep is: its first element and the byte step along each of P parts (0 where it does not
/// vary).
template<int P>
struct slot {
  char* data = nullptr;
  std::array<std::ptrdiff_t, static_cast<std::size_t>(P)> step{};
};

/// Loops, outermost first, over M slots, and the innermost run of n positions. `persists`: accumulators live on when
/// the loop steps. There are at most as many loops as parts, P.
template<int M, int P>
struct nest {
  struct loop {
    std::int64_t extent = 1;
    bool persists = false;
    bool inner = false;
    std::array<std::ptrdiff_t, static_cast<std::size_t>(M)> step{};
  };
  std::array<loop, static_cast<std::size_t>(P)> loops;
  int count = 0;
  int first_persisting = 0; ///< loops from here on are all persisting
  std::int64_t n = 1;       ///< positions of the innermost run
  std::array<std::ptrdiff_t, static_cast<std::size_t>(M)> inner_step{};
  bool empty = false;

  constexpr std::int64_t product(int from, int to) const {
    std::int64_t r = 1;
    for (int i = from; i < to; ++i)
      r *= loops[static_cast<std::size_t>(i)].extent;
    return r;
  }
  std::int64_t outer() const { return product(0, first_persisting); }
  std::int64_t rows() const { return product(first_persisting, count); }
};

/// Builds the loops over the parts in `domain`, in `order`. `inner`: the parts that may form the innermost run;
/// `common`: the parts across which accumulators persist.
template<int M, int P>
nest<M, P> make_nest(const plan::part_order& order, graph::axis_mask domain, graph::axis_mask inner,
                     graph::axis_mask common, const std::int64_t* extents,
                     const std::array<slot<P>, static_cast<std::size_t>(M)>& slots) {
  nest<M, P> r;
  auto can_merge = [&](const typename nest<M, P>::loop& out, const typename nest<M, P>::loop& in) {
    if (out.persists != in.persists || out.inner != in.inner) return false;
    for (std::size_t m = 0; m < M; ++m)
      if (out.step[m] != in.step[m] * in.extent) return false;
    return true;
  };
  for (int k = 0; k < order.count; ++k) {
    const int part = order.part[static_cast<std::size_t>(k)];
    const graph::axis_mask bit = graph::axis_mask{1} << part;
    if (!(domain & bit)) continue;
    const std::int64_t extent = extents[part];
    if (extent == 0) r.empty = true;
    if (extent == 1) continue;
    typename nest<M, P>::loop l{
        .extent = extent, .persists = (common & bit) != 0, .inner = (inner & bit) != 0, .step = {}};
    for (std::size_t m = 0; m < M; ++m)
      l.step[m] = slots[m].step[static_cast<std::size_t>(part)];
    if (r.count > 0) {
      auto& last = r.loops[static_cast<std::size_t>(r.count - 1)];
      if (can_merge(last, l)) {
        l.extent *= last.extent;
        last = l;
        continue;
      }
    }
    r.loops[static_cast<std::size_t>(r.count++)] = l;
  }
  if (r.count > 0 && r.loops[static_cast<std::size_t>(r.count - 1)].inner) {
    const auto& last = r.loops[static_cast<std::size_t>(--r.count)];
    r.n = last.extent;
    r.inner_step = last.step;
  }
  r.first_persisting = r.count;
  while (r.first_persisting > 0 && r.loops[static_cast<std::size_t>(r.first_persisting - 1)].persists)
    --r.first_persisting;
  return r;
}

/// The addresses of M slots, and the position in the loops [first, last) that they stand at.
template<int M, int P>
struct cursor {
  std::array<char*, static_cast<std::size_t>(M)> at{};
  std::array<std::int64_t, static_cast<std::size_t>(P)> index{};

  /// Goes to flat position `flat` of the loops [first, last), from their start.
  void seek(const nest<M, P>& loops, int first, int last, std::int64_t flat) {
    for (int k = last - 1; k >= first; --k) {
      const auto& l = loops.loops[static_cast<std::size_t>(k)];
      const std::int64_t i = k == first ? flat : flat % l.extent;
      flat /= l.extent;
      index[static_cast<std::size_t>(k)] = i;
      for (std::size_t m = 0; m < M; ++m)
        at[m] += i * l.step[m];
    }
  }
  /// One step in the loops [first, last).
  void next(const nest<M, P>& loops, int first, int last) {
    for (int k = last - 1; k >= first; --k) {
      const auto& l = loops.loops[static_cast<std::size_t>(k)];
      std::int64_t& i = index[static_cast<std::size_t>(k)];
      if (++i < l.extent) {
        for (std::size_t m = 0; m < M; ++m)
          at[m] += l.step[m];
        return;
      }
      i = 0;
      for (std::size_t m = 0; m < M; ++m)
        at[m] -= (l.extent - 1) * l.step[m];
    }
  }
};

} // namespace axnorm::exec
