// The cost model: what the memory traffic of a call takes, by tiles and in memory order, from extents and the sizes of
// elements alone. The quicker one is chosen. Plain functions of numbers, used by the executor and by explain;
// `tests/benchmark/run --model` shows them beside what was measured. Knows nothing of pointers or threads.
#pragma once

#include <algorithm>
#include <cstdint>

namespace axnorm::plan {

/// What of a call decides how long it takes: bytes, of its data alone.
struct call_size {
  std::int64_t tiles = 1;          ///< how many there are
  std::int64_t tile_bytes = 0;     ///< of the inputs that one tile reads
  std::int64_t pieces = 1;         ///< of memory that an input's data in a tile are cut into
  std::int64_t read = 0;           ///< each input once
  std::int64_t written = 0;        ///< all results
  std::int64_t again_by_tiles = 0; ///< by sweeps that follow the one that reads it first
  std::int64_t again_in_order = 0; ///< the same where each sweep goes over the whole tensor
};

/// Nanoseconds and bytes of a usual core. Fixed numbers, not the machine's: the choice decides the order of summation,
/// which must not differ between machines. Times are what one core of a Zen 4 server takes; their relations are much
/// the same elsewhere.
struct core_model {
  double near = .6;                     ///< a line of 64 bytes into the first cache, from the others
  double first = .2;                    ///< a line that is in the first cache
  double read = 1.4, write = 2.3;       ///< a line over the link to memory; written around the caches
  double jump = 30;                     ///< to go on elsewhere in memory: nobody has asked for it ahead
  double end = 30;                      ///< lanes become the statistics of one tile
  double function = 5;                  ///< an exponential, or what takes as long, of a line; memory waits meanwhile
  std::int64_t first_cache = 16 * 1024; ///< a tile up to here stays in it, and reading overlaps with writing
  std::int64_t own_cache = 256 * 1024;  ///< a tile up to here stays in the core's own caches
  std::int64_t all_caches = 8 << 20;    ///< a call up to here moves nothing over the link
};

constexpr double lines(std::int64_t bytes) { return static_cast<double>(bytes) / 64; }

/// Nanoseconds in which the statistics of all tiles end.
constexpr double time_of_ends(const call_size& s, const core_model& m) { return static_cast<double>(s.tiles) * m.end; }

/// Nanoseconds of a function that takes long, at so many bytes of positions.
constexpr double time_of_function(std::int64_t bytes, const core_model& m = {}) { return lines(bytes) * m.function; }

/// Nanoseconds of all sweeps of one tile after the other.
constexpr double time_by_tiles(const call_size& s, const core_model& m = {}) {
  const double ends = time_of_ends(s, m);
  const bool small = s.tile_bytes <= m.first_cache, own = s.tile_bytes <= m.own_cache;
  const double again = lines(s.again_by_tiles) * (small ? m.first : own ? m.near : m.read);
  if (s.read + s.written <= m.all_caches) return ends + again + lines(s.read + s.written) * m.near;
  const double read = lines(s.read) * m.read, write = lines(s.written) * m.write;
  const double jumps = s.pieces > 1 ? static_cast<double>(s.tiles * s.pieces) * m.jump : 0;
  return ends + jumps + again + (small ? std::max(read, write) + std::min(read, write) / 5 : read + write);
}

/// Nanoseconds of each sweep over the whole tensor, one after the other.
constexpr double time_in_order(const call_size& s, const core_model& m = {}) {
  const bool far = s.read + s.written > m.all_caches;
  return time_of_ends(s, m) + lines(s.read + s.again_in_order) * (far ? m.read : m.near) +
         lines(s.written) * (far ? m.write : m.near);
}

/// Whether all sweeps of a tile are done before the next tile. Tiles that do not stay in the core's own caches never
/// are; in the caches tiles are, whose second sweep finds the data at least as near.
constexpr bool runs_by_tiles(const call_size& s, const core_model& m = {}) {
  if (s.tile_bytes > m.own_cache) return false;
  return s.read + s.written <= m.all_caches || time_by_tiles(s, m) <= time_in_order(s, m);
}

} // namespace axnorm::plan
