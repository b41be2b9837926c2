// Fixed units of work over threads: OpenMP if the translation unit is compiled with it, otherwise one after the other.
// Used by the executor, which numbers its chunks; which thread runs a chunk can't change a result.
// Must not know: packs, tensors, what a unit does.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <stdexcept>
#include <type_traits>

#if defined(_OPENMP)
#include <omp.h>
#endif

namespace axnorm::exec {

#if defined(_OPENMP)
inline namespace openmp {
#else
inline namespace serial {
#endif

/// Positions from which on several threads share a sweep: two that wait awake begin to gain at 12 thousand (3 us of a
/// layer norm), and gain a quarter here. (Threads that sleep while they wait, as OMP_WAIT_POLICY=passive has them,
/// take some 30 us to wake up.)
inline constexpr std::int64_t worth_a_fork = 32768;

/// Threads that a call gets if it asks for `threads` (0: OpenMP's default) and has `count` units of work.
/// Inside an active OpenMP region the answer is 1: the outer region has the cores already. A thread of any other pool
/// counts as the outermost, so such a pool should ask for 1 itself if it fills the machine.
/// Throws std::invalid_argument if `threads` is negative.
inline int threads_for(std::size_t count, int threads) {
  if (threads < 0) throw std::invalid_argument("axnorm: the number of threads is negative");
#if defined(_OPENMP)
  if (omp_in_parallel()) return 1;
  const int wanted = threads == 0 ? omp_get_max_threads() : threads;
  return static_cast<int>(std::clamp<std::size_t>(count, 1, static_cast<std::size_t>(std::max(wanted, 1))));
#else
  static_cast<void>(count);
  return 1;
#endif
}

/// `parallel_blocks` with the function as a pointer and what it is called on, so that there is one parallel region.
inline void run_blocks(std::size_t count, int threads, void (*f)(void*, std::size_t, std::size_t, int), void* on) {
  if (count == 0) return;
  const int team = threads_for(count, threads);
  if (team == 1) return f(on, 0, count, 0);
#if defined(_OPENMP)
  std::exception_ptr failure;
  bool failed = false; // set by builtins: <atomic> would be among what costs a unit most
#pragma omp parallel num_threads(team)
  {
    const auto n = static_cast<std::size_t>(omp_get_num_threads()), t = static_cast<std::size_t>(omp_get_thread_num());
    const std::size_t share = count / n, extra = count % n;
    const std::size_t begin = t * share + std::min(t, extra), end = begin + share + (t < extra ? 1 : 0);
    try {
      if (begin < end) f(on, begin, end, static_cast<int>(t));
    } catch (...) {
      if (!__atomic_test_and_set(&failed, __ATOMIC_SEQ_CST))
        failure = std::current_exception(); // read after the region's barrier
    }
  }
  if (failure) std::rethrow_exception(failure);
#endif
}

/// Splits 0 … count − 1 into one run of neighbours for each thread and calls f(begin, end, thread) once for every
/// run that is not empty; thread is below `threads_for(count, threads)` and different for each.
/// An exception from f reaches the caller after all threads have stopped (the first thrown, if several).
template<class F>
void parallel_blocks(std::size_t count, int threads, F&& f) {
  auto call = [](void* on, std::size_t begin, std::size_t end, int thread) {
    (*static_cast<std::remove_reference_t<F>*>(on))(begin, end, thread);
  };
  run_blocks(count, threads, call, const_cast<void*>(static_cast<const void*>(&f)));
}

/// Calls f(i) once for each i < count, in any order, on `threads` threads (0: the default). Each thread has a run of
/// neighbouring units, which then share caches and pages. After an exception the units not begun may be left out.
template<class F>
void parallel_for(std::size_t count, int threads, F&& f) {
  bool stop = false;
  parallel_blocks(count, threads, [&](std::size_t begin, std::size_t end, int) {
    try {
      for (std::size_t i = begin; i < end && !__atomic_load_n(&stop, __ATOMIC_RELAXED); ++i)
        f(i);
    } catch (...) {
      __atomic_store_n(&stop, true, __ATOMIC_RELAXED);
      throw;
    }
  });
}

} // namespace openmp or serial
} // namespace axnorm::exec
