// A mask: one truth value for each lane of a pack; comparison of registers, mask algebra, any and all.
// Used by pack.hpp, whose comparisons give masks.
// Must not know: packs, memory.
#pragma once

#include <axnorm/exec/instruction_set.hpp>

#include <xsimd/config/xsimd_arch.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <type_traits>
#include <utility>

// Intrinsics, for the other pack headers too. All of immintrin.h costs a compiler more than the packs do.
#if defined(__AVX__)
#include <immintrin.h>
#elif defined(__SSE2__)
#include <emmintrin.h>
#endif

#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic push // g++ 12 says both of its own intrinsics, wherever they end up inlined
#pragma GCC diagnostic ignored "-Wuninitialized"
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif

namespace axnorm::exec {
inline namespace AXNORM_ISA {

/// What a pack can hold: the two types in which the library computes.
template<class T>
concept PackElement = std::same_as<T, float> || std::same_as<T, double>;

namespace simd {
/// N lanes of E as the compiler's own vector type: shuffles, conversions and choices without calls.
template<class E, std::size_t N>
struct vector {
  typedef E type __attribute__((vector_size(N * sizeof(E))));
};
template<class E, std::size_t N>
using vector_t = typename vector<E, N>::type;

/// How many T a register of this instruction set holds. That is all that is taken from xsimd: its batches would cost
/// every unit as much compile time as the rest of the library's headers together.
template<class T>
inline constexpr std::size_t lanes_of = sizeof(xsimd::types::simd_register<T, xsimd::default_arch>) / sizeof(T);

template<class T>
using unsigned_of = std::conditional_t<sizeof(T) == 4, std::uint32_t, std::uint64_t>;
template<class T>
using signed_of = std::conditional_t<sizeof(T) == 4, std::int32_t, std::int64_t>;
} // namespace simd

/// One truth value for each lane of a `pack<T>`.
template<PackElement T>
struct mask {
  static constexpr std::size_t width = simd::lanes_of<T>;
#if defined(__AVX512F__)
  using bits = std::conditional_t<std::same_as<T, float>, __mmask16, __mmask8>; // one bit a lane
#else
  using bits = simd::vector_t<simd::signed_of<T>, width>; // 0 or −1 in each lane
#endif

  bits v;

  mask() = default;
  AXNORM_INLINE explicit mask(bits b) : v(b) {}
  AXNORM_INLINE explicit mask(bool all) : v(all ? static_cast<bits>(~bits{}) : bits{}) {}

  AXNORM_INLINE friend mask operator&(mask a, mask b) { return mask(static_cast<bits>(a.v & b.v)); }
  AXNORM_INLINE friend mask operator|(mask a, mask b) { return mask(static_cast<bits>(a.v | b.v)); }
  AXNORM_INLINE friend mask operator^(mask a, mask b) { return mask(static_cast<bits>(a.v ^ b.v)); }
  AXNORM_INLINE friend mask operator!(mask a) { return mask(static_cast<bits>(~a.v)); }
};

namespace simd {
enum class relation { equal, different, less, at_most };

/// Lane by lane as IEEE 754 has it: with NaN all are false but `different`.
template<relation R, PackElement T>
AXNORM_INLINE mask<T> compare(vector_t<T, lanes_of<T>> a, vector_t<T, lanes_of<T>> b) {
#if defined(__AVX512F__)
  constexpr int code = R == relation::equal       ? _CMP_EQ_OQ
                       : R == relation::different ? _CMP_NEQ_UQ
                       : R == relation::less      ? _CMP_LT_OS
                                                  : _CMP_LE_OS;
  if constexpr (std::same_as<T, float>)
    return mask<T>(_mm512_cmp_ps_mask(a, b, code));
  else
    return mask<T>(_mm512_cmp_pd_mask(a, b, code));
#else
  using bits = typename mask<T>::bits;
  if constexpr (R == relation::equal)
    return mask<T>(bits(a == b));
  else if constexpr (R == relation::different)
    return mask<T>(bits(a != b));
  else if constexpr (R == relation::less)
    return mask<T>(bits(a < b));
  else
    return mask<T>(bits(a <= b));
#endif
}
} // namespace simd

template<PackElement T>
AXNORM_INLINE bool any(mask<T> m) {
#if defined(__AVX512F__)
  return m.v != 0;
#elif defined(__AVX__)
  if constexpr (std::same_as<T, float>)
    return _mm256_testz_ps(__builtin_bit_cast(__m256, m.v), __builtin_bit_cast(__m256, m.v)) == 0;
  else
    return _mm256_testz_pd(__builtin_bit_cast(__m256d, m.v), __builtin_bit_cast(__m256d, m.v)) == 0;
#elif defined(__SSE2__)
  return _mm_movemask_epi8(__builtin_bit_cast(__m128i, m.v)) != 0;
#else
  return [&]<std::size_t... I>(std::index_sequence<I...>)
             __attribute__((always_inline)) { return (m.v[I] | ...) != 0; }(std::make_index_sequence<mask<T>::width>{});
#endif
}
template<PackElement T>
AXNORM_INLINE bool all(mask<T> m) {
  return !any(!m);
}
template<PackElement T>
AXNORM_INLINE bool none(mask<T> m) {
  return !any(m);
}
} // namespace AXNORM_ISA
} // namespace axnorm::exec

#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic pop
#endif
