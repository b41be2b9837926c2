// The machine's cache sizes, found once at run time.
// Used by the executor to give the plan its machine figures as plain numbers.
// Must not know: plans, tensors, packs.
#pragma once

#include <algorithm>
#include <cstddef>
#include <initializer_list>

#if defined(__x86_64__) || defined(__i386__)
#include <cpuid.h>
#endif
#if defined(__unix__)
#include <unistd.h>
#endif

namespace axnorm::exec {

/// Bytes of the data caches that one core uses. l3 is the cache that cores share; it equals l2 if there is none.
struct cache_sizes {
  std::size_t l1 = 32 * 1024;
  std::size_t l2 = 1024 * 1024;
  std::size_t l3 = 16 * 1024 * 1024;
};

/// Bytes of a cache line, the unit of streaming, blocking and alignment.
inline constexpr std::size_t cache_line = 64;

namespace machine_detail {
/// Sizes as reported, 0 where unknown.
struct reported {
  std::size_t level[4] = {};
};

/// The processor's own table: leaf 4 on Intel, 0x8000001d on AMD. (AMD's older leaf, which sysconf reads, gives the L3
/// of the whole socket, not of the cores that share one.)
inline reported from_cpuid() {
  reported sizes;
#if defined(__x86_64__) || defined(__i386__)
  for (const unsigned leaf : {4u, 0x8000001du})
    for (unsigned i = 0; i < 16; ++i) {
      unsigned a = 0, b = 0, c = 0, d = 0;
      if (!__get_cpuid_count(leaf, i, &a, &b, &c, &d) || (a & 31u) == 0) break;
      const unsigned kind = a & 31u, level = (a >> 5) & 7u; // kind 2 holds instructions only
      const std::size_t ways = (b >> 22) + 1, partitions = ((b >> 12) & 1023u) + 1, line = (b & 4095u) + 1;
      if (kind != 2 && level <= 3) sizes.level[level] = ways * partitions * line * (std::size_t(c) + 1);
    }
#endif
  return sizes;
}

inline reported from_system() {
  reported sizes;
#if defined(__unix__) && defined(_SC_LEVEL1_DCACHE_SIZE)
  const int names[] = {_SC_LEVEL1_DCACHE_SIZE, _SC_LEVEL2_CACHE_SIZE, _SC_LEVEL3_CACHE_SIZE};
  for (std::size_t i = 0; i < 3; ++i)
    sizes.level[i + 1] = static_cast<std::size_t>(std::max(0L, ::sysconf(names[i])));
#endif
  return sizes;
}

[[gnu::cold]] inline cache_sizes find() {
  const reported cpu = from_cpuid(), system = from_system();
  const auto known = [&](int level, std::size_t least, std::size_t most, std::size_t otherwise) {
    for (const reported& r : {cpu, system})
      if (r.level[level] >= least && r.level[level] <= most) return r.level[level];
    return otherwise;
  };
  constexpr std::size_t kib = 1024, mib = 1024 * kib;
  const cache_sizes usual;
  cache_sizes sizes;
  sizes.l1 = known(1, 4 * kib, 2 * mib, usual.l1);
  sizes.l2 = known(2, sizes.l1, 256 * mib, usual.l2);
  const bool no_l3 = cpu.level[2] != 0 && cpu.level[3] == 0 && system.level[3] == 0;
  sizes.l3 = known(3, sizes.l2, 4096 * mib, no_l3 ? sizes.l2 : std::max(usual.l3, sizes.l2));
  return sizes;
}
} // namespace machine_detail

/// Cache sizes of this machine: what the processor reports, else the system, else usual sizes. Looked up at the first
/// call, the same afterwards; safe from any thread.
inline const cache_sizes& caches() {
  static const cache_sizes sizes = machine_detail::find();
  return sizes;
}

} // namespace axnorm::exec
