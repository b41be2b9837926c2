// What of a formula is machine code: for each sweep the kernels and the sizes of what they read, for each stage its
// scalars; and the plan beside them as plain arrays. With it the drivers need not be templates. Must not know: loops,
// threads.
#pragma once

#include <axnorm/axis/sequence.hpp>
#include <axnorm/exec/column.hpp>
#include <axnorm/exec/nest.hpp>
#include <axnorm/exec/row.hpp>
#include <axnorm/exec/row_collector.hpp>
#include <axnorm/exec/row_flat.hpp>
#include <axnorm/exec/scalars.hpp>
#include <axnorm/exec/tapes.hpp>
#include <axnorm/exec/tile_kernel.hpp>

#include <array>
#include <cstddef>
#include <cstdint>

namespace axnorm::exec {
inline namespace AXNORM_ISA {

using row_function = void (*)(const row_runs& r);
/// A column kernel: `columns` columns from position j on, down `rows` rows.
using column_function = void (*)(char* const* at, const std::ptrdiff_t* step, std::int64_t rows, std::int64_t j,
                                 std::int64_t columns, const kernel_scalars& scalars, char* const* places,
                                 const std::ptrdiff_t* word_stride);

/// The same from position 0 on, of whole blocks, with room for a block's accumulators for each.
using wide_column_function = void (*)(char* const* at, const std::ptrdiff_t* step, std::int64_t rows,
                                      std::int64_t columns, const kernel_scalars& scalars, char* const* places,
                                      const std::ptrdiff_t* word_stride, void* room);
struct sweep_run;
/// Does the columns [u0, u1) of a sweep's units: see sweep_columns.hpp. A template, so that only plans with columns
/// compile it. `room`: see sweep_run::run.
template<class = void>
void run_columns(const sweep_run& sweep, const addresses& start, std::int64_t u0, std::int64_t u1, void* room);

/// One sweep's kernels, or its tape, and what drivers must know of their slots: leaves, then results, then sums that
/// each position adds to, then places of reductions.
struct sweep_kernel {
  bool by_rows = false;
  const tape* interpreted = nullptr; ///< if it has a tape, and no kernels
  row_function plain = nullptr, streaming = nullptr;
  row_function flat = nullptr, flat_streaming = nullptr;    ///< rows that follow each other as one run, if it may do so
  void (*collect)(const row_runs& r, void* room) = nullptr; ///< short rows of many results, if it may do so
  int straight = 0; ///< of rows of at most so many packs it adds one pack after the other to the same lanes
  std::size_t room_to_collect = 0; ///< bytes, for most_tiles results; for a block of columns
  column_function block = nullptr, pack = nullptr, tail = nullptr;
  wide_column_function wide = nullptr;
  decltype(&run_columns<>) columns = nullptr; ///< drives these
  column_function one_row = nullptr;          ///< all columns of a single row, where that may be all there is
  int width = 1;                              ///< positions of a pack
  std::int64_t known_run = 0;                 ///< positions of the innermost run, where types know it
  int a_pass = 1;                             ///< positions of one pass of the row kernel's loop
  bool short_rows = false;                    ///< in rows of at most one pass each lane has one addition
  int leaves = 0, results = 0, adds = 0, reductions = 0;
  std::uint32_t varying = 0;                               ///< by slot: it varies along the innermost run
  std::array<std::uint8_t, max_slots> size{}, alignment{}; ///< by slot: bytes of an element; what streaming needs

  constexpr int moving() const { return leaves + results + adds; } ///< slots that follow the positions
  constexpr int slots() const { return moving() + reductions; }
  constexpr bool varies(int slot) const { return (varying >> slot & 1) != 0; }
};

/// One stage's scalars.
struct stage_kernel {
  void (*compute)(const stage_run& r) = nullptr;
  void (*write)(const double* values, char* const* outputs) = nullptr;
};

/// Whether tiles may be so small that all there is for a sweep to add is one row each: sums across tiles.
template<class Program, class Plan>
constexpr bool adds_rows(const Program& program, const Plan& p, const plan::sweep& s) {
  bool sums = s.when == plan::phase::tile && s.reductions.count > 0;
  for (int r = 0; r < s.reductions.count; ++r) {
    const graph::instruction& x = program[p.listed(s.reductions, r)];
    sums = sums && x.kind == code::total && (x.over & p.tile) != 0;
  }
  return sums;
}

template<class K, bool Tiled, int S>
constexpr sweep_kernel kernel_of() {
  using source = kernel_source<K, Tiled, S>;
  constexpr plan::sweep sweep = source::sweep;
  static_assert(sweep.leaves.count + source::results + sweep.reductions.count <= max_slots,
                "axnorm: a sweep of this formula reads and writes too many tensors at once");
  using T = body_of<source>;
  sweep_kernel k;
  k.by_rows = sweep.shape == plan::form::row;
  k.width = T::width;
  k.leaves = T::leaves;
  k.results = T::results;
  k.adds = T::adds;
  k.reductions = T::reductions;
  if constexpr (sweep.shape == plan::form::row) {
    using row = row_kernel<T>;
    k.plain = row::template function<false, source::known_run>();
    if constexpr (sweep.outputs.count > 0) k.streaming = row::template function<true, source::known_run>();
    k.a_pass = T::width * row::U;
    k.short_rows = row::has_short_rows;
    k.known_run = source::known_run;
    constexpr bool goes_over_all = !K::only_tiles || sweep.when != plan::phase::tile;
    if constexpr (row_flat<T>::possible && goes_over_all) {
      k.flat = &row_flat<T>::template run<false>;
      k.flat_streaming = &row_flat<T>::template run<true>;
    }
    if constexpr (row_collector<T>::possible && sweep.data && goes_over_all) {
      k.collect = &row_collector<T>::run;
      k.room_to_collect = sizeof(typename row_collector<T>::collected);
      k.straight = row_collector<T>::straight;
    }
  } else {
    using column = column_kernel<T>;
    k.columns = &run_columns<>;
    k.block = &column::template run<4, false>;
    k.tail = &column::template run<1, true>;
    k.wide = &column::run_wide;
    k.room_to_collect = sizeof(typename column::template block<4>);
    if constexpr (adds_rows(K::template program_for<Tiled>(), source::plan, sweep)) k.one_row = &column::add_one_row;
    if constexpr (AXNORM_HAS_AVX512 != 0)
      k.pack = k.tail; // masks cost nothing here
    else
      k.pack = &column::template run<1, false>;
  }
  repeat<T::leaves>([&](auto i) {
    k.size[i] = sizeof(typename T::template leaf_t<i>);
    if (T::varies(i)) k.varying |= std::uint32_t{1} << i;
  });
  repeat<T::results>([&](auto r) {
    using E = typename T::template result_t<r>;
    const auto m = static_cast<std::size_t>(T::result_slot(r));
    k.size[m] = sizeof(E);
    k.alignment[m] = stream_alignment<E, typename T::real>;
    k.varying |= std::uint32_t{1} << m;
  });
  repeat<T::adds>([&](auto a) {
    const auto m = static_cast<std::size_t>(T::add_slot(a));
    k.size[m] = sizeof(typename T::real);
    k.varying |= std::uint32_t{1} << m;
  });
  return k;
}

/// The same of a sweep that has a tape.
constexpr sweep_kernel kernel_of(const plan::sweep& s, const tape& t) {
  sweep_kernel k;
  k.by_rows = s.shape == plan::form::row;
  k.interpreted = &t;
  k.width = k.a_pass = tape::pack_width;
  k.leaves = s.leaves.count;
  k.results = s.stores.count + s.outputs.count;
  k.reductions = s.reductions.count;
  return k;
}

using tiles_function = void (*)(const tile_runs& r);

/// All that the drivers know of a formula: its plan as arrays, and its kernels.
struct plan_tables {
  graph::axis_mask tile;
  const plan::part_order* order;
  sequence_view<const graph::instruction> code;
  sequence_view<const graph::program_output> outputs;
  sequence_view<const plan::place> places;
  sequence_view<const plan::sweep> sweeps;
  sequence_view<const plan::stage> stages;
  sequence_view<const plan::buffer> buffers;
  const int* pool;
  const sweep_kernel* kernels;
  const stage_kernel* scalars;
  tiles_function all_of_tiles; ///< all that tiles do, where there is a function for it
  int real_size;               ///< bytes of the type that data are computed in
  int parts, operands;
  graph::axis_mask domain; ///< of the data

  int listed(plan::range r, int i) const { return pool[r.first + i]; }
  const graph::instruction& at(int i) const { return code[static_cast<std::size_t>(i)]; }
  const plan::place& place_of(int i) const { return places[static_cast<std::size_t>(i)]; }
  const plan::sweep& sweep(int s) const { return sweeps[static_cast<std::size_t>(s)]; }
  const plan::buffer& buffer(int b) const { return buffers[static_cast<std::size_t>(b)]; }
};

template<class K, bool Tiled>
struct tables_of {
  static constexpr const auto& the_plan = K::template plan_for<Tiled>();
  static constexpr const auto& program = K::template program_for<Tiled>();

  template<int S>
  static constexpr sweep_kernel kernel() {
    using choice = sweep_choice<K, Tiled>;
    if constexpr (choice::shared[S] >= 0) {
      return tables_of<K, true>::kernels[choice::shared[S]];
    } else if constexpr (choice::by_tape(S)) {
      constexpr const tape& t = tapes<K, Tiled>::value[S];
      static_assert(t.block > 0, "axnorm: a sweep over statistics of this formula computes too many values");
      constexpr sweep_kernel k = [] {
        sweep_kernel r = kernel_of(the_plan.sweeps[S], t);
        if constexpr (the_plan.sweeps[S].shape == plan::form::column) r.columns = &run_columns<>;
        return r;
      }();
      static_assert(k.slots() <= max_slots,
                    "axnorm: a sweep of this formula reads and writes too many tensors at once");
      return k;
    } else {
      return kernel_of<K, Tiled, S>();
    }
  }
  static constexpr auto kernels = []<int... S>(std::integer_sequence<int, S...>) {
    return std::array<sweep_kernel, sizeof...(S)>{kernel<S>()...};
  }(std::make_integer_sequence<int, static_cast<int>(the_plan.sweeps.size())>{});

  static constexpr auto scalars = []<int... G>(std::integer_sequence<int, G...>) {
    return std::array<stage_kernel, sizeof...(G)>{
        stage_kernel{&scalar_stage<K, Tiled, G>::compute_all, &scalar_stage<K, Tiled, G>::write}...};
  }(std::make_integer_sequence<int, static_cast<int>(the_plan.stages.size())>{});

  static constexpr tiles_function all_of_tiles() {
    if constexpr (Tiled && tile_kernel<K>::possible)
      return &tile_kernel<K>::run;
    else
      return nullptr;
  }

  static constexpr plan_tables value{
      .tile = the_plan.tile,
      .order = &K::order,
      .code = program.code,
      .outputs = program.outputs,
      .places = the_plan.places,
      .sweeps = the_plan.sweeps,
      .stages = the_plan.stages,
      .buffers = the_plan.buffers,
      .pool = the_plan.pool.data(),
      .kernels = kernels.data(),
      .scalars = scalars.data(),
      .all_of_tiles = all_of_tiles(),
      .real_size = sizeof(typename K::real),
      .parts = K::parts,
      .operands = K::operands,
      .domain = program.domains[0],
  };
};

} // namespace AXNORM_ISA
} // namespace axnorm::exec
