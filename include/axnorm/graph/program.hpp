// A program: the graph in the operations a machine has, two or three operands each, in order. Made by emit, cut into
// sweeps by the planner, run by the executor. Knows nothing of memory layout, tiles or packs.
#pragma once

#include <axnorm/axis/sequence.hpp>
#include <axnorm/graph/node.hpp>

#include <array>
#include <cstddef>

namespace axnorm::graph {

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
  high, ///< a statistic rounded to the type of the data ...
  low,  ///< ... and what the rounding left: x - m is (x - high) - low
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
  total,   ///< sum of a, or of a * b
  moments, ///< count, mean and sum of squared deviations of a with weight b; read by the three codes below
  largest,
  smallest,
  window, ///< sums of c positions of a along `over`
  // parts of moments a
  mean_of,
  deviation_of,
  weight_of,
};

constexpr bool reduces(code c) { return c >= code::total && c <= code::smallest; }
/// Results that exist only after a pass over a's elements.
constexpr bool blocks(code c) { return c >= code::total && c <= code::window; }
constexpr bool is_part(code c) { return c >= code::mean_of; }

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

template<std::size_t Code, std::size_t Outputs, std::size_t Domains>
struct fixed_program {
  std::array<instruction, Code> code{};
  std::array<program_output, Outputs> outputs{};
  std::array<axis_mask, Domains> domains{};
  constexpr const instruction& operator[](int i) const { return code[static_cast<std::size_t>(i)]; }
  static constexpr int size() { return static_cast<int>(Code); }

  /// The same program with vectors, for the planner.
  constexpr program thaw() const {
    program p;
    p.code.assign(code);
    p.outputs.assign(outputs);
    p.domains.assign(domains);
    return p;
  }
};

namespace detail {

/// A program in arrays of the usual size, and its own sizes.
struct loose_program {
  std::size_t code = 0, outputs = 0, domains = 0;
  fixed_program<128, 8, 8> arrays{};
  constexpr bool fits() const { return code <= 128 && outputs <= 8 && domains <= 8; }
};
template<class From, class To>
constexpr void fill_program(const From& from, To& to) {
  freeze_into(to.code, from.code);
  freeze_into(to.outputs, from.outputs);
  freeze_into(to.domains, from.domains);
}
// A variable of its own: a local one would be evaluated again with the function around it.
template<auto Make>
inline constexpr loose_program loose_program_of = [] {
  loose_program r;
  const program p = Make();
  r.code = p.code.size();
  r.outputs = p.outputs.size();
  r.domains = p.domains.size();
  if (r.fits()) fill_program(p, r.arrays);
  return r;
}();

} // namespace detail

/// `freeze_program<f>()`: the program that the captureless function `f` makes, in arrays of exactly its size. f is
/// evaluated once if the program fits the first guess, else twice.
template<auto Make>
consteval auto freeze_program() {
  constexpr const auto& loose = detail::loose_program_of<Make>;
  fixed_program<loose.code, loose.outputs, loose.domains> r;
  if constexpr (loose.fits())
    detail::fill_program(loose.arrays, r);
  else
    detail::fill_program(Make(), r);
  return r;
}

/// Calls f(operand) for each instruction that `x` reads.
template<class F>
constexpr void each_operand(const instruction& x, F f) {
  if (x.kind == code::load || x.kind == code::constant || x.kind == code::count) return;
  if (x.a >= 0) f(x.a);
  if (x.b >= 0) f(x.b);
  if (x.c >= 0 && x.kind != code::window) f(x.c);
}

} // namespace axnorm::graph
