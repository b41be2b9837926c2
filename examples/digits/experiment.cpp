// Threads that take one training after the other.
// Used by main.cpp.
// Must not know what is reported of them.
#include "experiment.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <numeric>
#include <thread>

namespace digits {

void train(const trainings& all, const digit_data& data, int epochs, int threads,
           const std::function<void(std::size_t which)>& after) {
  // Small batches take longest: they begin first, so that the threads end together.
  std::vector<std::size_t> order(all.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return all[a]->what().batch < all[b]->what().batch; });

  std::mutex mutex;
  std::exception_ptr error;
  std::atomic<bool> stop = false;
  std::atomic<std::size_t> next = 0;
  const auto work = [&] {
    try {
      for (std::size_t i = next++; i < order.size(); i = next++) {
        training& one = *all[order[i]];
        const auto last = static_cast<std::size_t>(std::min(epochs, one.what().epochs));
        while (one.epochs().size() < last) {
          if (stop) return;
          one.run_epoch(data);
          const std::lock_guard lock(mutex);
          after(order[i]);
        }
      }
    } catch (...) {
      const std::lock_guard lock(mutex);
      if (!error) error = std::current_exception();
      stop = true;
    }
  };
  {
    std::vector<std::jthread> workers;
    for (int i = 1; i < threads; ++i)
      workers.emplace_back(work);
    work();
  }
  if (error) std::rethrow_exception(error);
}

} // namespace digits
