// What a prepared call does beside its tiles: sums across them, staged as the driver of tiles has them, and the sweeps
// behind them. Used by prepared.hpp; a driver, which is the same for all formulas. Must not know: how tiles are done.
#pragma once

#include <axnorm/exec/prepared.hpp>
#include <axnorm/exec/staging.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace axnorm::exec {
inline namespace AXNORM_ISA {

template<class>
[[gnu::cold]] void run_prepared_sums(const prepared_sums& p) {
  staged_sums sums(p.room);
  for (std::size_t b = 0; b < p.buffers; ++b)
    if (p.totals[b] != nullptr) p.staged[b] = sums.add(p.totals[b], static_cast<std::int64_t>(p.sizes[b]));
  for (std::int64_t g = 0; g < p.groups; ++g) {
    const std::int64_t end = (g + 1) * p.tiles / p.groups;
    for (std::int64_t first = g * p.tiles / p.groups; first < end; first += staged_sums::longest) {
      sums.clear();
      p.some_tiles(p.of, static_cast<std::size_t>(first),
                   static_cast<std::size_t>(std::min(end, first + staged_sums::longest)), 0);
      sums.flush();
    }
  }
}

template<class>
[[gnu::cold]] void run_prepared_sweep(const sweep_kernel& kernel, const kept_sweep& kept, const addresses& at,
                                      const kernel_scalars& scalars) {
  sweep_run run;
  run.kernel = &kernel;
  run.scalars = scalars;
  run.loops.slots = kernel.slots();
  run.loops.n = kept.n;
  run.loops.inner_step = kept.step;
  if (kept.rows > 1) {
    run.loops.count = 1;
    run.loops.at(0) = {kept.rows, true, false, kept.row_step};
  }
  run.find_units();
  run.run(at);
}

} // namespace AXNORM_ISA
} // namespace axnorm::exec
