// Stores that go around the cache, in whole aligned registers, and prefetch.
// Used by the executor's bodies when the plan says that an output is not read again soon.
// Must not know: when that pays; a plan decides.
#pragma once

#include <axnorm/exec/pack_memory.hpp>

namespace axnorm::exec {
inline namespace AXNORM_ISA {

/// Alignment in bytes that `stream` needs for a pack<T> stored as E.
template<class E, PackElement T>
inline constexpr std::size_t stream_alignment = pack<T>::width * sizeof(E);

namespace simd {
/// One register of 16, 32 or 64 bytes to aligned memory around the cache; a plain store where there is no such thing.
template<class V>
AXNORM_INLINE void stream_register(void* p, V s) {
#if defined(__AVX512F__)
  if constexpr (sizeof(s) == 64) return _mm512_stream_si512(static_cast<__m512i*>(p), __builtin_bit_cast(__m512i, s));
#endif
#if defined(__AVX__)
  if constexpr (sizeof(s) == 32) return _mm256_stream_si256(static_cast<__m256i*>(p), __builtin_bit_cast(__m256i, s));
#endif
#if defined(__SSE2__)
  if constexpr (sizeof(s) == 16) return _mm_stream_si128(static_cast<__m128i*>(p), __builtin_bit_cast(__m128i, s));
#endif
  std::memcpy(p, &s, sizeof(s));
}
} // namespace simd

/// As `store`, around the cache. p must be aligned to `stream_alignment<E, T>`. Visible to others after `stream_fence`.
template<class E, PackElement T>
AXNORM_INLINE void stream(E* p, pack<T> x) {
  if constexpr (simd::twice_as_wide<E, T>)
    store(p, x);
  else
    simd::stream_register(p, to_stored<E>(x));
}

/// Two packs side by side. For halves this is one store of a whole register: 64-byte lines are worth it.
template<class E, PackElement T>
AXNORM_INLINE void store_pair(E* p, pack<T> a, pack<T> b) {
#if AXNORM_HAS_AVX512 && defined(__AVX512BF16__)
  if constexpr (std::same_as<E, bfloat16> && std::same_as<T, float>)
    return _mm512_storeu_si512(p, __builtin_bit_cast(__m512i, _mm512_cvtne2ps_pbh(b.v, a.v)));
#endif
  store(p, a);
  store(p + pack<T>::width, b);
}
/// As `store_pair`, around the cache; p must be aligned to twice `stream_alignment<E, T>`.
template<class E, PackElement T>
AXNORM_INLINE void stream_pair(E* p, pack<T> a, pack<T> b) {
#if AXNORM_HAS_AVX512 && defined(__AVX512BF16__)
  if constexpr (std::same_as<E, bfloat16> && std::same_as<T, float>)
    return _mm512_stream_si512(reinterpret_cast<__m512i*>(p),
                               __builtin_bit_cast(__m512i, _mm512_cvtne2ps_pbh(b.v, a.v)));
#endif
  stream(p, a);
  stream(p + pack<T>::width, b);
}

/// Orders streamed stores before everything that follows. Once a step, not once a kernel: it waits for memory.
AXNORM_INLINE void stream_fence() {
#if defined(__SSE2__)
  _mm_sfence();
#endif
}

/// Asks for the cache line at p, into L2: what is asked for may be more than L1 holds. Any address is allowed.
AXNORM_INLINE void prefetch(const void* p) { __builtin_prefetch(p, 0, 2); }

} // namespace AXNORM_ISA
} // namespace axnorm::exec
