// A formula as a list of entries: what an expression's type says, as plain values, operands before their users.
// Expressions write themselves into it, lowering reads it. Knows no axes' extents, no memory and nothing of what
// operands will be bound.
#pragma once

#include <axnorm/axis/axis.hpp>
#include <axnorm/axis/sentence.hpp>
#include <axnorm/axis/sequence.hpp>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string_view>

namespace axnorm::expr {

/// What an entry does. Each is one operation of the language; lowering says what it means in the graph's operations.
enum class term : std::uint8_t {
  wrong, ///< a mistake inside the formula; `why` says which
  constant,
  input,
  parameter,
  scalar,
  buffer, ///< state that a layer keeps from call to call
  let,    ///< operand `a` under a name: it can be returned, and replaced by a bound tensor
  // arithmetic
  add,
  subtract,
  multiply,
  divide,
  power,
  negate,
  minimum,
  maximum,
  // comparisons and logic; 1 or 0
  less,
  less_equal,
  equal,
  not_equal,
  logical_and,
  logical_or,
  logical_not,
  where, ///< b where a, else c
  clamp, ///< a between b and c
  // functions
  absolute,
  square,
  square_root,
  reciprocal_root,
  exponential,
  logarithm,
  hyperbolic_tangent,
  sigmoid,
  error_function,
  gelu,
  gelu_tanh,
  silu,
  relu,
  softplus,
  cast,
  stop_gradient,
  derivative,    ///< of the sum of all of `a` by the variable `b`
  with_gradient, ///< `a`, whose gradient `b` (arriving) passes on by the list `c` alone
  passing,       ///< one of that list: operand `a` receives `b`; `c` is the next one
  arriving, ///< the gradient of `a`, inside such a list; `name` is the scope it stands in, `index` the list's length
  // reductions of `a` over the set, with mask or weight `b`
  total,
  mean,
  variance,
  deviation,
  largest,
  smallest,
  any,
  all,
  count,
  sum_of_squares,
  norm2,
  window_sum, ///< of `a` along the one axis of the set, over the window `index` (see window_words)
  position,   ///< along the one axis of the set, from 0
};

constexpr bool is_variable(term t) { return t >= term::input && t <= term::buffer; }
constexpr bool is_reduction(term t) { return t >= term::total && t <= term::norm2; }

/// Element types that `cast` rounds to.
enum class rounding : std::uint8_t { none, to_float16, to_bfloat16, to_float32, to_float64, to_bool };

/// One grouping of an axis: the axis that names the groups (no key if unnamed) and their number, where the type says
/// it.
struct grouping {
  axis_value axis{};
  std::int64_t count = dynamic_extent;
};

/// One member of a reduction set: an axis, the positions inside the groups of an axis, or an axis that is left out
/// (then the set is all the other axes of the inputs).
struct set_member {
  axis_value axis{};
  int first_grouping = 0, groupings = 0; ///< range in `listing::groupings`, outermost first
  bool left_out = false;
};

/// A range of one of the listing's arrays.
struct range {
  int first = 0, count = 0;
  friend constexpr bool operator==(range, range) = default;
};

struct entry {
  term kind = term::constant;
  bool unbiased = false;        ///< variance, deviation: divide by n - 1
  bool everything_but = false;  ///< the set is all axes but its left-out members
  bool has_initial = false;     ///< parameter, buffer: `value` is its initial value
  bool picked = false;          ///< variable: one element of it along `axis`: `index`, or what input `b` holds
  bool has_axes = false;        ///< variable: it was declared with the axes in `axes`
  bool affine = false;          ///< parameter: its axes must be the inputs'
  rounding to = rounding::none; ///< cast
  int a = -1, b = -1, c = -1;
  int index = 0;     ///< size of a window; picked position
  range name{};      ///< in `text`
  range axes{};      ///< declared axes, in `axes`
  range set{};       ///< in `members`
  axis_value axis{}; ///< the axis of a picked or gathered element
  double value = 0;
  double low = -std::numeric_limits<double>::infinity(); ///< parameter: the range it is kept within
  double high = std::numeric_limits<double>::infinity();
  double (*generate)(std::int64_t) = nullptr;          ///< parameter: the initial value of an element, by its position
  double (*by_extents)(const std::int64_t*) = nullptr; ///< parameter: the initial value by the extents of `sized_by`
  range sized_by{};                                    ///< in `axes`
  const sentence* why = nullptr;
};

/// The operands that an entry's value is made of: a gradient of the user's own is no part of it.
constexpr std::array<int, 3> value_operands(const entry& e) {
  if (e.kind == term::with_gradient) return {e.a, -1, -1};
  return {e.a, e.b, e.c};
}

/// A value that is kept from call to call: layers mix it into the buffer `name`.
struct tracking {
  range name{};
  range axes{};      ///< of the buffer, in `axes`
  int observed = -1; ///< the entry that goes in
  double initial = 0;
  double (*weight)(std::int64_t) = nullptr; ///< the weight of the new value in call number n, from 1
};

constexpr bool same(const axis_extent& x, const axis_extent& y) { return x.axis == y.axis && x.extent == y.extent; }
constexpr bool same(const grouping& x, const grouping& y) { return x.axis == y.axis && x.count == y.count; }
constexpr bool same(const set_member& x, const set_member& y) {
  return x.axis == y.axis && x.first_grouping == y.first_grouping && x.groupings == y.groupings &&
         x.left_out == y.left_out;
}
constexpr bool same(const entry& x, const entry& y) {
  return x.kind == y.kind && x.a == y.a && x.b == y.b && x.c == y.c && x.index == y.index && x.name == y.name &&
         x.set == y.set && x.axes == y.axes && x.unbiased == y.unbiased && x.everything_but == y.everything_but &&
         x.has_initial == y.has_initial && x.picked == y.picked && x.has_axes == y.has_axes && x.to == y.to &&
         x.axis == y.axis && x.why == y.why && x.generate == y.generate && x.by_extents == y.by_extents &&
         x.sized_by == y.sized_by && x.low == y.low && x.high == y.high &&
         std::bit_cast<std::uint64_t>(x.value) == std::bit_cast<std::uint64_t>(y.value);
}

constexpr bool same(const tracking& x, const tracking& y) {
  return x.name == y.name && x.axes == y.axes && x.observed == y.observed && x.weight == y.weight &&
         std::bit_cast<std::uint64_t>(x.initial) == std::bit_cast<std::uint64_t>(y.initial);
}

/// Where `list` stands in `pool`; it is appended if it doesn't.
template<class T>
constexpr range intern_in(sequence<T>& pool, const T* list, int count) {
  const int n = static_cast<int>(pool.size());
  for (int i = 0; i + count <= n; ++i) {
    int k = 0;
    while (k < count && same(pool[static_cast<std::size_t>(i + k)], list[k]))
      ++k;
    if (k == count) return {i, count};
  }
  for (int k = 0; k < count; ++k)
    pool.push_back(list[k]);
  return {n, count};
}

/// The same for a set, which has no order: it stands as it was first written.
constexpr range intern_set(sequence<set_member>& pool, const set_member* list, int count) {
  const auto holds = [count](const set_member* all, const set_member& wanted) {
    int k = 0;
    while (k < count && !same(all[k], wanted))
      ++k;
    return k < count;
  };
  const int n = static_cast<int>(pool.size());
  for (int i = 0; i + count <= n; ++i) {
    const set_member* const there = pool.data() + i;
    int k = 0;
    while (k < count && holds(there, list[k]) && holds(list, there[k]))
      ++k;
    if (k == count) return {i, count};
  }
  return intern_in(pool, list, count);
}

/// A formula as values. Grows by the functions below; equal entries are one entry.
struct listing {
  sequence<entry> entries;
  sequence<axis_extent> axes;
  sequence<set_member> members;
  sequence<grouping> groupings;
  sequence<char> text;
  sequence<int> roots; ///< the results
  sequence<tracking> tracked;
  sequence<char> scope;    ///< what the names of parameters begin with just now
  int arriving = -1;       ///< what arrives at the value whose gradient is being written just now
  bool evaluating = false; ///< tracked values are read from their buffers
  bool has_modes = false;  ///< training and evaluation differ
  sequence<int> buckets;

