// The plan: a program cut into sweeps over tiles, as plain values. Made by schedule.hpp, read by the executor and by
// explain. Knows nothing of pointers, packs or threads.
#pragma once

#include <axnorm/axis/freeze.hpp>
#include <axnorm/axis/sequence.hpp>
#include <axnorm/graph/program.hpp>

#include <array>
#include <cstddef>

namespace axnorm {

namespace plan {

using graph::axis_mask;
using graph::blocks;
using graph::code;
using graph::instruction;
using graph::is_data;
using graph::is_part;
using graph::reduces;

/// Where the value of an instruction lives when somebody outside its own sweep asks for it.
enum class home : std::uint8_t {
  nowhere, ///< recomputed in every sweep (data), or not needed
  operand, ///< memory of the caller
  scalar,  ///< one double a tile (or a call)
  buffer,  ///< an array of doubles over the axes that the tile does not fix
};

/// When something happens: once before the tiles, once a tile, once after all tiles.
enum class phase : std::uint8_t { before, tile, after };

/// What a sweep is for; in this order within a step, so that outputs may overwrite inputs.
enum class purpose : std::uint8_t { store, reduce, write };

/// Along the innermost axis a reduction either runs (row: one accumulator) or not (column: one accumulator a position).
enum class form : std::uint8_t { row, column };

struct range {
  int first = 0, count = 0;
};

/// The most that a sweep which adds to sums may read, write and add to.
inline constexpr int most_slots_with_sums = 24;

/// One loop nest over `domain` (the part of it that the tile does not fix).
struct sweep {
  int step = 0;
  purpose what = purpose::reduce;
  form shape = form::row;
  phase when = phase::before;
  bool data = false; ///< over data, in the type of the data; else over statistics, in double
  axis_mask domain = 0;
  axis_mask inner = 0;               ///< the innermost parts that all operands treat alike: one loop if strides allow
  axis_mask common = ~0u;            ///< what all its reductions run over: accumulators live on across these loops
  range body;                        ///< instructions computed for each position
  range leaves;                      ///< values read from operands or buffers
  range scalars;                     ///< scalar values used
  range reductions, stores, outputs; ///< outputs: indices into program.outputs

  /// Whether it adds to its reductions position by position: sums across tiles, beside results that are written.
  constexpr bool adds() const { return what == purpose::write && reductions.count > 0; }
};

/// What becomes ready together: first the scalars, then the sweeps, in order.
struct stage {
  phase when = phase::before;
  int step = 0;
  range scalars;        ///< instructions
  range scalar_outputs; ///< outputs that are scalars of a tile
  range sweeps;         ///< indices into plan.sweeps
  range windows;        ///< instructions, after the sweeps
};

struct buffer {
  int instruction = -1;
  axis_mask axes = 0; ///< its dimensions
  int words = 1;      ///< doubles an element: see graph::words_of
  phase when = phase::before;
  bool across = false; ///< accumulates over tiles
  bool narrow = false; ///< only data read it: kept in their type instead of double
};

/// What is known of each instruction.
struct place {
  home where = home::nowhere;
  int buffer = -1;
  int ready = 0; ///< the step in which it can be read
  phase when = phase::before;
};

struct plan {
  axis_mask tile = 0; ///< the parts that a tile fixes; none: every sweep goes over the whole tensor in memory order
  sequence<place> places;
  sequence<sweep> sweeps;
  sequence<stage> stages;
  sequence<buffer> buffers;
  sequence<int> pool; ///< what the ranges point into
};

struct plan_sizes {
  std::size_t places, sweeps, stages, buffers, pool;
  constexpr bool fits(const plan_sizes& room) const {
    return places <= room.places && sweeps <= room.sweeps && stages <= room.stages && buffers <= room.buffers &&
           pool <= room.pool;
  }
};

/// A plan in arrays.
template<plan_sizes S>
struct fixed_plan {
  axis_mask tile = 0;
  std::array<place, S.places> places{};
  std::array<sweep, S.sweeps> sweeps{};
  std::array<stage, S.stages> stages{};
  std::array<buffer, S.buffers> buffers{};
  std::array<int, S.pool> pool{};
  constexpr const place& at(int i) const { return places[static_cast<std::size_t>(i)]; }
  /// Entry i of a range.
  constexpr int listed(range r, int i) const { return pool[static_cast<std::size_t>(r.first + i)]; }

  template<class From>
  constexpr void fill(const From& from) {
    tile = from.tile;
    freeze_into(places, from.places);
    freeze_into(sweeps, from.sweeps);
    freeze_into(stages, from.stages);
    freeze_into(buffers, from.buffers);
    freeze_into(pool, from.pool);
  }
};

/// Whether a sweep of tiles sums over what the tile fixes.
template<class Program, plan_sizes S>
constexpr bool crosses_tiles(const Program& program, const fixed_plan<S>& p) {
  for (const sweep& s : p.sweeps)
    for (int i = 0; s.when == phase::tile && i < s.reductions.count; ++i)
      if ((program[p.listed(s.reductions, i)].over & p.tile) != 0) return true;
  return false;
}

/// The sweep of `p` that computes at each position just what sweep `s` of `q`, a plan of the same program, computes
/// from values in the same types; -1 if there is none.
template<plan_sizes P, plan_sizes Q>
constexpr int sweep_like(const fixed_plan<P>& p, const fixed_plan<Q>& q, const sweep& s) {
  auto same = [&](range a, range b) {
    if (a.count != b.count) return false;
    for (int i = 0; i < a.count; ++i)
      if (p.listed(a, i) != q.listed(b, i)) return false;
    return true;
  };
  auto same_types = [&](range a) {
    for (int i = 0; i < a.count; ++i) {
      const place &x = p.at(q.listed(a, i)), &y = q.at(q.listed(a, i));
      if ((x.buffer < 0) != (y.buffer < 0)) return false;
      if (x.buffer >= 0 &&
          p.buffers[static_cast<std::size_t>(x.buffer)].narrow != q.buffers[static_cast<std::size_t>(y.buffer)].narrow)
        return false;
    }
    return true;
  };
  for (std::size_t i = 0; i < p.sweeps.size(); ++i) {
    const sweep& t = p.sweeps[i];
    if (t.shape == s.shape && t.data == s.data && t.inner == s.inner && same(t.body, s.body) &&
        same(t.leaves, s.leaves) && same(t.scalars, s.scalars) && same(t.reductions, s.reductions) &&
        same(t.stores, s.stores) && same(t.outputs, s.outputs) && same_types(s.leaves) && same_types(s.stores))
      return static_cast<int>(i);
  }
  return -1;
}

} // namespace plan

template<>
struct arrays_of<plan::plan> {
  using sizes = plan::plan_sizes;
  static constexpr sizes usual{128, 16, 16, 48, 512};
  static constexpr sizes large{384, 48, 48, 160, 2048};
  template<sizes S>
  using type = plan::fixed_plan<S>;
  static constexpr sizes of(const plan::plan& p) {
    return {p.places.size(), p.sweeps.size(), p.stages.size(), p.buffers.size(), p.pool.size()};
  }
};

} // namespace axnorm
