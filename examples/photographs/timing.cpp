// Interleaved medians, and the copies that results are measured against.
// Used by main.cpp.
// Must not know of norms.
#include "timing.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstring>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif
#if defined(_OPENMP)
#include <omp.h>
#endif

namespace photographs {
namespace {

using clock = std::chrono::steady_clock;

double seconds_since(clock::time_point start) { return std::chrono::duration<double>(clock::now() - start).count(); }

/// Gives each thread one piece of whole cache lines.
template<class Copy>
void in_pieces(void* to, const void* from, std::size_t bytes, Copy copy) {
  constexpr std::size_t line = 64;
#pragma omp parallel
  {
    std::size_t threads = 1, thread = 0;
#if defined(_OPENMP)
    threads = static_cast<std::size_t>(omp_get_num_threads());
    thread = static_cast<std::size_t>(omp_get_thread_num());
#endif
    const std::size_t piece = (bytes / threads + line - 1) / line * line;
    const std::size_t first = std::min(bytes, thread * piece), last = std::min(bytes, first + piece);
    copy(static_cast<char*>(to) + first, static_cast<const char*>(from) + first, last - first);
  }
}

void stream(char* to, const char* from, std::size_t bytes) {
#if defined(__SSE2__)
  constexpr std::size_t unit = 16, line = 64;
  const std::size_t head = std::min(bytes, (unit - reinterpret_cast<std::uintptr_t>(to) % unit) % unit);
  std::memcpy(to, from, head);
  std::size_t at = head;
  for (; at + line <= bytes; at += line)
    for (std::size_t i = at; i < at + line; i += unit)
      _mm_stream_si128(reinterpret_cast<__m128i*>(to + i), _mm_loadu_si128(reinterpret_cast<const __m128i*>(from + i)));
  std::memcpy(to + at, from + at, bytes - at);
  _mm_sfence();
#else
  std::memcpy(to, from, bytes);
#endif
}

} // namespace

std::vector<double> race(const std::vector<std::function<void()>>& contestants, int rounds, double budget) {
  constexpr int fewest = 5;
  std::vector<std::vector<double>> times(contestants.size());
  for (const auto& run : contestants)
    run();
  const clock::time_point start = clock::now();
  for (int round = 0; round < rounds && (round < fewest || seconds_since(start) < budget); ++round)
    for (std::size_t i = 0; i < contestants.size(); ++i) {
      const clock::time_point begin = clock::now();
      contestants[i]();
      times[i].push_back(seconds_since(begin));
    }
  std::vector<double> medians;
  for (std::vector<double>& of : times) {
    const auto middle = of.begin() + static_cast<std::ptrdiff_t>(of.size() / 2);
    std::nth_element(of.begin(), middle, of.end());
    medians.push_back(*middle);
  }
  return medians;
}

void copy_plain(void* to, const void* from, std::size_t bytes) {
  in_pieces(to, from, bytes, [](char* a, const char* b, std::size_t size) { std::memcpy(a, b, size); });
}

void copy_streaming(void* to, const void* from, std::size_t bytes) { in_pieces(to, from, bytes, stream); }

beside_copy race_against_copy(const std::function<void()>& contestant, void* to, const void* from, std::size_t bytes) {
  const std::vector<double> medians =
      race({contestant, [&] { copy_plain(to, from, bytes); }, [&] { copy_streaming(to, from, bytes); },
            [&] { std::memcpy(to, from, bytes); }}, // little is not worth sharing
           15, 0.12);
  return {medians[0], *std::min_element(medians.begin() + 1, medians.end())};
}

} // namespace photographs
