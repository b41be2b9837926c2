// The drivers of calls, which are the same for all formulas: those that a formula needs are compiled with it, or, where
// AXNORM_COMPILED is defined, all of them once, in the library axnorm::compiled (compiled/drivers.cpp).
#pragma once

#include <axnorm/exec/call.hpp>
#ifndef AXNORM_COMPILED
#include <axnorm/exec/execute.hpp>
#endif

namespace axnorm::exec {
inline namespace AXNORM_ISA {

#ifdef AXNORM_COMPILED
/// Runs a call, whatever its plan.
void drive(call& c);

template<class K>
void run_call(call& c) {
  drive(c);
}
#else
/// Runs a call of the formula with the plans of K.
template<class K>
void run_call(call& c) {
  execution::offer<K::tiled.tile != 0, crosses_tiles(K::program, K::tiled), graph::has_windows(K::program)>(c);
  execution(c).run();
}
#endif

} // namespace AXNORM_ISA
} // namespace axnorm::exec
