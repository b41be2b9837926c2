#include "benchmark/traffic.hpp"

#include <axnorm/exec/pack_memory.hpp>
#include <axnorm/exec/pack_reduce.hpp>
#include <axnorm/exec/pack_stream.hpp>
#include <axnorm/exec/parallel.hpp>
#include <axnorm/tensor/storage.hpp>

#include <array>
#include <cstring>
#include <utility>

namespace benchmark {
namespace {

using axnorm::exec::pack;
constexpr int most_reads = 4, most_writes = 2;
constexpr std::size_t width = pack<float>::width, step = 4 * width;

struct arrays {
  std::array<axnorm::detail::storage, most_reads + most_writes> memory;
  std::array<std::size_t, most_reads + most_writes> size{};
  shared_memory shared;
  /// The case's array for array k of a pass; null if it has none, or a smaller one.
  float* of_case(int k, std::size_t bytes) const {
    const auto& all = k < most_reads ? shared.read : shared.written;
    const auto i = static_cast<std::size_t>(k < most_reads ? k : k - most_reads);
    return i < all.size() && bytes <= shared.bytes ? all[i] : nullptr;
  }
  float* at(int k, std::size_t bytes) const {
    float* const p = of_case(k, bytes);
    return p != nullptr ? p : static_cast<float*>(memory[static_cast<std::size_t>(k)].data());
  }
  void hold(int k, std::size_t bytes) {
    const auto i = static_cast<std::size_t>(k);
    if (size[i] >= bytes || of_case(k, bytes) != nullptr) return;
    memory[i] = axnorm::detail::storage(bytes);
    size[i] = bytes;
    std::memset(memory[i].data(), 0, bytes);
  }
};
arrays room;

/// What is read but not written must be needed, or the compiler leaves the loads out.
thread_local volatile float kept;

template<int Reads, int Writes, bool Stream>
[[gnu::noinline]] void pass(std::size_t bytes, std::size_t begin, std::size_t end) {
  std::array<const float*, most_reads> from{};
  std::array<float*, most_writes> to{};
  for (std::size_t k = 0; k < Reads; ++k)
    from[k] = room.at(static_cast<int>(k), bytes);
  for (std::size_t k = 0; k < Writes; ++k)
    to[k] = room.at(static_cast<int>(most_reads + k), bytes);
  std::array<pack<float>, 4> sum;
  for (pack<float>& s : sum)
    s = pack<float>(0.f);
  for (std::size_t i = begin; i < end; i += step)
    for (std::size_t u = 0; u < 4; ++u) {
      pack<float> v = Writes > 0 ? pack<float>(0.f) : sum[u];
      for (std::size_t k = 0; k < Reads; ++k) {
        const auto a = axnorm::exec::load<float>(from[k] + i + u * width);
        v = Reads == 1 && Writes > 0 ? a : v + a;
      }
      for (std::size_t k = 0; k < Writes; ++k)
        if constexpr (Stream)
          axnorm::exec::stream(to[k] + i + u * width, v);
        else
          axnorm::exec::store(to[k] + i + u * width, v);
      if constexpr (Writes == 0) sum[u] = v;
    }
  if constexpr (Writes == 0) kept = axnorm::exec::hsum((sum[0] + sum[1]) + (sum[2] + sum[3]));
  if constexpr (Stream) axnorm::exec::stream_fence();
}

using pass_function = void (*)(std::size_t bytes, std::size_t begin, std::size_t end);

template<bool Stream>
pass_function function_of(int reads, int writes) {
  constexpr auto table = []<int... k>(std::integer_sequence<int, k...>) {
    return std::array<pass_function, sizeof...(k)>{&pass<k / (most_writes + 1), k % (most_writes + 1), Stream>...};
  }(std::make_integer_sequence<int, (most_reads + 1) * (most_writes + 1)>{});
  return table.at(static_cast<std::size_t>(reads * (most_writes + 1) + writes));
}

} // namespace

void prepare_traffic(const std::vector<traffic>& passes, const shared_memory& of_case) {
  room.shared = of_case;
  for (const traffic& t : passes) {
    for (int k = 0; k < t.reads; ++k)
      room.hold(k, t.bytes);
    for (int k = 0; k < t.writes; ++k)
      room.hold(most_reads + k, t.bytes);
  }
}

void move(const std::vector<traffic>& passes, bool stream, int threads) {
  for (const traffic& t : passes) {
    const pass_function f = stream ? function_of<true>(t.reads, t.writes) : function_of<false>(t.reads, t.writes);
    const std::size_t blocks = t.bytes / sizeof(float) / step; // less than a block at the end is left out
    axnorm::exec::parallel_blocks(blocks, threads, [&](std::size_t begin, std::size_t end, int) {
      if (begin < end) f(t.bytes, begin * step, end * step);
    });
  }
}

} // namespace benchmark
