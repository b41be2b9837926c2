// What depends on sizes: how many tiles go together, streaming or not. Plain functions of numbers, used by the executor
// and by explain. Whether tiles or memory order, says cost.hpp. Knows nothing of pointers or threads.
#pragma once

#include <cstdint>

namespace axnorm::plan {

/// How many tiles are done together, each sweep in all of them before the next: what is found once a tile is then found
/// for several at a time. Their data should stay in the first cache between sweeps. If they come from memory (`far`),
/// fewer: memory is read while results are written only if the two follow each other closely.
constexpr std::int64_t tiles_together(std::int64_t tile_bytes, std::int64_t first_cache, std::int64_t most, bool far) {
  const std::int64_t room = far ? first_cache / 2 : first_cache / 4 * 3;
  return tile_bytes * most <= room ? most : tile_bytes * 2 > room ? 1 : room / tile_bytes;
}

/// Whether the last sweep of a tile may ask for the data of the next one, if its kernel has time for it: more would
/// leave the core's own cache before it is read, together with what the tile keeps there.
constexpr bool asks_ahead(std::int64_t tile_bytes) { return tile_bytes <= 64 * 1024; }

/// What a call is to its caller: it stands alone, or is one half of a step of training.
enum class half : std::uint8_t { none, forward, backward };

/// Whether results are written around the cache: if all that is touched would not fit a good part of the last cache,
/// lines fetched only to be overwritten cost more than reading results again later. A step of training touches the
/// data, the result and the gradients of both: of these its forward half moves two of four, the other three.
constexpr bool streams(std::int64_t bytes, half of_step, std::int64_t last_cache) {
  const std::int64_t all = of_step == half::forward ? 2 * bytes : of_step == half::backward ? bytes / 3 * 4 : bytes;
  return all > last_cache / 16 * (of_step == half::backward ? 6 : 7); // nobody reads gradients as soon as results
}

} // namespace axnorm::plan
