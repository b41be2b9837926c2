// Whether two pieces of strided memory have an element in common, or are the very same. Used by evaluate before
// anything is written. Knows addresses, extents and strides, and nothing of what is computed.
#pragma once

#include <axnorm/axis/shape_error.hpp>
#include <axnorm/exec/run.hpp>
#include <axnorm/graph/check.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace axnorm::exec {

/// Memory as bytes: strides and the size of an element in bytes.
struct piece {
  std::uintptr_t first = 0;
  int rank = 0;
  std::ptrdiff_t size = 0;
  std::array<std::int64_t, max_rank> extent{};
  std::array<std::ptrdiff_t, max_rank> stride{};
};

inline piece piece_of(const memory& m, int rank, std::size_t element) {
  piece p{
      .first = reinterpret_cast<std::uintptr_t>(m.data), .rank = rank, .size = static_cast<std::ptrdiff_t>(element)};
  for (int i = 0; i < rank; ++i) {
    const auto k = static_cast<std::size_t>(i);
    p.extent[k] = m.extent[k];
    p.stride[k] = m.extent[k] > 1 ? m.stride[k] * p.size : 0;
  }
  return p;
}

/// The first byte and the one behind the last; equal if there is no element.
struct byte_range {
  std::uintptr_t begin = 0, end = 0;
  bool meets(const byte_range& other) const {
    return begin < other.end && other.begin < end && begin != end && other.begin != other.end;
  }
};
template<int Rank>
byte_range bytes_of(const memory& m, std::size_t element) {
  const auto first = reinterpret_cast<std::uintptr_t>(m.data);
  byte_range r{first, first + element};
  bool empty = false;
  for (int i = 0; i < Rank; ++i) {
    empty = empty || m.extent[i] == 0;
    const auto reach =
        static_cast<std::uintptr_t>((static_cast<std::ptrdiff_t>(m.extent[i]) - 1) * m.stride[i]) * element;
    (m.stride[i] < 0 ? r.begin : r.end) += reach;
  }
  return empty ? byte_range{first, first} : r;
}
inline byte_range bytes_of(const piece& p) {
  byte_range r{p.first, p.first + static_cast<std::uintptr_t>(p.size)};
  for (int i = 0; i < p.rank; ++i) {
    const auto k = static_cast<std::size_t>(i);
    if (p.extent[k] == 0) return {p.first, p.first};
    const std::ptrdiff_t reach = static_cast<std::ptrdiff_t>(p.extent[k] - 1) * p.stride[k];
    (reach < 0 ? r.begin : r.end) += static_cast<std::uintptr_t>(reach);
  }
  return r;
}
/// Whether each stride steps over all that the later axes cover: then no two elements are the same. Most memory is so.
template<int Rank>
bool is_nested(const memory& m) {
  bool nested = true;
  std::ptrdiff_t covered = 1;
  for (int i = Rank - 1; i >= 0; --i) {
    nested = nested && (m.extent[i] == 1 || m.stride[i] >= covered);
    covered = m.extent[i] == 1 ? covered : static_cast<std::ptrdiff_t>(m.extent[i]) * m.stride[i];
  }
  return nested;
}

namespace detail {

/// Steps along one or both pieces, strides positive, largest first.
struct steps {
  int count = 0;
  std::array<std::ptrdiff_t, 2 * max_rank> stride{};
  std::array<std::int64_t, 2 * max_rank> most{}; ///< the largest number of steps
};
inline void add_step(steps& s, std::ptrdiff_t stride, std::int64_t extent) {
  if (extent < 2) return;
  auto i = static_cast<std::size_t>(s.count++);
  for (; i > 0 && s.stride[i - 1] < stride; --i)
    s.stride[i] = s.stride[i - 1], s.most[i] = s.most[i - 1];
  s.stride[i] = stride;
  s.most[i] = extent - 1;
}

/// Whether some sum of steps, each taken 0 ... most times, lies strictly between `low` and `high`. Bounded work: what
/// it cannot decide counts as yes.
inline bool reaches(const steps& s, int from, std::ptrdiff_t low, std::ptrdiff_t high, int& work) {
  if (--work < 0) return true;
  if (low < 0 && high > 0) return true;
  if (high <= 0 || from == s.count) return false;
  std::ptrdiff_t rest = 0;
  for (int i = from; i < s.count; ++i)
    rest += s.stride[static_cast<std::size_t>(i)] * static_cast<std::ptrdiff_t>(s.most[static_cast<std::size_t>(i)]);
  if (rest <= low) return false;
  const auto k = static_cast<std::size_t>(from);
  const std::ptrdiff_t d = s.stride[k], others = rest - d * static_cast<std::ptrdiff_t>(s.most[k]);
  // n steps of d leave low - n d ... high - n d for the others, whose sums are 0 ... others.
  const std::ptrdiff_t fewest = low - others < 0 ? 0 : (low - others) / d;
  const std::ptrdiff_t most = std::min((high + d - 1) / d, static_cast<std::ptrdiff_t>(s.most[k]));
  for (std::ptrdiff_t n = fewest; n <= most; ++n)
    if (reaches(s, from + 1, low - n * d, high - n * d, work)) return true;
  return false;
}

} // namespace detail

