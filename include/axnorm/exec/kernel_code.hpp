// What a kernel computes, as a value that types can be made of: sweeps of different formulas, plans and memory orders
// that compute the same share one kernel. Used by body.hpp and kernels.hpp. Must not know: loops, addresses, threads.
#pragma once

#include <axnorm/plan/compiled.hpp>

#include <boost/mp11/list.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

namespace axnorm::exec {

using graph::code;

/// An operation of a kernel, or a reduction that it ends in. Operands are numbers of values: leaves come first, then
/// scalars, then what the operations compute; -1: none. A constant's operand is its place among the constants.
struct kernel_step {
  code kind = code::constant;
  int a = -1, b = -1, c = -1;
  bool weighted = false;

  /// As one number: names of kernels have to be short.
  constexpr std::uint64_t packed() const {
    const auto field = [](int value, int at) { return static_cast<std::uint64_t>(value + 1) << at; };
    return field(a, 16) | field(b, 32) | field(c, 48) | static_cast<std::uint64_t>(weighted) << 8 |
           static_cast<std::uint64_t>(kind);
  }
  static constexpr kernel_step unpacked(std::uint64_t from) {
    const auto field = [&](int at) { return static_cast<int>(from >> at & 0xffff) - 1; };
    return {static_cast<code>(from & 0xff), field(16), field(32), field(48), (from >> 8 & 1) != 0};
  }
};

/// What a kernel computes.
template<int Leaves, int Scalars, int Operations, int Constants, int Results, int Reductions>
struct kernel_code {
  static constexpr int leaves = Leaves, scalars = Scalars, operations = Operations, results = Results,
                       reductions = Reductions;
  static constexpr std::size_t at_least_one(int n) { return n > 0 ? static_cast<std::size_t>(n) : 1; }

  bool data = false;         ///< over data, else over statistics
  bool adds = false;         ///< the reductions are sums that each position adds to
  std::uint32_t varying = 0; ///< by leaf: it varies along the innermost run
  std::uint32_t of_line = 0; ///< by leaf: another row, or the next tile, has others
  std::uint32_t fetched = 0; ///< by leaf: the next tile's are asked for, early, where results go around the cache
  std::array<std::uint64_t, at_least_one(Operations)> operation{};
  std::array<double, at_least_one(Constants)> constant{};
  std::array<int, at_least_one(Results)> result{}; ///< values
  std::array<std::uint64_t, at_least_one(Reductions)> reduction{};
};

/// The kernel of sweep S of a plan of K (K: plan::compiled<Source>): its code and the types of what it reads and
/// writes.
template<class K, bool Tiled, int S>
struct kernel_source {
  static constexpr const auto& plan = K::template plan_for<Tiled>();
  static constexpr const auto& program = K::template program_for<Tiled>();
  static constexpr plan::sweep sweep = plan.sweeps[static_cast<std::size_t>(S)];
  static constexpr int results = sweep.stores.count + sweep.outputs.count;

  using data_type = typename K::real;
  using real = std::conditional_t<sweep.data, data_type, double>;

  /// The instruction that result r is the value of.
  static constexpr int result(int r) {
    const int stores = sweep.stores.count;
    return r < stores ? plan.listed(sweep.stores, r)
                      : program.outputs[static_cast<std::size_t>(plan.listed(sweep.outputs, r - stores))].instruction;
  }

  /// Whether instruction j is what a run of a tile reads of the caller's memory, and the next tile elsewhere.
  static constexpr bool is_of_tile(int j) {
    return (program[j].axes & sweep.inner) && (program[j].axes & plan.tile) && program[j].kind == code::load;
  }
  /// Whether the sweep asks for the next tile's data while it writes this one's results. It does where it has more to
  /// do than to read a tile and to write: sums to add to, operands that every tile has, functions that take long.
  /// Memory would be idle then. Where it has not, memory is as busy as can be, and reads between writes would slow both
  /// down.
  static constexpr bool asks_ahead = [] {
    if (sweep.outputs.count == 0) return false;
    bool busy = sweep.adds();
    for (int i = 0; i < sweep.leaves.count; ++i) {
      const int j = plan.listed(sweep.leaves, i);
      busy = busy || ((program[j].axes & sweep.inner) && !is_of_tile(j));
    }
    for (int k = 0; k < sweep.body.count; ++k)
      busy = busy || graph::takes_long(program[plan.listed(sweep.body, k)].kind);
    return busy;
  }();