  constexpr int add(const entry& e) {
    if (buckets.size() < 2 * (entries.size() + 1)) rehash();
    const std::size_t mask = buckets.size() - 1;
    std::size_t at = hash(e) & mask;
    for (; buckets[at] >= 0; at = (at + 1) & mask)
      if (same(entries[static_cast<std::size_t>(buckets[at])], e)) return buckets[at];
    buckets[at] = static_cast<int>(entries.size());
    entries.push_back(e);
    return buckets[at];
  }
  /// Once, however often the value stands in the formula.
  constexpr void track(const tracking& t) {
    for (const tracking& known : tracked)
      if (same(known, t)) return;
    tracked.push_back(t);
  }
  constexpr int constant(double value) { return add({.kind = term::constant, .value = value}); }
  constexpr int operation(term kind, int a, int b = -1, int c = -1) {
    return add({.kind = kind, .a = a, .b = b, .c = c});
  }

  /// The characters of `words`, once.
  constexpr range intern(std::string_view words) {
    const std::size_t n = words.size();
    for (std::size_t i = 0; i + n <= text.size(); ++i)
      if (std::string_view(text.data() + i, n) == words) return {static_cast<int>(i), static_cast<int>(n)};
    text.append(words.begin(), words.end());
    return intern(words); // "xx" behind "x" begins with that x
  }
  /// A parameter's name: the scopes it stands in, then its own.
  constexpr range intern_scoped(std::string_view words) {
    sequence<char> full = scope;
    full.append(words.begin(), words.end());
    return intern(std::string_view(full.data(), full.size()));
  }
  constexpr range intern(const axis_extent* list, int count) { return intern_in(axes, list, count); }
  constexpr range intern(const set_member* list, int count) { return intern_set(members, list, count); }
  constexpr range intern(const grouping* list, int count) { return intern_in(groupings, list, count); }

private:
  static constexpr std::size_t hash(const entry& e) {
    std::uint64_t h = static_cast<std::uint64_t>(e.kind) * 0x9E3779B97F4A7C15u;
    h ^= static_cast<std::uint64_t>(e.a + 1) << 8 ^ static_cast<std::uint64_t>(e.b + 1) << 24 ^
         static_cast<std::uint64_t>(e.c + 1) << 40;
    h ^= static_cast<std::uint64_t>(e.name.first) << 16 ^ static_cast<std::uint64_t>(e.set.first) << 32 ^
         static_cast<std::uint64_t>(e.set.count) << 36;
    h = (h ^ std::bit_cast<std::uint64_t>(e.value)) * 0x100000001B3u;
    return static_cast<std::size_t>(h ^ h >> 29);
  }
  constexpr void rehash() {
    buckets.assign(buckets.empty() ? 64 : 2 * buckets.size(), -1);
    const std::size_t mask = buckets.size() - 1;
    for (std::size_t i = 0; i < entries.size(); ++i) {
      std::size_t at = hash(entries[i]) & mask;
      while (buckets[at] >= 0)
        at = (at + 1) & mask;
      buckets[at] = static_cast<int>(i);
    }
  }
};

} // namespace axnorm::expr
