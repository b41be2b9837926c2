// The loops of copy: loops in the order of the destination's memory, merged where both sides allow, in tiles where
// source and destination run across each other. Used by copy.hpp; knows pointers and strides, no axes.
#pragma once

#include <axnorm/tensor/element.hpp>
#include <axnorm/tensor/layout.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <type_traits>
#include <utility>

namespace axnorm::detail {

/// One loop: how often, and how far each side moves.
struct copy_loop {
  std::int64_t count = 1;
  std::ptrdiff_t from = 0, to = 0;
};

constexpr std::ptrdiff_t distance(std::ptrdiff_t stride) { return stride < 0 ? -stride : stride; }

/// Loops from the outermost to the innermost by the destination's strides, neighbours merged. Returns how many remain.
template<std::size_t Rank>
constexpr std::size_t order_loops(std::array<copy_loop, Rank + 1>& loops, const extents_array<Rank>& extents,
                                  const strides_array<Rank>& from, const strides_array<Rank>& to) {
  std::size_t n = 0;
  for (std::size_t i = 0; i < Rank; ++i) {
    if (extents[i] == 1) continue;
    const copy_loop next{extents[i], from[i], to[i]};
    std::size_t at = n++;
    for (; at > 0 && distance(loops[at - 1].to) < distance(next.to); --at)
      loops[at] = loops[at - 1];
    loops[at] = next;
  }
  std::size_t kept = 0;
  for (std::size_t i = 0; i < n; ++i) {
    const copy_loop inner = loops[i];
    const auto step = static_cast<std::ptrdiff_t>(inner.count);
    if (kept > 0 && loops[kept - 1].from == inner.from * step && loops[kept - 1].to == inner.to * step)
      loops[kept - 1] = {loops[kept - 1].count * inner.count, inner.from, inner.to};
    else
      loops[kept++] = inner;
  }
  return kept;
}

template<class From, class To>
void copy_run(const From* from, To* to, const copy_loop& l) {
  if constexpr (std::same_as<From, To>) {
    if (l.from == 1 && l.to == 1) {
      std::memcpy(to, from, static_cast<std::size_t>(l.count) * sizeof(To));
      return;
    }
  }
  const auto n = static_cast<std::ptrdiff_t>(l.count);
  if (l.from == 1 && l.to == 1) {
    for (std::ptrdiff_t i = 0; i < n; ++i)
      to[i] = element_cast<To>(from[i]);
  } else {
    for (std::ptrdiff_t i = 0; i < n; ++i)
      to[i * l.to] = element_cast<To>(from[i * l.from]);
  }
}

/// Two loops that run across each other, in tiles: whole lines of both sides stay in the cache.
template<class From, class To>
void copy_across(const From* from, To* to, const copy_loop& outer, const copy_loop& inner) {
  constexpr std::int64_t tile = 128; // of 8 to 128 the fastest for images; 64 KB of float a side
  for (std::int64_t i = 0; i < outer.count; i += tile)
    for (std::int64_t j = 0; j < inner.count; j += tile) {
      const std::int64_t rows = outer.count - i < tile ? outer.count - i : tile;
      const std::int64_t columns = inner.count - j < tile ? inner.count - j : tile;
      for (std::int64_t k = i; k < i + rows; ++k)
        copy_run(from + k * outer.from + j * inner.from, to + k * outer.to + j * inner.to,
                 {columns, inner.from, inner.to});
    }
}

/// Copies between memory that does not overlap; strides in elements, in the order of `extents`.
template<class From, class To, std::size_t Rank>
void copy_elements(const From* from, const strides_array<Rank>& from_strides, To* to,
                   const strides_array<Rank>& to_strides, const extents_array<Rank>& extents) {
  if (count_of(extents) == 0) return;
  std::array<copy_loop, Rank + 1> loops{};
  std::size_t n = order_loops<Rank>(loops, extents, from_strides, to_strides);
  if (n == 0) {
    *to = element_cast<To>(*from);
    return;
  }
  // The loop that is innermost for the source, if it is another: next to the innermost.
  bool across = false;
  std::size_t nearest = n - 1;
  for (std::size_t i = 0; i + 1 < n; ++i)
    if (distance(loops[i].from) < distance(loops[nearest].from)) nearest = i;
  if (nearest != n - 1) {
    across = true;
    for (; nearest + 1 < n - 1; ++nearest)
      std::swap(loops[nearest], loops[nearest + 1]);
  }
  const std::size_t outer = n - (across ? 2 : 1);
  std::array<std::int64_t, Rank + 1> index{};
  for (;;) {
    if (across)
      copy_across(from, to, loops[n - 2], loops[n - 1]);
    else
      copy_run(from, to, loops[n - 1]);
    std::size_t i = outer;
    for (; i > 0; --i) {
      const copy_loop& l = loops[i - 1];
      from += l.from;
      to += l.to;
      if (++index[i - 1] < l.count) break;
      from -= l.from * static_cast<std::ptrdiff_t>(l.count);
      to -= l.to * static_cast<std::ptrdiff_t>(l.count);
      index[i - 1] = 0;
    }
    if (i == 0) return;
  }
}

} // namespace axnorm::detail
