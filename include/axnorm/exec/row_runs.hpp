// What a row kernel is given. Must not know: what it computes.
#pragma once

#include <axnorm/exec/body.hpp>

#include <cstddef>
#include <cstdint>

namespace axnorm::exec {
inline namespace AXNORM_ISA {

/// What a row kernel is to do: `rows` rows of `n` positions from `at` on, `row_step` bytes apart. Steps are by slot
/// (see kernel_body).
struct row_runs {
  char* const* at;
  const std::ptrdiff_t* row_step;
  std::int64_t rows, n;
  kernel_scalars scalars;
  char* const* places;                       ///< by reduction
  const std::ptrdiff_t *word_stride, *ahead; ///< by reduction; by slot: what so many bytes behind will be read soon
  const std::ptrdiff_t* tile_step = nullptr; ///< to the next tile, where several go together
  std::int64_t tiles = 1;                    ///< of which each has results of its own; for who takes several
};

} // namespace AXNORM_ISA
} // namespace axnorm::exec
