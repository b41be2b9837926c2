// Packs from and to lanes of the storage types: halves, bool, integers, the other float; conversion only, no memory.
// Used by pack_memory.hpp, whose loads and stores move the lanes.
// Must not know: pointers, tails, tensors.
#pragma once

#include <axnorm/exec/pack.hpp>
#include <axnorm/tensor/element.hpp>

#include <bit>
#include <concepts>
#include <cstdint>
#include <limits>
#include <type_traits>
#include <utility>

namespace axnorm::exec {
inline namespace AXNORM_ISA {

namespace simd {
/// The plain number that an element is stored as: halves are 16 bits, bool is a byte.
template<class E>
struct storage {
  using type = E;
};
template<>
struct storage<float16> {
  using type = std::uint16_t;
};
template<>
struct storage<bfloat16> {
  using type = std::uint16_t;
};
template<>
struct storage<bool> {
  using type = std::uint8_t;
};
template<class E>
using storage_t = typename storage<std::remove_cv_t<E>>::type;

template<class E>
inline constexpr bool is_half =
    std::same_as<std::remove_cv_t<E>, float16> || std::same_as<std::remove_cv_t<E>, bfloat16>;

/// As many stored elements as a pack<T> has lanes.
template<class E, PackElement T>
using stored_lanes = vector_t<storage_t<E>, pack<T>::width>;

template<class To, class From>
AXNORM_INLINE To convert(From v) {
  // One instruction, where g++ 12 takes four.
#if AXNORM_HAS_AVX512
  if constexpr (std::same_as<From, vector_t<float, 8>> && std::same_as<To, vector_t<double, 8>>)
    return __builtin_bit_cast(To, _mm512_maskz_cvtps_pd(0xff, __builtin_bit_cast(__m256, v)));
  else
#elif defined(__AVX__)
  if constexpr (std::same_as<From, vector_t<float, 4>> && std::same_as<To, vector_t<double, 4>>)
    return __builtin_bit_cast(To, _mm256_cvtps_pd(__builtin_bit_cast(__m128, v)));
  else
#endif
    return __builtin_convertvector(v, To);
}
template<class E, class T>
using wide_bits = vector_t<unsigned_of<T>, pack<T>::width>;

/// float16 → float by integers: exact for all values, NaN stays NaN.
AXNORM_INLINE pack<float> float_of_float16(stored_lanes<float16, float> h) {
  using bits = pack<float>::bits;
  const bits u = convert<bits>(h);
  const bits magnitude = u & 0x7fffu;
  // The exponent is 112 too small: a product corrects it for normal and subnormal values alike.
  const pack<float> scaled = from_bits<float>(magnitude << 13) * pack<float>(0x1p112f);
  const bits special = (magnitude << 13) | 0x7f800000u; // infinity and NaN
  const pack<float> value = select(scaled >= pack<float>(0x1p16f), from_bits<float>(special), scaled);
  return from_bits<float>(to_bits(value) | ((u & 0x8000u) << 16));
}

/// float → float16 by integers, to nearest even; too large is infinity, NaN stays NaN.
AXNORM_INLINE stored_lanes<float16, float> float16_of_float(pack<float> x) {
  using bits = pack<float>::bits;
  const pack<float> a = abs(x);
  const bits sign = (to_bits(x) >> 16) & 0x8000u;
  // Normal: round the 13 bits that go, then move the exponent. Subnormal: adding 1/2 lines the bits up and rounds.
  const bits u = to_bits(a);
  const bits normal = ((u + 0xc8000fffu + ((u >> 13) & 1u)) >> 13) & 0xffffu;
  const bits subnormal = to_bits(a + pack<float>(0.5f)) - 0x3f000000u;
  pack<float> r = select(a < pack<float>(0x1p-14f), from_bits<float>(subnormal), from_bits<float>(normal));
  r = select(a >= pack<float>(65520.f), from_bits<float>(bits{} + 0x7c00u), r);
  const bits quiet = ((u >> 13) & 0x3ffu) | 0x7e00u;
  r = select(is_nan(x), from_bits<float>(quiet), r);
  return convert<stored_lanes<float16, float>>(to_bits(r) | sign);
}

/// float → bfloat16 by integers, to nearest even, subnormals kept; NaN is 0x7fc0.
AXNORM_INLINE stored_lanes<bfloat16, float> bfloat16_of_float(pack<float> x) {
  using bits = pack<float>::bits;
  const bits u = to_bits(x);
  const bits rounded = u + 0x7fffu + ((u >> 16) & 1u);
  const pack<float> r = select(is_nan(x), from_bits<float>(bits{} + 0x7fc00000u), from_bits<float>(rounded));
  const bits high = to_bits(r) >> 16;
#if defined(__AVX2__) && !AXNORM_HAS_AVX512 // compilers mask what is 16 bits already
  const auto v = __builtin_bit_cast(__m256i, high);
  return __builtin_bit_cast(stored_lanes<bfloat16, float>,
                            _mm_packus_epi32(_mm256_castsi256_si128(v), _mm256_extracti128_si256(v, 1)));
#else
  return convert<stored_lanes<bfloat16, float>>(high);
#endif
}
/// bfloat16 → float: the upper half of its bits.
AXNORM_INLINE typename pack<float>::vector float_of_bfloat16(stored_lanes<bfloat16, float> s) {
#if AXNORM_HAS_AVX512 // one instruction: each element goes to a place of twice its size, between zeros
  const __m512i places = _mm512_set_epi16(15, 15, 14, 14, 13, 13, 12, 12, 11, 11, 10, 10, 9, 9, 8, 8, 7, 7, 6, 6, 5, 5,
                                          4, 4, 3, 3, 2, 2, 1, 1, 0, 0);
  const __m512i all = _mm512_castsi256_si512(__builtin_bit_cast(__m256i, s));
  return __builtin_bit_cast(typename pack<float>::vector, _mm512_maskz_permutexvar_epi16(0xaaaaaaaau, places, all));
#else
#if defined(__AVX2__) // one instruction, where g++ 12 takes four
  const auto wide =
      __builtin_bit_cast(wide_bits<bfloat16, float>, _mm256_cvtepu16_epi32(__builtin_bit_cast(__m128i, s)));
#else
  const auto wide = convert<wide_bits<bfloat16, float>>(s);
#endif
  return __builtin_bit_cast(typename pack<float>::vector, wide << 16);
#endif
}
} // namespace simd

/// Stored lanes as numbers. Integers beyond 2²⁴ (float) or 2⁵³ (double) round to nearest even; bool is 0 or 1.
template<PackElement T, class E>
AXNORM_INLINE pack<T> from_stored(simd::stored_lanes<E, T> s) {
  using namespace simd;
  constexpr std::size_t W = pack<T>::width;
  if constexpr (std::same_as<E, T>) {
    return from_vector<T>(s);
  } else if constexpr (std::same_as<E, bfloat16> && std::same_as<T, float>) {
    return from_vector<T>(float_of_bfloat16(s));
  } else if constexpr (std::same_as<E, float16> && std::same_as<T, float>) {
#if AXNORM_HAS_AVX512 // zero-masked forms with a full mask: g++ 12 takes the plain ones for uninitialized
    return _mm512_maskz_cvtph_ps(0xffff, __builtin_bit_cast(__m256i, s));
#elif defined(__AVX__) && defined(__F16C__)
    return _mm256_cvtph_ps(__builtin_bit_cast(__m128i, s));
#else
    return float_of_float16(s);
#endif
  } else if constexpr (is_half<E>) { // double beside halves is rare: by way of float, lane by lane
    return [&]<std::size_t... I>(std::index_sequence<I...>) __attribute__((always_inline)) {
      return from_vector<T>(typename pack<T>::vector{element_cast<T>(std::bit_cast<E>(s[I]))...});
    }(std::make_index_sequence<W>{});
  } else if constexpr (std::same_as<E, bool>) {
    return select(pack<T>(from_stored<T, std::uint8_t>(s)) != pack<T>(T(0)), pack<T>(T(1)), pack<T>(T(0)));
  } else if constexpr (std::integral<E> && sizeof(E) < sizeof(T)) {
    return from_vector<T>(convert<typename pack<T>::vector>(convert<vector_t<signed_of<T>, W>>(s)));
  } else {
    return from_vector<T>(convert<typename pack<T>::vector>(s));
  }
}

/// One number as a stored element, rounded, truncated or limited as `element_cast` does.
template<class E, PackElement T>
AXNORM_INLINE E to_element(T x) {
  return element_cast<E>(x);
}

/// Numbers as stored lanes: halves to nearest even (bfloat16 subnormals may flush to 0), the rest as `to_element`.
template<class E, PackElement T>
AXNORM_INLINE simd::stored_lanes<E, T> to_stored(pack<T> x) {
  using namespace simd;
  using lanes = stored_lanes<E, T>;
  if constexpr (std::same_as<E, T>) {
    return to_vector(x);
  } else if constexpr (std::same_as<E, bfloat16> && std::same_as<T, float>) {
#if AXNORM_HAS_AVX512 && defined(__AVX512BF16__)
    return __builtin_bit_cast(lanes, _mm512_cvtneps_pbh(x.v));
#else
    return bfloat16_of_float(x);
#endif
  } else if constexpr (std::same_as<E, float16> && std::same_as<T, float>) {
#if AXNORM_HAS_AVX512
    return __builtin_bit_cast(lanes, _mm512_maskz_cvtps_ph(0xffff, x.v, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC));
#elif defined(__AVX__) && defined(__F16C__)
    return __builtin_bit_cast(lanes, _mm256_cvtps_ph(x.v, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC));
#else
    return float16_of_float(x);
#endif
  } else if constexpr (std::same_as<E, float>) { // from double
    return convert<lanes>(to_vector(x));
  } else {
    const auto v = to_vector(x);
    return [&]<std::size_t... I>(std::index_sequence<I...>) __attribute__((always_inline)) {
      return lanes{std::bit_cast<storage_t<E>>(to_element<E, T>(v[I]))...};
    }(std::make_index_sequence<pack<T>::width>{});
  }
}

} // namespace AXNORM_ISA
} // namespace axnorm::exec
