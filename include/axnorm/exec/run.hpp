// The entry of the executor: memory in the order of a graph's operands comes in, the plan is chosen, the loops run.
// Called by evaluate once everything has been checked. Must not know: formulas, names, norms.
#pragma once

#include <axnorm/exec/execute.hpp>
#include <axnorm/exec/machine.hpp>
#include <axnorm/exec/strict_math.hpp>
#include <axnorm/plan/choice.hpp>

#include <cstdint>

namespace axnorm::exec {

inline constexpr int max_rank = 12;

/// One operand or output: its first element, and extents and strides (in elements) in the order of its axes.
struct memory {
  void* data;
  std::int64_t extent[max_rank];
  std::ptrdiff_t stride[max_rank];
};

inline namespace AXNORM_ISA {

/// Writes byte steps along parts, from the strides along axes: the parts of one axis are one inside the other.
template<class Graph>
void write_steps(std::ptrdiff_t* step, const Graph& g, int first_chain, int chains, const memory& m, std::size_t size,
                 const std::int64_t* extents) {
  for (int c = 0; c < chains; ++c) {
    const graph::axis_chain& chain = g.chains[static_cast<std::size_t>(first_chain + c)];
    std::ptrdiff_t bytes = m.stride[c] * static_cast<std::ptrdiff_t>(size);
    for (int k = chain.count - 1; k >= 0; --k) {
      const int part = g.chain_parts[static_cast<std::size_t>(chain.first + k)];
      step[part] = bytes;
      bytes *= extents[part];
    }
  }
}

/// Bytes of all elements of the operands and outputs of a call: what it must move at least.
template<class K, class Graph>
std::int64_t bytes_touched(const Graph& g, const std::int64_t* extents) {
  auto elements = [&](graph::axis_mask axes) {
    std::int64_t n = 1;
    for (int p = 0; p < K::parts; ++p)
      if (axes >> p & 1) n *= extents[p];
    return n;
  };
  std::int64_t total = 0;
  repeat<K::operands>([&](auto k) {
    total += elements(g.operands[static_cast<std::size_t>(k)].axes) *
             static_cast<std::int64_t>(sizeof(typename K::template operand_element<k>));
  });
  repeat<K::outputs>([&](auto k) {
    total += elements(g.outputs[static_cast<std::size_t>(k)].axes) *
             static_cast<std::int64_t>(sizeof(typename K::template output_element<k>));
  });
  return total;
}

/// Bytes of the inputs that one tile reads.
template<class K, class Graph>
std::int64_t tile_bytes(const Graph& g, const std::int64_t* extents) {
  std::int64_t total = 0;
  repeat<K::operands>([&](auto k) {
    const graph::axis_mask axes = g.operands[static_cast<std::size_t>(k)].axes;
    if (!graph::is_data(K::program.domains, axes)) return;
    std::int64_t n = sizeof(typename K::template operand_element<k>);
    for (int p = 0; p < K::parts; ++p)
      if ((axes & ~K::tile) >> p & 1) n *= extents[p];
    total += n;
  });
  return total;
}

/// Runs one of K's plans: makes the room that it needs on the stack and calls the drivers, which are no templates.
template<class K, bool Tiled, class Graph>
void run_plan(const Graph& g, const memory* operands, const memory* outputs, const std::int64_t* extents, int threads,
              bool stream) {
  constexpr const plan_tables& tables = tables_of<K, Tiled>::value;
  constexpr auto some = [](std::size_t n) { return n > 0 ? n : 1; };
  constexpr std::size_t O = K::operands, R = K::outputs, P = some(K::parts), B = tables.buffers.size();
  static_assert(K::parts <= max_loops, "axnorm: a formula has at most 16 axes, groups counted");
  std::ptrdiff_t step[some(O + R)][P] = {};
  std::array<slot, some(O)> operand_slots{};
  std::array<slot, some(R)> output_slots{};
  constexpr auto operand_size = K::operand_sizes();
  constexpr auto output_size = K::output_sizes();
  for (std::size_t k = 0; k < O; ++k) {
    write_steps(step[k], g, g.operands[k].first_chain, g.operands[k].chains, operands[k], operand_size[k], extents);
    operand_slots[k] = {static_cast<char*>(operands[k].data), step[k]};
  }
  for (std::size_t k = 0; k < R; ++k) {
    write_steps(step[O + k], g, g.outputs[k].first_chain, g.outputs[k].chains, outputs[k], output_size[k], extents);
    output_slots[k] = {static_cast<char*>(outputs[k].data), step[O + k]};
  }
  std::array<buffer_memory, some(B)> buffers;
  std::array<char*, some(B)> bases{};
  std::array<double, K::program.size()> values;
  std::array<double, 3 * K::program.size()> words;
  const call c{.tables = &tables,
               .operands = std::span<const slot>(operand_slots.data(), O),
               .outputs = std::span<const slot>(output_slots.data(), R),
               .extents = extents,
               .threads = threads,
               .stream = stream,
               .buffers = std::span<buffer_memory>(buffers.data(), B),
               .bases = std::span<char*>(bases.data(), B),
               .values = values.data(),
               .words = words.data()};
  execution(c).run();
}

/// Computes the formula of `Source`. `operands` and `outputs` in the order of its graph; `extents` by part; `threads`:
/// 0 for the default number. Everything has been checked but strict arithmetic (std::logic_error): no overlaps are
/// looked for.
template<class Source>
void run(const memory* operands, const memory* outputs, const std::int64_t* extents, int threads) {
  demand_strict_math();
  using K = plan::compiled<Source>;
  constexpr const auto& g = Source::lowered;
  const bool stream = plan::streams(bytes_touched<K>(g, extents), static_cast<std::int64_t>(caches().l3));
  if constexpr (K::tiled.tile != 0) {
    if (plan::runs_by_tiles(tile_bytes<K>(g, extents)))
      return run_plan<K, true>(g, operands, outputs, extents, threads, stream);
  }
  run_plan<K, false>(g, operands, outputs, extents, threads, stream);
}

} // namespace AXNORM_ISA
} // namespace axnorm::exec
