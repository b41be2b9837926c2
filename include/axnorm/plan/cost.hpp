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
  double shared = 1;                    ///< a line of what only the last cache holds, sweep after sweep
  double read = 1.4, write = 2.3;       ///< a line over the link to memory; written around the caches
  double jump = 30;                     ///< to go on elsewhere in memory: nobody has asked for it ahead
  double near_jump = 8;                 ///< the same where the last cache has it
  double end = 30;                      ///< lanes become the statistics of one tile
  double function = 5;                  ///< an exponential, or what takes as long, of a line; memory waits meanwhile
  std::int64_t first_cache = 16 * 1024; ///< a tile up to here stays in it, and reading overlaps with writing
  std::int64_t own_cache = 256 * 1024;  ///< a tile up to here stays in the core's own caches
  std::int64_t own_call = 1 << 20;      ///< and so does all of a call
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
  const std::int64_t all = s.read + s.written;
  const bool far = all > m.all_caches;
  const double jump = s.pieces == 1 || all <= m.own_call ? 0 : far ? m.jump : m.near_jump;
  const double jumps = static_cast<double>(s.tiles * s.pieces) * jump;
  if (!far) return ends + jumps + again + lines(all) * m.near;
  const double read = lines(s.read) * m.read, write = lines(s.written) * m.write;
  return ends + jumps + again + (small ? std::max(read, write) + std::min(read, write) / 5 : read + write);
}

/// Nanoseconds of each sweep over the whole tensor, one after the other.
constexpr double time_in_order(const call_size& s, const core_model& m = {}) {
  const std::int64_t all = s.read + s.written;
  const bool far = all > m.all_caches;
  return time_of_ends(s, m) + lines(s.read) * (far ? m.read : m.near) + lines(s.written) * (far ? m.write : m.near) +
         lines(s.again_in_order) * (far                ? m.read
                                    : all > m.own_call ? m.shared
                                                       : m.near);
}

constexpr bool stays_in_core(std::int64_t tile_bytes, const core_model& m = {}) { return tile_bytes <= m.own_cache; }

/// Where tiles follow each other in memory, memory order is one tile after the other, whatever their size: whether the
/// sweeps of large ones are then cut among threads, each tile for itself, since there are too few for each thread to
/// have some of its own. By sizes alone, since it decides the order of summation.
constexpr bool cuts_tiles(const call_size& s, const core_model& m = {}) {
  return !stays_in_core(s.tile_bytes, m) && s.tiles < (s.tile_bytes > 16 * m.own_cache ? 64 : 16);
}

/// Whether all sweeps of a tile are done before the next tile. Tiles that do not stay in the core's own caches never
/// are.
constexpr bool runs_by_tiles(const call_size& s, const core_model& m = {}) {
  return stays_in_core(s.tile_bytes, m) && time_by_tiles(s, m) <= time_in_order(s, m);
}

} // namespace axnorm::plan
