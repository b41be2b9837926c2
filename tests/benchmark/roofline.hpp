// What memory permits: copies of the same size, plain and around the cache. Used by the benchmark as its yardstick.
// Must not know: axnorm's kernels; it only borrows the names of its packs.
#pragma once

#include <axnorm/exec/pack_memory.hpp>
#include <axnorm/exec/pack_stream.hpp>

#include <cstddef>

namespace benchmark {

/// Copies n floats with plain stores.
[[gnu::noinline]] inline void copy_plain(float* to, const float* from, std::size_t n) {
  using namespace axnorm::exec;
  constexpr std::size_t W = pack<float>::width;
  std::size_t i = 0;
  for (; i + 4 * W <= n; i += 4 * W) {
    const auto a = load<float>(from + i), b = load<float>(from + i + W), c = load<float>(from + i + 2 * W),
               d = load<float>(from + i + 3 * W);
    store(to + i, a);
    store(to + i + W, b);
    store(to + i + 2 * W, c);
    store(to + i + 3 * W, d);
  }
  for (; i < n; ++i)
    to[i] = from[i];
}

/// The same around the cache; `to` must be aligned to a cache line.
[[gnu::noinline]] inline void copy_streaming(float* to, const float* from, std::size_t n) {
  using namespace axnorm::exec;
  constexpr std::size_t W = pack<float>::width;
  std::size_t i = 0;
  for (; i + 4 * W <= n; i += 4 * W) {
    const auto a = load<float>(from + i), b = load<float>(from + i + W), c = load<float>(from + i + 2 * W),
               d = load<float>(from + i + 3 * W);
    stream(to + i, a);
    stream(to + i + W, b);
    stream(to + i + 2 * W, c);
    stream(to + i + 3 * W, d);
  }
  for (; i < n; ++i)
    to[i] = from[i];
  stream_fence();
}

} // namespace benchmark
