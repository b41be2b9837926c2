// Threads: every unit once, exceptions carried out, nesting and foreign thread pools; and the machine's cache sizes.
#include "support/catch.hpp"
#include <axnorm/exec/machine.hpp>
#include <axnorm/exec/parallel.hpp>

#include <algorithm>
#include <atomic>
#include <set>
#include <stdexcept>
#include <thread>
#include <vector>

using namespace axnorm::exec;

TEST_CASE("parallel_for calls each unit once for any count and number of threads", "[parallel]") {
  for (const int threads : {0, 1, 2, 3, 5, 64})
    for (const std::size_t count : {0u, 1u, 2u, 3u, 7u, 64u, 1001u}) {
      std::vector<std::atomic<int>> calls(count);
      parallel_for(count, threads, [&](std::size_t i) { ++calls[i]; });
      CHECK(std::all_of(calls.begin(), calls.end(), [](const auto& c) { return c == 1; }));
    }
}

TEST_CASE("parallel_blocks gives each thread one run of neighbours", "[parallel]") {
  for (const int threads : {1, 2, 3, 7})
    for (const std::size_t count : {1u, 2u, 5u, 100u}) {
      const int team = threads_for(count, threads);
      CHECK(team >= 1);
      CHECK(team <= threads);
      std::vector<std::atomic<int>> calls(count), runs(static_cast<std::size_t>(team));
      parallel_blocks(count, threads, [&](std::size_t begin, std::size_t end, int thread) {
        if (begin >= end || end > count || thread < 0 || thread >= team) throw std::logic_error("bad block");
        ++runs[static_cast<std::size_t>(thread)];
        for (std::size_t i = begin; i < end; ++i)
          ++calls[i];
      });
      CHECK(std::all_of(calls.begin(), calls.end(), [](const auto& c) { return c == 1; }));
      CHECK(std::all_of(runs.begin(), runs.end(), [](const auto& r) { return r <= 1; }));
    }
}

TEST_CASE("as many threads as asked for, where there are threads", "[parallel]") {
  CHECK_THROWS_AS(threads_for(10, -1), std::invalid_argument);
  CHECK_THROWS_AS(parallel_for(10, -1, [](std::size_t) {}), std::invalid_argument);
  CHECK(threads_for(0, 4) == 1);
  CHECK(threads_for(10, 1) == 1);
#if defined(_OPENMP)
  CHECK(threads_for(10, 4) == 4);
  CHECK(threads_for(3, 64) == 3);
  CHECK(threads_for(1000000, 0) == omp_get_max_threads());
#else
  CHECK(threads_for(10, 4) == 1);
#endif
}

TEST_CASE("an exception reaches the caller and ends the work", "[parallel]") {
  for (const int threads : {1, 2, 4}) {
    std::atomic<int> calls = 0;
    const auto work = [&](std::size_t i) {
      ++calls;
      if (i == 3) throw std::runtime_error("unit 3");
    };
    CHECK_THROWS_WITH(parallel_for(100, threads, work), "unit 3");
    CHECK(calls >= 1);
    CHECK_THROWS_AS(parallel_for(100, threads, [](std::size_t) { throw 1; }), int); // several at once
    calls = 0;
    parallel_for(100, threads, [&](std::size_t) { ++calls; }); // nothing is left over
    CHECK(calls == 100);
  }
}

TEST_CASE("inside a parallel region the work is done by the thread that asks", "[parallel]") {
  std::vector<std::atomic<int>> calls(12 * 10);
  std::atomic<int> wrong = 0;
  parallel_for(12, 4, [&](std::size_t outer) {
    const auto self = std::this_thread::get_id();
    const bool nested = threads_for(12, 4) > 1 || threads_for(10, 4) == 1;
    if (!nested) ++wrong;
    parallel_for(10, 4, [&](std::size_t inner) {
      ++calls[outer * 10 + inner];
      if (std::this_thread::get_id() != self) ++wrong;
    });
  });
  CHECK(wrong == 0);
  CHECK(std::all_of(calls.begin(), calls.end(), [](const auto& c) { return c == 1; }));
}

TEST_CASE("threads of another pool may all use parallel_for at once", "[parallel]") {
  std::vector<std::atomic<int>> calls(8 * 100);
  std::atomic<int> caught = 0;
  std::vector<std::thread> pool;
  for (std::size_t t = 0; t < 8; ++t)
    pool.emplace_back([&, t] {
      for (int repeat = 0; repeat < 5; ++repeat)
        parallel_for(100, 2, [&](std::size_t i) { ++calls[t * 100 + i]; });
      try {
        parallel_for(100, 2, [&](std::size_t i) {
          if (i == 50) throw t;
        });
      } catch (const std::size_t& e) {
        if (e == t) ++caught;
      }
    });
  for (auto& t : pool)
    t.join();
  CHECK(caught == 8);
  CHECK(std::all_of(calls.begin(), calls.end(), [](const auto& c) { return c == 5; }));
}

TEST_CASE("cache sizes are plausible and found once", "[machine]") {
  const cache_sizes& c = caches();
  CHECK(&c == &caches());
  CHECK(c.l1 >= 4 * 1024);
  CHECK(c.l1 <= c.l2);
  CHECK(c.l2 <= c.l3);
  CHECK(c.l3 <= std::size_t(4) << 30);
}
