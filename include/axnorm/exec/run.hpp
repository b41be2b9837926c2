// The entry of the executor: memory in the order of a graph's operands comes in, the plan is chosen, the loops run.
// Called by evaluate once everything has been checked. Must not know: formulas, names, norms.
#pragma once

#include <axnorm/axis/sequence.hpp>
#include <axnorm/exec/drivers.hpp>
#include <axnorm/exec/machine.hpp>
#include <axnorm/exec/prepared.hpp>
#include <axnorm/exec/strict_math.hpp>
#include <axnorm/graph/check.hpp>
#include <axnorm/plan/choice.hpp>
#include <axnorm/plan/cost.hpp>

#include <algorithm>
#include <cstdint>

namespace axnorm::exec {

inline namespace AXNORM_ISA {

/// What a call's operands and outputs are, without their types: axes and sizes of elements, operands first.
struct call_shape {
  graph::extents_view graph;
  const std::size_t *operand_sizes, *output_sizes; ///< bytes of an element
  const std::int64_t* extents;                     ///< by part

  std::int64_t elements(graph::axis_mask axes) const {
    std::int64_t n = 1;
    for (std::size_t p = 0; p < graph.parts.size(); ++p)
      if (axes >> p & 1) n *= extents[p];
    return n;
  }

  /// Writes byte steps along parts, from the strides along axes: the parts of one axis are one inside the other.
  void write_steps(std::ptrdiff_t* step, int first_chain, int chains, const memory& m, std::size_t size) const {
    for (int c = 0; c < chains; ++c) {
      const graph::axis_chain& chain = graph.chains[static_cast<std::size_t>(first_chain + c)];
      std::ptrdiff_t bytes = m.stride[c] * static_cast<std::ptrdiff_t>(size);
      for (int k = chain.count - 1; k >= 0; --k) {
        const int part = graph.chain_parts[static_cast<std::size_t>(chain.first + k)];
        step[part] = bytes;
        bytes *= extents[part];
      }
    }
  }
  /// Writes the slots of all operands and outputs; each has its steps in a row of `steps`, as many as there are parts.
  void write_slots(const memory* operands, const memory* outputs, std::ptrdiff_t* step, slot* operand_slots,
                   slot* output_slots) const {
    for (std::size_t k = 0; k < graph.operands.size(); ++k, step += graph.parts.size()) {
      write_steps(step, graph.operands[k].first_chain, graph.operands[k].chains, operands[k], operand_sizes[k]);
      operand_slots[k] = {static_cast<char*>(operands[k].data), step};
    }
    for (std::size_t k = 0; k < graph.outputs.size(); ++k, step += graph.parts.size()) {
      write_steps(step, graph.outputs[k].first_chain, graph.outputs[k].chains, outputs[k], output_sizes[k]);
      output_slots[k] = {static_cast<char*>(outputs[k].data), step};
    }
  }

  /// Bytes of all elements of the operands and outputs: what a call must move at least.
  std::int64_t bytes_touched() const {
    std::int64_t total = 0;
    for (std::size_t k = 0; k < graph.operands.size(); ++k)
      total += elements(graph.operands[k].axes) * static_cast<std::int64_t>(operand_sizes[k]);
    for (std::size_t k = 0; k < graph.outputs.size(); ++k)
      total += elements(graph.outputs[k].axes) * static_cast<std::int64_t>(output_sizes[k]);
    return total;
  }
  /// What the call's time depends on. `by_tiles`, `in_order`: how often each operand is read by the sweeps over data of
  /// the two plans.
  plan::call_size size(graph::axis_mask tile, const plan::part_order& order,
                       sequence_view<const graph::axis_mask> domains, const int* by_tiles, const int* in_order) const {
    plan::call_size r;
    r.tiles = elements(tile);
    for (std::size_t k = 0; k < graph.operands.size(); ++k) {
      const graph::axis_mask axes = graph.operands[k].axes;
      if (!graph::is_data(domains, axes)) continue;
      const std::int64_t bytes = elements(axes) * static_cast<std::int64_t>(operand_sizes[k]);
      r.tile_bytes += elements(axes & ~tile) * static_cast<std::int64_t>(operand_sizes[k]);
      r.read += bytes;
      r.again_by_tiles += (std::max(by_tiles[k], 1) - 1) * bytes;
      r.again_in_order += (std::max(in_order[k], 1) - 1) * bytes;
    }
    for (std::size_t k = 0; k < graph.outputs.size(); ++k)
      if (const graph::axis_mask axes = graph.outputs[k].axes; graph::is_data(domains, axes))
        r.written += elements(axes) * static_cast<std::int64_t>(output_sizes[k]);
    // A piece ends where the tile fixes something further inside.
    graph::axis_mask inside = 0;
    for (int k = order.count - 1; k >= 0; --k) {
      const int part = order.part[static_cast<std::size_t>(k)];
      const graph::axis_mask bit = graph::axis_mask{1} << part;
      if (!(domains[0] & bit) || extents[part] == 1) continue;
      if ((tile & bit) != 0)
        inside |= bit;
      else if (inside != 0)
        r.pieces *= extents[part];
    }
    return r;
  }
};

template<class K>
call_shape shape_of(const std::int64_t* extents) {
  static constexpr auto operand_sizes = K::operand_sizes();
  static constexpr auto output_sizes = K::output_sizes();
  return {graph::extents_view(K::lowered), operand_sizes.data(), output_sizes.data(), extents};
}

template<class K>
plan::call_size size_of(const std::int64_t* extents) {
  static constexpr auto by_tiles = plan::data_reads<K, true>, in_order = plan::data_reads<K, K::only_tiles>;
  return shape_of<K>(extents).size(K::tile, K::order, K::program.domains, by_tiles.data(), in_order.data());
}

/// The last call of a thread.
template<class K>
inline thread_local constinit prepared_call<K> last_call{};

/// Computes the formula of `Source`. `operands` and `outputs` in the order of its graph; `extents` by part; `threads`:
/// 0 for the default number. Everything has been checked but strict arithmetic (std::logic_error): no overlaps are
/// looked for.
template<class Source>
void run(const memory* operands, const memory* outputs, const std::int64_t* extents, int threads,
         const before_writing& prepare = {}) {
  using K = plan::compiled<Source>;
  static_assert(K::parts <= max_loops, "axnorm: a formula has at most 16 axes, groups counted");
  demand_strict_math();
  if constexpr (prepared_call<K>::possible)
    if (prepared_call<K>& last = last_call<K>; last.fits(operands, outputs, extents, threads))
      return last.run(operands, outputs, extents, threads, prepare);
  const call_shape shape = shape_of<K>(extents);
  call c;
  c.stream = plan::streams(shape.bytes_touched(), plan::half_of(K::lowered), static_cast<std::int64_t>(caches().l3));
  if constexpr (!K::only_tiles) c.tables = &tables_of<K, false>::value;
  if constexpr (K::tiled.tile != 0) {
    const plan::call_size size = size_of<K>(extents);
    if (K::only_tiles || plan::runs_by_tiles(size)) {
      c.tables = &tables_of<K, true>::value;
      std::int64_t bytes = size.tile_bytes; // and what a tile keeps
      for (const plan::buffer& b : K::tiled.buffers)
        if (b.when == plan::phase::tile)
          bytes += shape.elements(b.axes) * static_cast<std::int64_t>(sizeof(typename K::real));
      c.tiles_together = plan::tiles_together(bytes, static_cast<std::int64_t>(caches().l1), most_tiles, c.stream);
    }
    c.asks_ahead = c.stream && plan::asks_ahead(size.tile_bytes);
    if constexpr (K::only_tiles) c.cut_tiles = plan::cuts_tiles(size);
  }

  // Room sized to the plan, so that the drivers need not be templates.
  constexpr std::size_t operand_count = K::operands, output_count = K::outputs;
  constexpr std::size_t buffer_count = [] {
    if constexpr (K::only_tiles)
      return K::tiled.buffers.size();
    else
      return std::max(K::tiled.buffers.size(), K::whole.buffers.size());
  }();
  std::ptrdiff_t step[some(operand_count + output_count) * some(K::parts)] = {};
  slot operand_slots[some(operand_count)], output_slots[some(output_count)];
  buffer_memory buffers[some(buffer_count)];
  char* bases[some(buffer_count)] = {};
  alignas(64) double values[most_tiles * K::values], words[3 * most_tiles * K::values];
  shape.write_slots(operands, outputs, step, operand_slots, output_slots);
  char *operand_data[some(operand_count)], *output_data[some(output_count)];
  for (std::size_t k = 0; k < operand_count; ++k)
    operand_data[k] = operand_slots[k].data;
  for (std::size_t k = 0; k < output_count; ++k)
    output_data[k] = output_slots[k].data;
  c.operands = {operand_slots, operand_count};
  c.outputs = {output_slots, output_count};
  c.operand_data = operand_data;
  c.output_data = output_data;
  c.prepare = prepare;
  c.extents = extents;
  c.threads = threads;
  c.buffers = buffers;
  c.bases = bases;
  c.values = values;
  c.words = words;
  if constexpr (prepared_call<K>::possible) c.keep = last_call<K>.room();
  run_call<K>(c);
  if constexpr (prepared_call<K>::possible) last_call<K>.remember(operands, outputs, extents);
}

} // namespace AXNORM_ISA
} // namespace axnorm::exec
