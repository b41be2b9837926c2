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
  void* data = nullptr;
  std::int64_t extent[max_rank] = {};
  std::ptrdiff_t stride[max_rank] = {};
};

inline namespace AXNORM_ISA {

/// Byte steps along parts, from the strides along axes: the parts of one axis are one inside the other.
template<int P, class Graph>
slot<P> slot_of(const Graph& g, int first_chain, int chains, const memory& m, std::size_t size,
                const std::int64_t* extents) {
  slot<P> r{static_cast<char*>(m.data), {}};
  for (int c = 0; c < chains; ++c) {
    const graph::axis_chain& chain = g.chains[static_cast<std::size_t>(first_chain + c)];
    std::ptrdiff_t step = m.stride[c] * static_cast<std::ptrdiff_t>(size);
    for (int k = chain.count - 1; k >= 0; --k) {
      const int part = g.chain_parts[static_cast<std::size_t>(chain.first + k)];
      r.step[static_cast<std::size_t>(part)] = step;
      step *= extents[part];
    }
  }
  return r;
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

/// Computes the formula of `Source`. `operands` and `outputs` in the order of its graph; `extents` by part; `threads`:
/// 0 for the default number. Everything has been checked but strict arithmetic
/// (std::logic_error): no overlaps are looked for.
template<class Source>
void run(const memory* operands, const memory* outputs, const std::int64_t* extents, int threads) {
  demand_strict_math();
  using K = plan::compiled<Source>;
  constexpr const auto& g = Source::lowered;
  call<K> c;
  c.extents = extents;
  c.threads = threads;
  repeat<K::operands>([&](auto k) {
    const graph::operand& o = g.operands[static_cast<std::size_t>(k)];
    c.operand[k] = slot_of<call<K>::parts>(g, o.first_chain, o.chains, operands[k],
                                           sizeof(typename K::template operand_element<k>), extents);
  });
  repeat<K::outputs>([&](auto k) {
    const graph::output& o = g.outputs[static_cast<std::size_t>(k)];
    c.output[k] = slot_of<call<K>::parts>(g, o.first_chain, o.chains, outputs[k],
                                          sizeof(typename K::template output_element<k>), extents);
  });
  const std::int64_t bytes = bytes_touched<K>(g, extents);
  c.stream = plan::streams(bytes, static_cast<std::int64_t>(caches().l3));
  if constexpr (K::tiled.tile != 0) {
    if (plan::runs_by_tiles(tile_bytes<K>(g, extents))) return execution<K, true>(c).run();
  }
  execution<K, false>(c).run();
}

} // namespace AXNORM_ISA
} // namespace axnorm::exec
