// The drivers of calls, which are the same for all formulas: those that a formula needs are compiled with it, or, where
// AXNORM_COMPILED is defined, all of them once, in the library axnorm::compiled (compiled/drivers.cpp).
#pragma once

#include <axnorm/exec/call.hpp>
#ifndef AXNORM_COMPILED
#include <axnorm/exec/execute.hpp>
#include <axnorm/exec/prepared_sums.hpp>
#endif

namespace axnorm::exec {
inline namespace AXNORM_ISA {

/// Whether a plan of K has kernels that want room to collect results in.
template<class K, bool Tiled>
inline constexpr bool collects = [] {
  for (const sweep_kernel& k : tables_of<K, Tiled>::kernels)
    if (k.collect != nullptr || k.wide != nullptr) return true;
  return false;
}();

/// Which drivers the plans of K need beside those that all do.
template<class K>
struct driver_needs {
  static constexpr bool tiles = K::tiled.tile != 0, crossing_tiles = crosses_tiles(K::tiles_program, K::tiled),
                        windows = graph::has_windows(K::program), collecting = collects<K, K::only_tiles>;
};

#ifdef AXNORM_COMPILED
/// Runs a call.
void drive(call& c, bool by_tiles, bool crosses_tiles, bool has_windows, bool collects);

/// Runs a call of the formula with the plans of K.
template<class K>
void run_call(call& c) {
  using needs = driver_needs<K>;
  drive(c, needs::tiles, needs::crossing_tiles, needs::windows, needs::collecting);
}
#else
/// Runs a call of the formula with the plans of K.
template<class K>
void run_call(call& c) {
  using needs = driver_needs<K>;
  if constexpr (needs::tiles) execution::offer_tiles(c);
  if constexpr (needs::crossing_tiles) execution::offer_crossing_tiles(c);
  if constexpr (needs::windows) execution::offer_windows(c);
  if constexpr (needs::collecting) execution::offer_collecting(c);
  execution(c).run();
}
#endif

} // namespace AXNORM_ISA
} // namespace axnorm::exec
