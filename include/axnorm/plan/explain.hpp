// explain: what a call will do, in numbers and in words. Used by people and by tests. Knows sizes and cache sizes as
// plain numbers, nothing of pointers or threads.
#pragma once

#include <axnorm/axis/sequence.hpp>
#include <axnorm/expr/words.hpp>
#include <axnorm/plan/choice.hpp>
#include <axnorm/plan/compiled.hpp>
#include <axnorm/plan/cost.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace axnorm {

/// What one call of a formula does. Bytes are of this call; `text()` says it all in words.
struct explanation {
  struct sweep {
    std::string over;                     ///< the axes it runs over
    std::vector<std::string> reads;       ///< names of operands
    std::vector<std::string> accumulates; ///< "moments over {N, H, W}"
    std::vector<std::string> writes;      ///< results by position: "result 1"
    bool keeps = false;                   ///< writes what other sweeps of the tile will read: see plan/keep.hpp
    bool data = false;                    ///< over data, not statistics
    bool inputs = false;                  ///< the same, and it reads an input: not only what is kept
    bool columns = false;                 ///< the innermost axis is kept by its reductions
  };
  bool by_tiles = false; ///< all sweeps of a tile back to back, else each sweep over the whole tensor
  std::string tile;      ///< the axes a tile fixes
  std::int64_t tiles = 1;
  std::int64_t tile_bytes = 0; ///< what a tile reads
  bool tiles_cut = false;      ///< threads share each sweep of a tile, else they have tiles of their own
  std::vector<sweep> sweeps;
  std::vector<std::string> windows; ///< summed between sweeps: "{C} of 3"
  std::int64_t bytes_moved = 0;     ///< over memory, at the caches' sizes given
  std::int64_t bytes_min = 0;       ///< each operand read once, each result written once
  std::int64_t scratch_bytes = 0;   ///< statistics kept between sweeps
  bool streaming = false;           ///< results are written around the cache
  double expected_time = 0;         ///< nanoseconds of one thread by the cost model: see plan/cost.hpp

  std::string text() const {
    auto join = [](const std::vector<std::string>& words) {
      std::string r;
      for (const std::string& w : words)
        r += (r.empty() ? "" : ", ") + w;
      return r;
    };
    std::string r = by_tiles ? "by tiles: each fixes " + tile + "; " + std::to_string(tiles) + " tiles of " +
                                   std::to_string(tile_bytes) + " bytes" +
                                   (tiles_cut ? ", whose sweeps are cut among threads\n" : "\n")
                             : "in memory order: every sweep over the whole tensor\n";
    int k = 0;
    for (const sweep& s : sweeps) {
      r += s.data ? "sweep " + std::to_string(++k) : "statistics between sweeps";
      r += " over " + s.over;
      if (!s.reads.empty()) r += ": reads " + join(s.reads);
      if (!s.accumulates.empty()) r += "; accumulates " + join(s.accumulates) + (s.columns ? " by columns" : "");
      if (s.keeps) r += "; keeps what took long";
      if (!s.writes.empty()) r += "; writes " + join(s.writes);
      r += "\n";
    }
    if (!windows.empty()) r += "windows between sweeps along " + join(windows) + "\n";
    r += "bytes: " + std::to_string(bytes_moved) + " moved, " + std::to_string(bytes_min) + " at least";
    r += streaming ? "; results are written around the cache" : "";
    r += "; scratch " + std::to_string(scratch_bytes) + "\n";
    return r;
  }

  /// The text, on any stream that takes strings: this header includes none.
  template<class Stream>
  requires requires(Stream& s, const std::string& words) { s << words; }
  friend Stream& operator<<(Stream& out, const explanation& e) {
    out << e.text();
    return out;
  }
};

