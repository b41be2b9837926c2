// What depends on sizes: tiles or memory order, streaming or not. Plain functions of numbers, used by the executor and
// by explain. Knows nothing of pointers or threads.
#pragma once

#include <cstdint>

namespace axnorm::plan {

/// Tiles up to this many bytes are done one after the other, all sweeps each; larger ones do not stay in a core's own
/// cache between sweeps, so each sweep goes over the whole tensor in memory order. A fixed number, not the machine's:
/// the choice decides the order of summation, which must not differ between machines.
inline constexpr std::int64_t largest_tile = 256 * 1024;

constexpr bool runs_by_tiles(std::int64_t tile_bytes) { return tile_bytes <= largest_tile; }

/// Whether results are written around the cache: if all that a call touches would not fit half of the last cache, lines
/// fetched only to be overwritten cost more than reading results again later.
constexpr bool streams(std::int64_t bytes, std::int64_t last_cache) { return 2 * bytes > last_cache; }

} // namespace axnorm::plan
