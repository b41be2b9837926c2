// The library axnorm::compiled: the drivers of calls, compiled once. A unit that uses it is compiled with
// AXNORM_COMPILED defined and for the same instruction set; otherwise it does not link.
#ifndef AXNORM_COMPILED
#error "axnorm: what links with this is to be compiled with AXNORM_COMPILED defined, and so is this"
#endif

#include <axnorm/exec/drivers.hpp>
#include <axnorm/exec/execute.hpp>
#include <axnorm/exec/interpret.hpp>
#include <axnorm/exec/prepared_sums.hpp>
#include <axnorm/exec/strict_math.hpp>

namespace axnorm::exec {
inline namespace AXNORM_ISA {

void drive(call& c, bool by_tiles, bool crosses_tiles, bool has_windows, bool collects) {
  if (by_tiles) execution::offer_tiles(c);
  if (crosses_tiles) execution::offer_crossing_tiles(c);
  if (has_windows) execution::offer_windows(c);
  if (collects) execution::offer_collecting(c);
  execution(c).run();
}

template void run_columns<>(const sweep_run&, const addresses&, std::int64_t, std::int64_t, void*);
template void run_prepared_sums<>(const prepared_sums&);
template void run_prepared_sweep<>(const sweep_kernel&, const kept_sweep&, const addresses&, const kernel_scalars&);
template void run_stores<>(const tape&, const tape_run&);
template void run_reductions<plan::form::row>(const tape&, const tape_run&);
template void run_reductions<plan::form::column>(const tape&, const tape_run&);

} // namespace AXNORM_ISA
} // namespace axnorm::exec