namespace plan {

/// The axes of a set, outermost first. Where an axis is split into groups its parts are numbered: C[0] counts the
/// groups.
template<class Graph>
std::string axes_text(const Graph& g, axis_mask axes, const part_order& order) {
  std::string r = "{";
  for (int i = 0; i < order.count; ++i) {
    const auto p = static_cast<std::size_t>(order.part[static_cast<std::size_t>(i)]);
    if (!(axes >> p & 1)) continue;
    int before = 0, alike = 0;
    for (std::size_t q = 0; q < g.parts.size(); ++q)
      if (g.parts[q].axis == g.parts[p].axis) {
        ++alike;
        before += q < p;
      }
    r += (r.size() > 1 ? ", " : "") + std::string(g.parts[p].axis.label);
    if (alike > 1) r += "[" + std::to_string(before) + "]";
  }
  return r + "}";
}

constexpr const char* reduction_name(code kind) {
  return kind == code::moments        ? "moments"
         : kind == code::exponentials ? "maximum and exponentials"
         : kind == code::largest      ? "maximum"
         : kind == code::smallest     ? "minimum"
                                      : "sum";
}

/// Explains a call with the given extents (by part) and sizes of it and of caches in bytes.
template<class K, bool Tiled>
explanation explain_plan(const std::int64_t* extents, const call_size& call, std::int64_t core_cache,
                         std::int64_t last_cache) {
  constexpr const auto& p = K::template plan_for<Tiled>();
  constexpr const auto& program = K::template program_for<Tiled>();
  const auto& g = K::lowered;
  auto size = [](const auto& sizes, std::size_t k) { return static_cast<std::int64_t>(sizes[k]); };
  constexpr auto operand_sizes = K::operand_sizes();
  constexpr auto output_sizes = K::output_sizes();
  auto elements = [&](axis_mask axes) {
    std::int64_t n = 1;
    for (int i = 0; i < K::parts; ++i)
      if (axes >> i & 1) n *= extents[i];
    return n;
  };
  explanation r;
  r.by_tiles = Tiled;
  r.tile = axes_text(g, p.tile, K::order);
  r.tiles = elements(p.tile);
  r.tile_bytes = call.tile_bytes;
  r.tiles_cut = K::only_tiles && cuts_tiles(call);
  r.expected_time = Tiled ? time_by_tiles(call) : time_in_order(call);
  sequence<int> times(g.operands.size(), 0);
  for (const sweep& s : p.sweeps) {
    explanation::sweep t;
    t.over = axes_text(g, s.domain, K::order);
    t.data = s.data;
    t.inputs = s.data && reads_inputs(program, p, s);
    t.columns = s.shape == form::column;
    for (int i = 0; i < s.leaves.count; ++i) {
      const instruction& x = program[p.listed(s.leaves, i)];
      if (graph::is_elementwise(x.kind) && is_data(program.domains, x.axes)) t.reads.emplace_back("what is kept");
      if (x.kind != code::load) continue;
      times[static_cast<std::size_t>(x.a)] += 1;
      t.reads.emplace_back(g.operands[static_cast<std::size_t>(x.a)].name);
    }
    for (int i = 0; i < s.reductions.count; ++i) {
      const instruction& x = program[p.listed(s.reductions, i)];
      t.accumulates.push_back(std::string(reduction_name(x.kind)) + " over " + axes_text(g, x.over, K::order));
    }
    for (int i = 0; i < s.outputs.count; ++i)
      t.writes.push_back("result " + std::to_string(p.listed(s.outputs, i) + 1));
    for (int i = 0; i < s.body.count; ++i)
      if (graph::takes_long(program[p.listed(s.body, i)].kind))
        r.expected_time += time_of_function(elements(s.domain) * static_cast<std::int64_t>(sizeof(typename K::real)));
    t.keeps = s.what == purpose::reduce && s.stores.count > 0;
    r.sweeps.push_back(t);
  }
  for (int i = 0; i < program.size(); ++i)
    if (const instruction& x = program[i]; x.kind == code::window)
      r.windows.push_back(axes_text(g, x.over, K::order) + " of " + expr::window_words(x.c));
  std::int64_t touched = 0;
  for (std::size_t k = 0; k < g.operands.size(); ++k)
    touched += elements(g.operands[k].axes) * size(operand_sizes, k);
  for (std::size_t k = 0; k < g.outputs.size(); ++k)
    touched += elements(g.outputs[k].axes) * size(output_sizes, k);
  r.bytes_min = touched;
  r.bytes_moved = touched;
  // Without tiles, or where they are large, what is read again has left a core's cache unless all of it fits.
  if ((!Tiled || !stays_in_core(call.tile_bytes)) && touched > core_cache)
    for (std::size_t k = 0; k < g.operands.size(); ++k)
      if (times[k] > 1 && elements(g.operands[k].axes & ~p.tile) * size(operand_sizes, k) > core_cache / 2)
        r.bytes_moved += (times[k] - 1) * elements(g.operands[k].axes) * size(operand_sizes, k);
  for (const buffer& b : p.buffers)
    r.scratch_bytes +=
        elements(b.axes) * b.words * static_cast<std::int64_t>(b.narrow ? sizeof(typename K::real) : sizeof(double));
  r.streaming = streams(touched, half_of(g), last_cache);
  return r;
}

/// The same of the plan that the call chooses.
template<class K>
explanation explain_chosen(const std::int64_t* extents, const call_size& call, std::int64_t core_cache,
                           std::int64_t last_cache) {
  if constexpr (K::tiled.tile != 0)
    if (K::only_tiles || runs_by_tiles(call)) return explain_plan<K, true>(extents, call, core_cache, last_cache);
  if constexpr (!K::only_tiles) return explain_plan<K, false>(extents, call, core_cache, last_cache);
}

} // namespace plan
} // namespace axnorm