/// Whether a and b have a byte in common. Exact but for memory of contrived strides, where the answer may be yes in
/// vain.
[[gnu::noinline, gnu::cold]] inline bool overlaps(const piece& a, const piece& b) {
  const byte_range x = bytes_of(a), y = bytes_of(b);
  if (!x.meets(y)) return false;
  // Elements of a begin at x.begin plus steps; those of b, counted from its far end, at y.begin + reach minus steps.
  // Two of them share a byte if their distance is within their sizes: then the sum of all steps is near `distance`.
  detail::steps s;
  std::ptrdiff_t reach = 0;
  for (int i = 0; i < a.rank; ++i) {
    const auto k = static_cast<std::size_t>(i);
    if (a.stride[k] != 0) detail::add_step(s, a.stride[k] < 0 ? -a.stride[k] : a.stride[k], a.extent[k]);
  }
  for (int i = 0; i < b.rank; ++i) {
    const auto k = static_cast<std::size_t>(i);
    const std::ptrdiff_t d = b.stride[k] < 0 ? -b.stride[k] : b.stride[k];
    if (d == 0) continue;
    detail::add_step(s, d, b.extent[k]);
    reach += d * static_cast<std::ptrdiff_t>(b.extent[k] - 1);
  }
  const auto distance = static_cast<std::ptrdiff_t>(y.begin) - static_cast<std::ptrdiff_t>(x.begin) + reach;
  int work = 4096;
  return detail::reaches(s, 0, distance - a.size, distance + b.size, work);
}

/// Whether two elements of one piece are the same: something written to it would be written twice.
[[gnu::noinline, gnu::cold]] inline bool overlaps_itself(const piece& p) {
  if (bytes_of(p).begin == bytes_of(p).end) return false;
  std::array<int, max_rank> order{};
  int n = 0;
  auto magnitude = [&](int i) {
    return p.stride[static_cast<std::size_t>(i)] < 0 ? -p.stride[static_cast<std::size_t>(i)]
                                                     : p.stride[static_cast<std::size_t>(i)];
  };
  for (int i = 0; i < p.rank; ++i)
    if (p.extent[static_cast<std::size_t>(i)] > 1) order[static_cast<std::size_t>(n++)] = i;
  std::sort(order.begin(), order.begin() + n, [&](int i, int k) { return magnitude(i) < magnitude(k); });
  std::ptrdiff_t covered = p.size;
  for (int i = 0; i < n; ++i) {
    const int k = order[static_cast<std::size_t>(i)];
    if (magnitude(k) < covered) return true;
    covered += magnitude(k) * static_cast<std::ptrdiff_t>(p.extent[static_cast<std::size_t>(k)] - 1);
  }
  return false;
}

namespace detail {

/// Refuses output `o` because of what it shares memory with: an operand, or, counted after those, another output.
[[noreturn, gnu::noinline, gnu::cold]] inline void refuse_output(const graph::extents_view& g, std::size_t o, int other,
                                                                 std::string_view because) {
  sentence s;
  graph::write_holder(s, g, static_cast<int>(g.operands.size() + o));
  s << " " << because;
  if (other >= 0) {
    graph::write_holder(s, g, other);
    s << "; an output may be the very memory of an input that is read where it is written, and else shares none";
  }
  throw shape_error(s);
}

} // namespace detail
} // namespace axnorm::exec
