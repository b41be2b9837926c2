// What a sweep computes at one position: its leaves are read, its instructions evaluated in order, all in local packs
// with constant indices, so that they stay in registers. Base of the row and column kernels. Must not know: loops,
// threads.
#pragma once

#include <axnorm/exec/apply.hpp>
#include <axnorm/exec/pack_reduce.hpp>
#include <axnorm/exec/pack_stream.hpp>
#include <axnorm/plan/compiled.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace axnorm::exec {
inline namespace AXNORM_ISA {

/// Calls f(constant index) for First ... N - 1. In fours: a pack of indices would cost two more instantiations a use.
template<int N, int First = 0, class F>
AXNORM_INLINE constexpr void repeat(F&& f) {
  if constexpr (First < N) f(std::integral_constant<int, First>{});
  if constexpr (First + 1 < N) f(std::integral_constant<int, First + 1>{});
  if constexpr (First + 2 < N) f(std::integral_constant<int, First + 2>{});
  if constexpr (First + 3 < N) f(std::integral_constant<int, First + 3>{});
  if constexpr (First + 4 < N) repeat<N, First + 4>(f);
}

/// Indices 0 ... N - 1 for folds: where one expression does for all of them, a function for each, as `repeat` makes
/// them, would cost compile time.
template<int N>
using indices = std::make_integer_sequence<int, N>;
template<int... I>
using index_list = std::integer_sequence<int, I...>;

template<int... m>
AXNORM_INLINE void set_addresses(index_list<m...>, char** p, char* const* from) {
  ((p[m] = from[m]), ...);
}
template<int... m>
AXNORM_INLINE void move_addresses(index_list<m...>, char** p, const std::ptrdiff_t* step) {
  ((p[m] += step[m]), ...);
}

/// The indices of a sweep's leaves, instructions, reductions, results and sums that are added to. A function that takes
/// this object names the five lists and writes a fold over each. (One that calls a lambda with one list at a time would
/// be shorter, but a compiler that inlines keeps a copy of the sweep's whole arithmetic for each function on the way.)
template<class Leaves, class Body, class Reductions, class Results, class Adds>
struct sweep_lists {};

/// Sweep S of the plan of K (K: plan::compiled<Source>), computed in `real`.
template<class K, bool Tiled, int S>
struct sweep_traits {
  static constexpr const auto& plan = K::template plan_for<Tiled>();
  static constexpr const auto& program = K::program;
  static constexpr plan::sweep sweep = plan.sweeps[static_cast<std::size_t>(S)];
  static constexpr int nodes = K::program.size();

  using real = std::conditional_t<sweep.data, typename K::real, double>;
  using V = pack<real>;
  static constexpr int width = static_cast<int>(V::width);

  static constexpr int leaves = sweep.leaves.count;
  static constexpr int scalars = sweep.scalars.count;
  static constexpr int reductions = sweep.adds() ? 0 : sweep.reductions.count;
  static constexpr int adds = sweep.adds() ? sweep.reductions.count : 0;
  static constexpr int stores = sweep.stores.count;
  static constexpr int writes = sweep.outputs.count;
  static constexpr int results = stores + writes;
  /// Slots: leaves, then what is written, then sums that positions add to, or the places of reductions.
  static constexpr int moving = leaves + results + adds;
  static constexpr int slots = moving + reductions;
  static constexpr int result_slot(int r) { return leaves + r; }
  static constexpr int reduction_slot(int r) { return moving + r; }
  static constexpr int add_slot(int a) { return leaves + results + a; }

  static constexpr int pool(plan::range r, int i) { return plan.pool[static_cast<std::size_t>(r.first + i)]; }
  static constexpr int leaf(int i) { return pool(sweep.leaves, i); }
  static constexpr int scalar(int i) { return pool(sweep.scalars, i); }
  static constexpr int reduction(int i) { return pool(sweep.reductions, i); }
  /// Whether any reduction collects moments, about a pivot.
  static constexpr bool moments = [] {
    for (int r = 0; r < reductions; ++r)
      if (program[reduction(r)].kind == code::moments) return true;
    return false;
  }();
  /// The instruction that result r is the value of.
  static constexpr int result(int r) {
    return r < stores ? pool(sweep.stores, r)
                      : program.outputs[static_cast<std::size_t>(pool(sweep.outputs, r - stores))].instruction;
  }
  /// The number of positions of the innermost run where types know it, else 0.
  static constexpr std::int64_t static_run = [] {
    std::int64_t n = sweep.inner ? 1 : 0;
    for (int p = 0; p < K::parts; ++p)
      if (sweep.inner >> p & 1) n = K::extent(p) == dynamic_extent ? 0 : n * K::extent(p);
    return n;
  }();
  static constexpr bool varies(int instruction) { return (program[instruction].axes & sweep.inner) != 0; }
  /// By instruction: whether it is the same at all positions of a run.
  static constexpr std::array<bool, static_cast<std::size_t>(nodes)> is_lifted = [] {
    std::array<bool, static_cast<std::size_t>(nodes)> r{};
    for (int i = 0; i < scalars; ++i)
      r[static_cast<std::size_t>(scalar(i))] = true;
    for (int i = 0; i < leaves; ++i)
      if (!varies(leaf(i))) r[static_cast<std::size_t>(leaf(i))] = true;
    return r;
  }();

  template<int I>
  static constexpr auto leaf_element() {
    constexpr int i = leaf(I);
    if constexpr (program[i].kind == code::load)
      return typename K::template operand_element<program[i].a>{};
    else {
      constexpr plan::buffer b = plan.buffers[static_cast<std::size_t>(plan.at(i).buffer)];
      if constexpr (b.narrow)
        return typename K::real{};
      else
        return double{};
    }
  }
  template<int I>
  using leaf_t = decltype(leaf_element<I>());

  template<int R>
  static constexpr auto result_element() {
    if constexpr (R < stores) {
      constexpr plan::buffer b = plan.buffers[static_cast<std::size_t>(plan.at(result(R)).buffer)];
      if constexpr (b.narrow)
        return typename K::real{};
      else
        return double{};
    } else {
      return typename K::template output_element<pool(sweep.outputs, R - stores)>{};
    }
  }
  template<int R>
  using result_t = decltype(result_element<R>());

  static constexpr std::size_t slot_size(int m) {
    std::size_t size = sizeof(double);
    if constexpr (leaves > 0)
      repeat<leaves>([&](auto i) {
        if (i == m) size = sizeof(leaf_t<i>);
      });
    if constexpr (results > 0)
      repeat<results>([&](auto r) {
        if (result_slot(r) == m) size = sizeof(result_t<r>);
      });
    return size;
  }

  /// `lists`: all of them; `moving_list`: of the slots that a kernel moves along; `scalar_list`.
  static constexpr sweep_lists<indices<leaves>, indices<sweep.body.count>, indices<reductions>, indices<results>,
                               indices<adds>>
      lists{};
  static constexpr indices<leaves> leaf_list{};
  static constexpr indices<moving> moving_list{};
  static constexpr indices<scalars> scalar_list{};

  /// Values that are the same at all positions of a run.
  struct lifted {
    V v[nodes];
  };
  template<int... i>
  AXNORM_INLINE static void lift_scalars(index_list<i...>, lifted& up, const double* scalar_values) {
    ((up.v[scalar(i)] = V(static_cast<real>(scalar_values[scalar(i)]))), ...);
  }
  template<int L>
  AXNORM_INLINE static void lift_leaf(lifted& up, char* const* at) {
    if constexpr (!varies(leaf(L))) up.v[leaf(L)] = V(load_one<real>(reinterpret_cast<const leaf_t<L>*>(at[L])));
  }
  template<int... l>
  AXNORM_INLINE static void lift_leaves(index_list<l...>, lifted& up, char* const* at) {
    (lift_leaf<l>(up, at), ...);
  }

  struct values {
    V v[nodes];
  };
  /// The value of instruction J at this position.
  template<int J>
  AXNORM_INLINE static decltype(auto) get(const values& v, const lifted& up) {
    if constexpr (program[J].kind == code::constant)
      return V(static_cast<real>(program[J].value));
    else if constexpr (is_lifted[static_cast<std::size_t>(J)])
      return (up.v[J]);
    else
      return (v.v[J]);
  }

  template<int L, bool Partial>
  AXNORM_INLINE static void read(values& v, char* const* at, std::ptrdiff_t i, std::size_t active) {
    if constexpr (varies(leaf(L))) {
      const auto* p = reinterpret_cast<const leaf_t<L>*>(at[L]) + i;
      if constexpr (Partial)
        v.v[leaf(L)] = load_partial<real>(p, active);
      else
        v.v[leaf(L)] = load<real>(p);
    }
  }
  /// Computes instruction k of the body.
  template<int k>
  AXNORM_INLINE static void compute(values& v, const lifted& up) {
    constexpr int J = pool(sweep.body, k);
    constexpr graph::instruction x = program[J];
    if constexpr (x.kind != code::constant) {
      const V& a = get<x.a>(v, up);
      if constexpr (x.c >= 0)
        v.v[J] = apply<x.kind, typename K::real>(a, get<x.b>(v, up), get<x.c>(v, up));
      else if constexpr (x.b >= 0)
        v.v[J] = apply<x.kind, typename K::real>(a, get<x.b>(v, up), a);
      else
        v.v[J] = apply<x.kind, typename K::real>(a, a, a);
    }
  }
};

} // namespace AXNORM_ISA
} // namespace axnorm::exec
