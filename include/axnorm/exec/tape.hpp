// A tape: what a sweep over statistics computes, as data. Statistics are few, so that kernels of their own would cost
// the compiler far more than they save: a tape's steps are calls of functions that work on blocks of doubles, of which
// a program has one for each kind of instruction. Made by tapes.hpp, run by interpret.hpp. Must not know: plans
// (but for the form of a sweep), threads.
#pragma once

#include <axnorm/axis/sequence.hpp>
#include <axnorm/exec/apply.hpp>
#include <axnorm/plan/plan.hpp>

#include <cstddef>
#include <cstdint>

namespace axnorm::exec {
inline namespace AXNORM_ISA {

/// out[i] from a[i], b[i], c[i] for n positions, and as many more as fill a pack.
using tape_operation = void (*)(double* out, const double* a, const double* b, const double* c, std::int64_t n);
/// Reads n elements `step` bytes apart, and fills a pack.
using tape_load = void (*)(double* to, const char* from, std::ptrdiff_t step, std::int64_t n);
/// Writes n elements `step` bytes apart.
using tape_store = void (*)(char* to, std::ptrdiff_t step, const double* from, std::int64_t n);

// Registers are numbers of blocks; the leaves come first.
struct tape_step {
  tape_operation run = nullptr;
  int out = 0, a = 0, b = 0, c = 0; ///< those that the operation does not have are a
};
struct tape_leaf {
  tape_load load = nullptr;
  bool direct = false; ///< doubles, not written by this tape: whole packs side by side are used where they are
};
/// A register that is the same at all positions: scalar `scalar` of the call, or `value` if that is -1.
struct tape_constant {
  int out = 0, scalar = -1;
  double value = 0;
};
struct tape_result {
  tape_store store = nullptr;
  int from = 0;
};
struct tape_reduction {
  code kind = code::total;
  int a = 0, b = -1; ///< b: a factor or weight, if there is one
};

/// What a run is given: `rows` rows of `n` positions (columns, if these are kept), `row_step` and `step` bytes apart,
/// and where its reductions end up.
struct tape_run {
  char* const* at;
  const std::ptrdiff_t *row_step, *step;
  std::int64_t rows, n;
  const double* scalars;
  char* const* places;
  const std::ptrdiff_t* word_stride;
};

struct tape;
/// What runs tapes that store results at each position, and those that collect reductions; see interpret.hpp.
template<class = void>
void run_stores(const tape& t, const tape_run& r);
template<plan::form Form>
void run_reductions(const tape& t, const tape_run& r);

struct tape {
  void (*run)(const tape&, const tape_run&) = nullptr;
  int registers = 0;
  int block = 0; ///< positions of a block: whole packs
  sequence_view<const tape_leaf> leaves;
  sequence_view<const tape_constant> constants;
  sequence_view<const tape_step> steps;
  sequence_view<const tape_result> results;
  sequence_view<const tape_reduction> reductions;

  static constexpr int pack_width = static_cast<int>(pack<double>::width);
  /// Doubles of all blocks of a tape together, at most a core's first cache; and the most that a block has.
  static constexpr int room = 4096, longest_block = 64, most_blocks = room / pack_width;
  /// Blocks that a reduction collects in.
  static constexpr int blocks_a_reduction = 4;

  constexpr void choose_block() {
    const int blocks = registers + blocks_a_reduction * static_cast<int>(reductions.size());
    block = blocks * longest_block <= room ? longest_block : room / blocks / pack_width * pack_width;
  }
};

namespace tape_block {
/// Calls f(first position, how many) for each pack of n positions.
template<class F>
AXNORM_INLINE void each_pack(std::int64_t n, F f) {
  constexpr std::int64_t W = tape::pack_width;
  for (std::int64_t i = 0; i < n; i += W)
    f(i, static_cast<std::size_t>(n - i < W ? n - i : W));
}

template<code K, class Data>
void operate(double* out, const double* a, const double* b, const double* c, std::int64_t n) {
  constexpr std::int64_t W = tape::pack_width;
  auto at = [&](std::int64_t i) __attribute__((always_inline)) {
    exec::store(out + i,
                apply<K, Data>(exec::load<double>(a + i), exec::load<double>(b + i), exec::load<double>(c + i)));
  };
  std::int64_t i = 0;
  if constexpr (K <= code::spread) // beside so little work the loop itself would count
    for (; i + 4 * W <= n; i += 4 * W) {
      at(i);
      at(i + W);
      at(i + 2 * W);
      at(i + 3 * W);
    }
  for (; i < n; i += W)
    at(i);
}

template<class E>
void load(double* to, const char* from, std::ptrdiff_t step, std::int64_t n) {
  const E* const first = reinterpret_cast<const E*>(from);
  if (step == 0) {
    const pack<double> all(load_one<double>(first));
    each_pack(n, [&](std::int64_t i, std::size_t) __attribute__((always_inline)) { exec::store(to + i, all); });
  } else if (step == static_cast<std::ptrdiff_t>(sizeof(E))) {
    each_pack(n, [&](std::int64_t i, std::size_t active) __attribute__((always_inline)) {
      exec::store(to + i,
                  active == tape::pack_width ? exec::load<double>(first + i) : load_partial<double>(first + i, active));
    });
  } else {
    for (std::int64_t i = 0; i < n; ++i)
      to[i] = load_one<double>(reinterpret_cast<const E*>(from + i * step));
    for (std::int64_t i = n; i % tape::pack_width != 0; ++i)
      to[i] = 0;
  }
}

template<class E>
void store(char* to, std::ptrdiff_t step, const double* from, std::int64_t n) {
  if (step == static_cast<std::ptrdiff_t>(sizeof(E))) {
    E* const first = reinterpret_cast<E*>(to);
    each_pack(n, [&](std::int64_t i, std::size_t active) __attribute__((always_inline)) {
      const pack<double> x = exec::load<double>(from + i);
      if (active == tape::pack_width)
        exec::store(first + i, x);
      else
        store_partial(first + i, x, active);
    });
  } else {
    for (std::int64_t i = 0; i < n; ++i)
      store_one(reinterpret_cast<E*>(to + i * step), from[i]);
  }
}
} // namespace tape_block

} // namespace AXNORM_ISA
} // namespace axnorm::exec
