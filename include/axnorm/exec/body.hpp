// What a kernel computes at one position: its leaves are read, its operations evaluated in order, all in local packs
// with constant indices, so that they stay in registers. Base of the row and column kernels. Must not know: loops,
// threads.
#pragma once

#include <axnorm/exec/apply.hpp>
#include <axnorm/exec/kernel_code.hpp>
#include <axnorm/exec/pack_reduce.hpp>
#include <axnorm/exec/pack_stream.hpp>

#include <boost/mp11/algorithm.hpp>

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

/// The indices of a kernel's leaves, operations, reductions, results and sums that are added to. A function that takes
/// this object names the five lists and writes a fold over each. (One that calls a lambda with one list at a time would
/// be shorter, but a compiler that inlines keeps a copy of the kernel's whole arithmetic for each function on the way.)
template<class Leaves, class Body, class Reductions, class Results, class Adds>
struct kernel_lists {};

/// The most tiles that are done together: a scalar has a value for each of them, side by side. As many as the largest
/// pack has doubles.
inline constexpr int most_tiles = 8;

/// Where a kernel finds its scalars: in tile k scalar i is the one of values[which[i] * most_tiles + k].
struct kernel_scalars {
  const double* values;
  const int* which;
};

/// What a kernel computes at a position: `Code` in `Real`; `Data`: the type of the data, `Leaves` and `Results` of what
/// is read and written.
template<auto Code, class Real, class Data, class Leaves, class Results>
struct kernel_body {
  using real = Real;
  using V = pack<real>;
  static constexpr int width = static_cast<int>(V::width);

  static constexpr bool data = Code.data;
  static constexpr int leaves = Code.leaves, scalars = Code.scalars, operations = Code.operations,
                       results = Code.results;
  static constexpr int reductions = Code.adds ? 0 : Code.reductions;
  static constexpr int adds = Code.adds ? Code.reductions : 0;
  /// Slots: leaves, then what is written, then sums that positions add to, or the places of reductions.
  static constexpr int moving = leaves + results + adds;
  static constexpr int slots = moving + reductions;
  static constexpr int result_slot(int r) { return leaves + r; }
  static constexpr int add_slot(int a) { return leaves + results + a; }

  static constexpr kernel_step operation(int k) {
    return kernel_step::unpacked(Code.operation[static_cast<std::size_t>(k)]);
  }
  /// Reduction r, or what is added to sum r.
  static constexpr kernel_step reduction(int r) {
    return kernel_step::unpacked(Code.reduction[static_cast<std::size_t>(r)]);
  }
  /// The value that result r is.
  static constexpr int result(int r) { return Code.result[static_cast<std::size_t>(r)]; }
  /// Whether any reduction collects moments, about a pivot.
  static constexpr bool moments = [] {
    for (int r = 0; r < reductions; ++r)
      if (reduction(r).kind == code::moments) return true;
    return false;
  }();
  static constexpr bool varies(int leaf) { return (Code.varying >> leaf & 1) != 0; }
  static constexpr bool of_line(int leaf) { return (Code.of_line >> leaf & 1) != 0; }
  static constexpr bool fetched(int leaf) { return (Code.fetched >> leaf & 1) != 0; }

  template<int L>
  using leaf_t = boost::mp11::mp_at_c<Leaves, static_cast<std::size_t>(L)>;
  template<int R>
  using result_t = boost::mp11::mp_at_c<Results, static_cast<std::size_t>(R)>;

  /// `lists`: all of them; `moving_list`: of the slots that a kernel moves along; `scalar_list`.
  static constexpr kernel_lists<indices<leaves>, indices<operations>, indices<reductions>, indices<results>,
                                indices<adds>>
      lists{};
  static constexpr indices<leaves> leaf_list{};
  static constexpr indices<moving> moving_list{};
  static constexpr indices<scalars> scalar_list{};

  /// Values that are the same at all positions of a run: leaves and scalars.
  struct lifted {
    V v[leaves + scalars > 0 ? leaves + scalars : 1];
  };
  template<int... i>
  AXNORM_INLINE static void lift_scalars(index_list<i...>, lifted& up, const kernel_scalars& from,
                                         std::int64_t tile = 0) {
    ((up.v[leaves + i] = V(static_cast<real>(from.values[from.which[i] * most_tiles + tile]))), ...);
  }
  template<int L>
  AXNORM_INLINE static void lift_leaf(lifted& up, char* const* at) {
    if constexpr (!varies(L)) up.v[L] = V(load_one<real>(reinterpret_cast<const leaf_t<L>*>(at[L])));
  }
  template<int... l>
  AXNORM_INLINE static void lift_leaves(index_list<l...>, lifted& up, [[maybe_unused]] char* const* at) {
    (lift_leaf<l>(up, at), ...);
  }

  struct values {
    V v[leaves + scalars + operations > 0 ? leaves + scalars + operations : 1];
  };
  /// Value J at this position.
  template<int J>
  AXNORM_INLINE static decltype(auto) get(const values& v, const lifted& up) {
    if constexpr (J >= leaves + scalars) {
      constexpr kernel_step s = operation(J - leaves - scalars);
      if constexpr (s.kind == code::constant)
        return V(static_cast<real>(Code.constant[static_cast<std::size_t>(s.a)]));
      else
        return (v.v[J]);
    } else if constexpr (J >= leaves || !varies(J)) {
      return (up.v[J]);
    } else {
      return (v.v[J]);
    }
  }

  template<int L, bool Partial>
  AXNORM_INLINE static void read(values& v, char* const* at, std::ptrdiff_t i, std::size_t active) {
    if constexpr (varies(L)) {
      const auto* p = reinterpret_cast<const leaf_t<L>*>(at[L]) + i;
      if constexpr (Partial)
        v.v[L] = load_partial<real>(p, active);
      else
        v.v[L] = load<real>(p);
    }
  }
  template<int k>
  AXNORM_INLINE static void compute(values& v, const lifted& up) {
    constexpr kernel_step x = operation(k);
    constexpr int J = leaves + scalars + k;
    if constexpr (x.kind != code::constant) {
      const V& a = get<x.a>(v, up);
      if constexpr (x.c >= 0)
        v.v[J] = apply<x.kind, Data>(a, get<x.b>(v, up), get<x.c>(v, up));
      else if constexpr (x.b >= 0)
        v.v[J] = apply<x.kind, Data>(a, get<x.b>(v, up), a);
      else
        v.v[J] = apply<x.kind, Data>(a, a, a);
    }
  }
};

/// What the kernel of a sweep computes (Source: kernel_source).
template<class Source>
using body_of = kernel_body<Source::value, typename Source::real, typename Source::data_type,
                            typename Source::leaf_types, typename Source::result_types>;

} // namespace AXNORM_ISA
} // namespace axnorm::exec
