// A program: the graph in the operations a machine has, two or three operands each, in order. Made by emit, cut into
// sweeps by the planner, run by the executor. Knows nothing of memory layout, tiles or packs.
#pragma once

#include <axnorm/axis/freeze.hpp>
#include <axnorm/axis/sequence.hpp>
#include <axnorm/graph/node.hpp>

#include <array>
#include <cstddef>

namespace axnorm {

namespace graph {

/// What an instruction does. Elementwise codes broadcast implicitly.
enum class code : std::uint8_t {
  // leaves
  load,     ///< operand a
  constant, ///< value
  count,    ///< the product of the extents of the parts in `over`
  // arithmetic
  add,
  subtract,
  multiply,
  divide,
  fused, ///< a * b + c in one rounding where the machine has it
  square_root,
  high,   ///< a statistic rounded to the type of the data ...
  low,    ///< ... and what the rounding left: x - m is (x - high) - low
  spread, ///< a, which has a value a group, for all positions inside groups
  // functions, as in `op`
  absolute,
  exponential,
  logarithm,
  hyperbolic_tangent,
  logistic,
  error_function,
  softplus,
  reciprocal_or_zero,
  logical_not,
  is_nonzero,
  round_half,
  round_bfloat,
  round_float,
  power,
  maximum,
  minimum,
  less,
  less_equal,
  equal,
  not_equal,
  logical_and,
  logical_or,
  select,
  // reductions over `over`
  total,        ///< sum of a, or of a * b
  moments,      ///< count, mean and sum of squared deviations of a with weight b; read by the three codes below
  exponentials, ///< the largest a, and the sum of exp(a - largest); read by the last two codes
  largest,
  smallest,
  window, ///< sums of c positions of a along `over`
  // parts of moments a, and of exponentials a
  mean_of,
  deviation_of,
  weight_of,
  largest_of,
  exponentials_of,
};

constexpr bool reduces(code c) { return c >= code::total && c <= code::smallest; }
/// Results that exist only after a pass over a's elements.
constexpr bool blocks(code c) { return c >= code::total && c <= code::window; }
constexpr bool is_part(code c) { return c >= code::mean_of; }
/// Computed from values at the same position.
constexpr bool is_elementwise(code c) { return c != code::load && !blocks(c) && !is_part(c); }
/// Whether an operation takes as long as some ten others.
constexpr bool takes_long(code kind) {
  switch (kind) {
  case code::exponential:
  case code::logarithm:
  case code::hyperbolic_tangent:
  case code::logistic:
  case code::error_function:
  case code::softplus:
  case code::power:
    return true;
  default:
    return false;
  }
}

/// How many numbers a reduction's result is, and which of them a part is.
constexpr int words_of(code reduction) {
  return reduction == code::moments ? 3 : reduction == code::exponentials ? 2 : 1;
}
constexpr int word_of(code part) {
  return part == code::weight_of ? 2 : part == code::deviation_of || part == code::exponentials_of ? 1 : 0;
}

struct instruction {
  code kind = code::constant;
  bool weighted = false;     ///< moments: b is a weight; bool masks hide even NaN
  bool centred_only = false; ///< moments: nobody asks for the deviation
  axis_mask axes = 0;
  axis_mask over = 0;
  int a = -1, b = -1, c = -1;
  double value = 0;
  friend constexpr bool operator==(const instruction& x, const instruction& y) {
    return x.kind == y.kind && x.weighted == y.weighted && x.centred_only == y.centred_only && x.axes == y.axes &&
           x.over == y.over && x.a == y.a && x.b == y.b && x.c == y.c && bits_of(x.value) == bits_of(y.value);
  }
};

/// A result of the program: instruction and the axes it is written over.
struct program_output {
  int instruction = -1;
  axis_mask axes = 0;
};

struct program {
  sequence<instruction> code;
  sequence<program_output> outputs;
  sequence<axis_mask> domains; ///< the largest sets of axes of the inputs: data is what varies over one of them
};

/// Whether values over `axes` are as many as some input's, and not statistics.
template<class Domains>
constexpr bool is_data(const Domains& domains, axis_mask axes) {
  for (const axis_mask d : domains)
    if ((axes & d) == d) return true;
  return false;
}

template<class Program>
constexpr bool has_windows(const Program& p) {
  for (const instruction& x : p.code)
    if (x.kind == code::window) return true;
  return false;
}

struct program_sizes {
  std::size_t code, outputs, domains;
  constexpr bool fits(const program_sizes& room) const {
    return code <= room.code && outputs <= room.outputs && domains <= room.domains;
  }
};

/// A program in arrays.
template<program_sizes S>
struct fixed_program {
  std::array<instruction, S.code> code{};
  std::array<program_output, S.outputs> outputs{};
  std::array<axis_mask, S.domains> domains{};
  constexpr const instruction& operator[](int i) const { return code[static_cast<std::size_t>(i)]; }
  static constexpr int size() { return static_cast<int>(S.code); }

  template<class From>
  constexpr void fill(const From& from) {
    freeze_into(code, from.code);
    freeze_into(outputs, from.outputs);
    freeze_into(domains, from.domains);
  }
  /// The same program in sequences, for the planner.
  constexpr program thaw() const {
    program p;
    p.code.assign(code);
    p.outputs.assign(outputs);
    p.domains.assign(domains);
    return p;
  }
};

/// Calls f(operand) for each instruction that `x` reads.
template<class F>
constexpr void each_operand(const instruction& x, F f) {
  if (x.kind == code::load || x.kind == code::constant || x.kind == code::count) return;
  if (x.a >= 0) f(x.a);
  if (x.b >= 0) f(x.b);
  if (x.c >= 0 && x.kind != code::window) f(x.c);
}

} // namespace graph

template<>
struct arrays_of<graph::program> {
  using sizes = graph::program_sizes;
  static constexpr sizes usual{128, 8, 8};
  static constexpr sizes large{384, 16, 8};
  template<sizes S>
  using type = graph::fixed_program<S>;
  static constexpr sizes of(const graph::program& p) { return {p.code.size(), p.outputs.size(), p.domains.size()}; }
};

} // namespace axnorm