  static constexpr auto value = [] {
    constexpr int constants = [] {
      int n = 0;
      for (int k = 0; k < sweep.body.count; ++k)
        n += program[plan.listed(sweep.body, k)].kind == code::constant;
      return n;
    }();
    kernel_code<sweep.leaves.count, sweep.scalars.count, sweep.body.count, constants, results, sweep.reductions.count>
        r;
    std::array<int, program.code.size()> value_of{};
    const auto number = [&](int i) { return i < 0 ? -1 : value_of[static_cast<std::size_t>(i)]; };
    int values = 0, used = 0;
    for (int i = 0; i < sweep.leaves.count; ++i) {
      const int j = plan.listed(sweep.leaves, i);
      const graph::axis_mask axes = program[j].axes;
      if (axes & sweep.inner) r.varying |= std::uint32_t{1} << i;
      if (axes & ~sweep.inner) r.of_line |= std::uint32_t{1} << i;
      if (asks_ahead && is_of_tile(j)) r.fetched |= std::uint32_t{1} << i;
      value_of[static_cast<std::size_t>(j)] = values++;
    }
    for (int i = 0; i < sweep.scalars.count; ++i)
      value_of[static_cast<std::size_t>(plan.listed(sweep.scalars, i))] = values++;
    for (int k = 0; k < sweep.body.count; ++k) {
      const int j = plan.listed(sweep.body, k);
      const graph::instruction& x = program[j];
      kernel_step s{x.kind, number(x.a), number(x.b), number(x.c)};
      if (x.kind == code::constant) {
        s = {x.kind, used};
        r.constant[static_cast<std::size_t>(used++)] = x.value;
      }
      r.operation[static_cast<std::size_t>(k)] = s.packed();
      value_of[static_cast<std::size_t>(j)] = values++;
    }
    for (int k = 0; k < results; ++k)
      r.result[static_cast<std::size_t>(k)] = number(result(k));
    for (int k = 0; k < sweep.reductions.count; ++k) {
      const graph::instruction& x = program[plan.listed(sweep.reductions, k)];
      r.reduction[static_cast<std::size_t>(k)] = kernel_step{x.kind, number(x.a), number(x.b), -1, x.weighted}.packed();
    }
    r.data = sweep.data;
    r.adds = sweep.adds();
    return r;
  }();
  /// The number of positions of the innermost run where types know it, else 0.
  static constexpr std::int64_t known_run = [] {
    std::int64_t n = sweep.inner ? 1 : 0;
    for (int p = 0; p < K::parts; ++p)
      if (sweep.inner >> p & 1) n = K::extent(p) == dynamic_extent ? 0 : n * K::extent(p);
    return n;
  }();

  /// What is kept in instruction i's buffer.
  template<int i>
  static constexpr auto buffered() {
    constexpr plan::buffer b = plan.buffers[static_cast<std::size_t>(plan.at(i).buffer)];
    if constexpr (b.narrow)
      return data_type{};
    else
      return double{};
  }
  template<int I>
  static constexpr auto leaf() {
    constexpr int i = plan.listed(sweep.leaves, I);
    if constexpr (program[i].kind == code::load)
      return typename K::template operand_element<program[i].a>{};
    else
      return buffered<i>();
  }
  template<int R>
  static constexpr auto written() {
    if constexpr (R < sweep.stores.count)
      return buffered<result(R)>();
    else
      return typename K::template output_element<plan.listed(sweep.outputs, R - sweep.stores.count)>{};
  }
  template<int... I>
  static auto leaves_of(std::integer_sequence<int, I...>) -> boost::mp11::mp_list<decltype(leaf<I>())...>;
  template<int... R>
  static auto written_of(std::integer_sequence<int, R...>) -> boost::mp11::mp_list<decltype(written<R>())...>;
  using leaf_types = decltype(leaves_of(std::make_integer_sequence<int, sweep.leaves.count>{}));
  using result_types = decltype(written_of(std::make_integer_sequence<int, results>{}));
};

} // namespace axnorm::exec
