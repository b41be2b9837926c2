// Runs a tape: evaluates it block by block, stores its results, or collects its reductions a lane for each position of
// a block. These lanes are columns, or they are added up at the end of a row. Must not know: where tapes come from,
// outer loops, threads.
#pragma once

#include <axnorm/exec/body.hpp>
#include <axnorm/exec/column_moments.hpp>
#include <axnorm/exec/moments.hpp>
#include <axnorm/exec/nest.hpp>
#include <axnorm/exec/pack_reduce.hpp>
#include <axnorm/exec/pack_scalar.hpp>
#include <axnorm/exec/tape.hpp>
#include <axnorm/plan/plan.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

namespace axnorm::exec {
inline namespace AXNORM_ISA {

/// Registers and what reductions collect during a run.
class tape_registers {
public:
  tape_registers(const tape& given, const tape_run& run)
      : t(given), r(run), longest_(std::min<std::int64_t>(t.block, r.n)) {
    for (int k = 0; k < t.registers; ++k)
      place_[k] = block(k);
    for (const tape_constant& k : t.constants)
      fill(block(k.out), k.scalar < 0 ? k.value : r.scalars[k.scalar * most_tiles], longest_);
  }

  /// Calls f(addresses) for each row.
  template<class F>
  void each_row(F f) const {
    char* at[max_slots];
    const std::size_t used = t.leaves.size() + t.results.size();
    for (std::size_t m = 0; m < used; ++m)
      at[m] = r.at[m];
    for (std::int64_t k = 0; k < r.rows; ++k) {
      f(static_cast<char* const*>(at));
      for (std::size_t m = 0; m < used; ++m)
        at[m] += r.row_step[m];
    }
  }
  /// Calls f(first position, how many) for each block of a row.
  template<class F>
  void each_block(F f) const {
    for (std::int64_t i = 0; i < r.n; i += t.block)
      f(i, std::min<std::int64_t>(t.block, r.n - i));
  }

  /// Evaluates n positions from i on, and stores their results.
  void evaluate(char* const* at, std::int64_t i, std::int64_t n) {
    std::size_t m = 0;
    for (const tape_leaf& leaf : t.leaves) {
      char* const from = at[m] + i * r.step[m];
      double*& to = place_[m];
      if (leaf.direct && r.step[m] == static_cast<std::ptrdiff_t>(sizeof(double)) && n % W == 0) {
        to = reinterpret_cast<double*>(from);
      } else {
        to = block(static_cast<int>(m));
        leaf.load(to, from, r.step[m], n);
      }
      ++m;
    }
    for (const tape_step& s : t.steps)
      s.run(place_[s.out], place_[s.a], place_[s.b], place_[s.c], n);
    for (const tape_result& result : t.results) {
      result.store(at[m] + i * r.step[m], r.step[m], place_[result.from], n);
      ++m;
    }
  }

protected:
  static constexpr std::int64_t W = tape::pack_width;
  using V = pack<double>;
  const tape& t;
  const tape_run& r;

  double* block(int k) { return room_ + k * t.block; }
  const double* value(int k) const { return place_[k]; }
  /// Out of line: short loops that write zeros would become calls of memset.
  [[gnu::noinline]] static void fill(double* to, double value, std::int64_t n) {
    for (std::int64_t i = 0; i < n; i += W)
      store(to + i, V(value));
  }
  std::int64_t longest() const { return longest_; }

private:
  std::int64_t longest_;             ///< positions of the longest block
  double* place_[tape::most_blocks]; ///< by register
  alignas(64) double room_[tape::room];
};

/// What each lane has collected: sums (or extremes), squares and weights about a pivot.
struct tape_lanes {
  double *first, *second, *third, *pivot;
};

/// Reductions have a lane for each column of a block; rows, whose lanes are added up at their end, a few packs of them.
template<plan::form Form>
class tape_reductions : public tape_registers {
public:
  tape_reductions(const tape& given, const tape_run& run)
      : tape_registers(given, run), lanes(rows ? std::min(longest(), row_lanes) : longest()) {}

  /// Begins anew; `first_time`: without pivots, which are NaN until there is an element that counts.
  void clear(bool first_time) {
    each([&](const tape_reduction& x, const tape_lanes& to, std::size_t) {
      constexpr double infinity = std::numeric_limits<double>::infinity();
      fill(to.first, x.kind == code::largest ? -infinity : x.kind == code::smallest ? infinity : 0, lanes);
      if (x.kind != code::moments) return;
      fill(to.second, 0, lanes);
      fill(to.third, 0, lanes);
      if (first_time) fill(to.pivot, std::numeric_limits<double>::quiet_NaN(), lanes);
    });
  }

  /// Adds the n positions that were evaluated last.
  void add(std::int64_t n) {
    each([&](const tape_reduction& x, const tape_lanes& to, std::size_t) {
      const double *a = value(x.a), *b = x.b < 0 ? nullptr : value(x.b);
      if (x.kind == code::moments) {
        if constexpr (rows) share_pivot(to, a, b, n);
        add_moments(to, a, b, n);
      } else if (x.kind == code::total) {
        add_total(to.first, a, b, n);
      } else {
        add_extreme(x.kind, to.first, a, n);
      }
    });
  }

  /// Ends a run of rows: its lanes together join the places of the reductions. Adds nothing and returns false, with
  /// better pivots set, if one was an outlier and `retry` is allowed.
  bool finish_row(bool retry) {
    bool good = true;
    if (retry)
      each([&](const tape_reduction& x, const tape_lanes& to, std::size_t) {
        if (x.kind != code::moments) return;
        const double w = sum(to.third), s = sum(to.first), q = sum(to.second);
        if (w == 0 || !pivot_is_outlier(w, s, q, far)) return;
        fill(to.pivot, about_pivot(to.pivot[0], w, s, q).mean, lanes);
        good = false;
      });
    if (!good) return false;
    each([&](const tape_reduction& x, const tape_lanes& from, std::size_t k) {
      double* const to = reinterpret_cast<double*>(r.places[k]);
      if (x.kind == code::moments) {
        if (const double w = sum(from.third); w != 0)
          stored_moments{to, r.word_stride[k]}.merge(about_pivot(from.pivot[0], w, sum(from.first), sum(from.second)));
      } else if (x.kind == code::total) {
        *to += sum(from.first);
      } else {
        for (std::int64_t i = 0; i < lanes; i += W)
          *to = x.kind == code::largest ? larger(*to, hmax(at(from.first, i))) : smaller(*to, hmin(at(from.first, i)));
      }
    });
    return true;
  }

  /// Ends n columns from j on: each joins its own place. False as for rows.
  bool finish_columns(std::int64_t j, std::int64_t n, bool retry) {
    bool good = true;
    if (retry)
      each([&](const tape_reduction& x, const tape_lanes& to, std::size_t) {
        if (x.kind == code::moments && improve_pivots(sums_of(to), n, far)) good = false;
      });
    if (!good) return false;
    each([&](const tape_reduction& x, const tape_lanes& from, std::size_t k) {
      double* const to = reinterpret_cast<double*>(r.places[k]) + j;
      if (x.kind == code::moments) return merge_columns(to, r.word_stride[k], sums_of(from), n);
      for (std::int64_t i = 0; i < n; ++i)
        to[i] = x.kind == code::total     ? to[i] + from.first[i]
                : x.kind == code::largest ? larger(to[i], from.first[i])
                                          : smaller(to[i], from.first[i]);
    });
    return true;
  }

private:
  static constexpr bool rows = Form == plan::form::row;
  /// Enough independent additions to hide their latency.
  static constexpr std::int64_t row_lanes = 4 * W;
  /// Beyond 4 deviations a pivot costs more than a digit. (Kernels, which may add in float, are stricter.)
  static constexpr double far = 16;
  const std::int64_t lanes;

  template<class F>
  void each(F f) {
    for (std::size_t k = 0; k < t.reductions.size(); ++k) {
      const int first = t.registers + tape::blocks_a_reduction * static_cast<int>(k);
      f(t.reductions[k], tape_lanes{block(first), block(first + 1), block(first + 2), block(first + 3)}, k);
    }
  }
  static column_sums<double> sums_of(const tape_lanes& x) { return {x.first, x.second, x.third, x.pivot, 0}; }
  double sum(const double* x) const {
    V s(0.0);
    for (std::int64_t i = 0; i < lanes; i += W)
      s = s + at(x, i);
    return hsum(s);
  }

  AXNORM_INLINE static V at(const double* p, std::int64_t i) { return load<double>(p + i); }
  /// The lane that position i adds to.
  AXNORM_INLINE static std::int64_t lane_of(std::int64_t i) { return rows ? i % row_lanes : i; }

  /// Lanes that are to be added up have one pivot: the first element that counts.
  void share_pivot(const tape_lanes& to, const double* a, const double* weight, std::int64_t n) const {
    if (!std::isnan(to.pivot[0])) return;
    for (std::int64_t i = 0; i < n; ++i)
      if (weight == nullptr || weight[i] != 0) return fill(to.pivot, is_finite(a[i]) ? a[i] : 0, lanes);
  }
  static void add_moments(const tape_lanes& to, const double* a, const double* weight, std::int64_t n) {
    tape_block::each_pack(n, [&](std::int64_t i, std::size_t active) __attribute__((always_inline)) {
      const std::int64_t l = lane_of(i);
      const V zero(0.0), x = at(a, i), w = weight == nullptr ? V(1.0) : at(weight, i);
      const auto counts = first_lanes<double>(active) & (w != zero);
      V p = at(to.pivot, l);
      if constexpr (!rows) {
        p = select(counts & is_nan(p), select(is_finite(x), x, zero), p);
        store(to.pivot + l, p);
      }
      const V d = select(counts, x - p, zero), wd = select(counts, w * d, zero);
      store(to.first + l, at(to.first, l) + wd);
      store(to.second + l, fma(wd, d, at(to.second, l)));
      store(to.third + l, at(to.third, l) + select(counts, w, zero));
    });
  }
  static void add_total(double* to, const double* a, const double* b, std::int64_t n) {
    tape_block::each_pack(n, [&](std::int64_t i, std::size_t active) __attribute__((always_inline)) {
      const V before = at(to, lane_of(i)), after = b == nullptr ? before + at(a, i) : fma(at(a, i), at(b, i), before);
      store(to + lane_of(i), active == W ? after : select(first_lanes<double>(active), after, before));
    });
  }
  static void add_extreme(code kind, double* to, const double* a, std::int64_t n) {
    tape_block::each_pack(n, [&](std::int64_t i, std::size_t active) __attribute__((always_inline)) {
      const V before = at(to, lane_of(i));
      const V after = kind == code::largest ? max(before, at(a, i)) : min(before, at(a, i));
      store(to + lane_of(i), select(first_lanes<double>(active), after, before));
    });
  }
};

/// A run that stores results at each position.
template<class>
void run_stores(const tape& t, const tape_run& r) {
  tape_registers x(t, r);
  x.each_row([&](char* const* at) { x.each_block([&](std::int64_t i, std::int64_t n) { x.evaluate(at, i, n); }); });
}

/// A run that collects reductions; their form is the sweep's.
template<plan::form Form>
void run_reductions(const tape& t, const tape_run& r) {
  tape_reductions<Form> x(t, r);
  auto evaluate_and_add = [&](char* const* at, std::int64_t i, std::int64_t n) {
    x.evaluate(at, i, n);
    x.add(n);
  };
  if constexpr (Form == plan::form::row) {
    for (bool first_time = true;; first_time = false) {
      x.clear(first_time);
      x.each_row(
          [&](char* const* at) { x.each_block([&](std::int64_t i, std::int64_t n) { evaluate_and_add(at, i, n); }); });
      if (x.finish_row(first_time)) return;
    }
  } else {
    x.each_block([&](std::int64_t j, std::int64_t n) {
      for (bool first_time = true;; first_time = false) {
        x.clear(first_time);
        x.each_row([&](char* const* at) { evaluate_and_add(at, j, n); });
        if (x.finish_columns(j, n, first_time)) return;
      }
    });
  }
}

} // namespace AXNORM_ISA
} // namespace axnorm::exec
