// Whether two pieces of strided memory have an element in common, or are the very same. Used by evaluate before
// anything is written. Knows addresses, extents, strides and
// which axes they belong to, and nothing of what is computed.
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
inline byte_range bytes_of(const memory& m, int rank, std::size_t element) {
  const auto first = reinterpret_cast<std::uintptr_t>(m.data);
  byte_range r{first, first + element};
  for (int i = 0; i < rank; ++i) {
    if (m.extent[i] == 0) return {first, first};
    const auto reach =
        static_cast<std::uintptr_t>((static_cast<std::ptrdiff_t>(m.extent[i]) - 1) * m.stride[i]) * element;
    (m.stride[i] < 0 ? r.begin : r.end) += reach;
  }
  return r;
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
inline bool is_nested(const memory& m, int rank) {
  bool nested = true;
  std::ptrdiff_t covered = 1;
  for (int i = rank - 1; i >= 0; --i) {
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
[[gnu::cold]] inline void add_step(steps& s, std::ptrdiff_t stride, std::int64_t extent) {
  if (extent < 2) return;
  auto i = static_cast<std::size_t>(s.count++);
  for (; i > 0 && s.stride[i - 1] < stride; --i)
    s.stride[i] = s.stride[i - 1], s.most[i] = s.most[i - 1];
  s.stride[i] = stride;
  s.most[i] = extent - 1;
}

/// Whether some sum of steps, each taken 0 ... most times, lies strictly between `low` and `high`. Bounded work: what
/// it cannot decide counts as yes.
[[gnu::cold]] inline bool reaches(const steps& s, int from, std::ptrdiff_t low, std::ptrdiff_t high, int& work) {
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
  detail::steps s;
  for (int i = 0; i < p.rank; ++i) {
    const auto k = static_cast<std::size_t>(i);
    detail::add_step(s, p.stride[k] < 0 ? -p.stride[k] : p.stride[k], p.extent[k]);
  }
  std::ptrdiff_t covered = p.size;
  for (int i = s.count; i-- > 0;) {
    const auto k = static_cast<std::size_t>(i);
    if (s.stride[k] < covered) return true;
    covered += s.stride[k] * static_cast<std::ptrdiff_t>(s.most[k]);
  }
  return false;
}

namespace detail {

/// Refuses output `o` because of what it shares memory with: an operand, or, counted after those, another output.
[[noreturn, gnu::noinline, gnu::cold]] inline void refuse_output(const graph::extents_view& g, std::size_t o, int other,
                                                                 std::string_view because, std::string_view why = {}) {
  sentence s;
  graph::write_holder(s, g, static_cast<int>(g.operands.size() + o));
  s << " " << because;
  if (other >= 0) {
    graph::write_holder(s, g, other);
    s << why;
  }
  throw shape_error(s);
}

} // namespace detail

/// The operands and outputs of a call, without their types.
struct call_memory {
  graph::extents_view graph;
  const std::size_t *operand_sizes, *output_sizes; ///< bytes of an element
  const bool* read_elsewhere; ///< by operand: it is read at other positions or times than results are written
  const memory *operands, *outputs;
  std::string_view why_not; ///< the rule that an output breaks which shares memory, for messages

  /// Whether operand i and output o are one memory, element by element, and nothing reads elsewhere: then o may be
  /// written while i is read.
  bool in_place(std::size_t i, std::size_t o) const {
    const graph::operand& a = graph.operands[i];
    const graph::output& b = graph.outputs[o];
    const memory &from = operands[i], &to = outputs[o];
    if (from.data != to.data || a.axes != b.axes || read_elsewhere[i] || operand_sizes[i] != output_sizes[o])
      return false;
    for (int k = 0; k < b.chains; ++k) {
      int m = 0;
      while (m < a.chains && !same_axis(b.first_chain + k, a.first_chain + m))
        ++m;
      if (m == a.chains || (to.extent[k] > 1 && to.stride[k] != from.stride[m])) return false;
    }
    return true;
  }
  bool same_axis(int x, int y) const {
    const graph::axis_chain &a = graph.chains[static_cast<std::size_t>(x)],
                            &b = graph.chains[static_cast<std::size_t>(y)];
    bool same = a.count == b.count;
    for (int p = 0; same && p < a.count; ++p)
      same = graph.chain_parts[static_cast<std::size_t>(a.first + p)] ==
             graph.chain_parts[static_cast<std::size_t>(b.first + p)];
    return same;
  }

  /// Throws shape_error if an output shares memory with an operand that it is not written in place of, with another
  /// output or with itself. `where`: room for a range for each operand and output.
  void check_overlaps(byte_range* where) const {
    const std::size_t count = graph.operands.size();
    // Two whose bytes do not meet need no closer look.
    for (std::size_t i = 0; i < count; ++i)
      where[i] = bytes_of(operands[i], graph.operands[i].chains, operand_sizes[i]);
    for (std::size_t o = 0; o < graph.outputs.size(); ++o) {
      const int rank = graph.outputs[o].chains;
      const byte_range& mine = where[count + o] = bytes_of(outputs[o], rank, output_sizes[o]);
      if (!is_nested(outputs[o], rank) && overlaps_itself(piece_of(outputs[o], rank, output_sizes[o])))
        detail::refuse_output(graph, o, -1, "has elements that share memory");
      for (std::size_t i = 0; i < count + o; ++i)
        if (mine.meets(where[i]) && !(i < count && in_place(i, o)) && shares(o, i))
          detail::refuse_output(graph, o, static_cast<int>(i), "shares memory with ", why_not);
    }
  }

private:
  /// Whether output o has a byte in common with operand i, or, counted after those, another output.
  bool shares(std::size_t o, std::size_t i) const {
    const std::size_t count = graph.operands.size();
    const piece other = i < count
                            ? piece_of(operands[i], graph.operands[i].chains, operand_sizes[i])
                            : piece_of(outputs[i - count], graph.outputs[i - count].chains, output_sizes[i - count]);
    return overlaps(piece_of(outputs[o], graph.outputs[o].chains, output_sizes[o]), other);
  }
};

} // namespace axnorm::exec
