// Packs and memory: loads and stores of every element type, whole, partial, strided, streaming; prefetch.
// Used by the executor's bodies, which hand in pointers and the number of elements that are left.
// Must not know: tensors, axes, loops. Never touches an element outside the lanes asked for.
#pragma once

#include <axnorm/exec/pack_convert.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace axnorm::exec {
inline namespace AXNORM_ISA {

namespace simd {
/// True if the first-n load and store of these lanes is one instruction with a mask of bits.
template<class E, class T>
inline constexpr bool masked_access = AXNORM_HAS_AVX512 != 0 && sizeof(storage_t<E>) <= sizeof(T);

template<class E, PackElement T>
AXNORM_INLINE stored_lanes<E, T> load_stored(const E* p) {
  stored_lanes<E, T> s;
  std::memcpy(&s, p, sizeof(s));
  return s;
}

#if defined(__AVX__) && !AXNORM_HAS_AVX512
/// True if elements of this size have masked loads and stores.
template<class E>
inline constexpr bool masked_words = sizeof(storage_t<E>) == 4 || sizeof(storage_t<E>) == 8;

/// 32 bits each: eight that are on, then eight that are off; what begins n before the middle is a mask of n.
alignas(64) inline constexpr std::int32_t on_then_off[16] = {-1, -1, -1, -1, -1, -1, -1, -1};

/// The mask of the first n elements of type E.
template<class E>
AXNORM_INLINE const std::int32_t* first_on(std::size_t n) {
  return on_then_off + 8 - n * (sizeof(storage_t<E>) / 4);
}
#endif

/// Copies n < 2·Most elements by pieces of constant size: no call, no loop.
template<std::size_t Most, class S>
AXNORM_INLINE void copy_first(S* to, const S* from, std::size_t n) {
  if constexpr (Most > 0) {
    std::size_t done = 0;
    if (n & Most) {
      std::memcpy(to, from, Most * sizeof(S));
      done = Most;
    }
    copy_first<Most / 2>(to + done, from + done, n & (Most - 1));
  }
}

template<class E, PackElement T>
AXNORM_INLINE stored_lanes<E, T> load_stored(const E* p, std::size_t n) {
#if AXNORM_HAS_AVX512
  using lanes = stored_lanes<E, T>;
  if constexpr (masked_access<E, T>) {
    const auto k = (1u << n) - 1u;
    if constexpr (sizeof(lanes) == 64 && sizeof(storage_t<E>) == 4)
      return __builtin_bit_cast(lanes, _mm512_maskz_loadu_epi32(static_cast<__mmask16>(k), p));
    else if constexpr (sizeof(lanes) == 64)
      return __builtin_bit_cast(lanes, _mm512_maskz_loadu_epi64(static_cast<__mmask8>(k), p));
    else if constexpr (sizeof(lanes) == 32 && sizeof(storage_t<E>) == 2)
      return __builtin_bit_cast(lanes, _mm256_maskz_loadu_epi16(static_cast<__mmask16>(k), p));
    else if constexpr (sizeof(lanes) == 32)
      return __builtin_bit_cast(lanes, _mm256_maskz_loadu_epi32(static_cast<__mmask8>(k), p));
    else if constexpr (sizeof(lanes) == 16 && sizeof(storage_t<E>) == 1)
      return __builtin_bit_cast(lanes, _mm_maskz_loadu_epi8(static_cast<__mmask16>(k), p));
    else if constexpr (sizeof(lanes) == 16)
      return __builtin_bit_cast(lanes, _mm_maskz_loadu_epi16(static_cast<__mmask8>(k), p));
    else {
      const __m128i b = _mm_maskz_loadu_epi8(static_cast<__mmask16>(k), p);
      return __builtin_bit_cast(lanes, _mm_cvtsi128_si64(b));
    }
  }
#elif defined(__AVX__)
  using lanes = stored_lanes<E, T>;
  if constexpr (masked_words<E> && sizeof(lanes) == 32) {
    const __m256i on = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(first_on<E>(n)));
    if constexpr (sizeof(storage_t<E>) == 4)
      return __builtin_bit_cast(lanes, _mm256_maskload_ps(reinterpret_cast<const float*>(p), on));
    else
      return __builtin_bit_cast(lanes, _mm256_maskload_pd(reinterpret_cast<const double*>(p), on));
  } else if constexpr (masked_words<E> && sizeof(lanes) == 16) { // 4 floats for a pack of doubles
    const __m128i on = _mm_loadu_si128(reinterpret_cast<const __m128i*>(first_on<E>(n)));
    return __builtin_bit_cast(lanes, _mm_maskload_ps(reinterpret_cast<const float*>(p), on));
  }
#endif
  constexpr std::size_t W = pack<T>::width;
  alignas(64) storage_t<E> buffer[W] = {};
  copy_first<W>(buffer, reinterpret_cast<const storage_t<E>*>(p), n);
  return load_stored<storage_t<E>, T>(buffer);
}

template<class E, PackElement T>
AXNORM_INLINE void store_stored(E* p, stored_lanes<E, T> s) {
  std::memcpy(static_cast<void*>(p), &s, sizeof(s));
}

template<class E, PackElement T>
AXNORM_INLINE void store_stored(E* p, stored_lanes<E, T> s, std::size_t n) {
#if AXNORM_HAS_AVX512
  if constexpr (masked_access<E, T>) {
    const auto k = (1u << n) - 1u;
    if constexpr (sizeof(s) == 64 && sizeof(storage_t<E>) == 4)
      return _mm512_mask_storeu_epi32(p, static_cast<__mmask16>(k), __builtin_bit_cast(__m512i, s));
    else if constexpr (sizeof(s) == 64)
      return _mm512_mask_storeu_epi64(p, static_cast<__mmask8>(k), __builtin_bit_cast(__m512i, s));
    else if constexpr (sizeof(s) == 32 && sizeof(storage_t<E>) == 2)
      return _mm256_mask_storeu_epi16(p, static_cast<__mmask16>(k), __builtin_bit_cast(__m256i, s));
    else if constexpr (sizeof(s) == 32)
      return _mm256_mask_storeu_epi32(p, static_cast<__mmask8>(k), __builtin_bit_cast(__m256i, s));
    else if constexpr (sizeof(s) == 16 && sizeof(storage_t<E>) == 1)
      return _mm_mask_storeu_epi8(p, static_cast<__mmask16>(k), __builtin_bit_cast(__m128i, s));
    else if constexpr (sizeof(s) == 16)
      return _mm_mask_storeu_epi16(p, static_cast<__mmask8>(k), __builtin_bit_cast(__m128i, s));
    else
      return _mm_mask_storeu_epi8(p, static_cast<__mmask16>(k), _mm_cvtsi64_si128(__builtin_bit_cast(long long, s)));
  }
#elif defined(__AVX__)
  if constexpr (masked_words<E> && sizeof(s) == 32) {
    const __m256i on = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(first_on<E>(n)));
    if constexpr (sizeof(storage_t<E>) == 4)
      return _mm256_maskstore_ps(reinterpret_cast<float*>(p), on, __builtin_bit_cast(__m256, s));
    else
      return _mm256_maskstore_pd(reinterpret_cast<double*>(p), on, __builtin_bit_cast(__m256d, s));
  } else if constexpr (masked_words<E> && sizeof(s) == 16) {
    const __m128i on = _mm_loadu_si128(reinterpret_cast<const __m128i*>(first_on<E>(n)));
    return _mm_maskstore_ps(reinterpret_cast<float*>(p), on, __builtin_bit_cast(__m128, s));
  }
#endif
  constexpr std::size_t W = pack<T>::width;
  alignas(64) storage_t<E> buffer[W];
  std::memcpy(buffer, &s, sizeof(s));
  copy_first<W>(reinterpret_cast<storage_t<E>*>(p), buffer, n);
}

/// float lanes from elements of twice their size (double, 64-bit integers), which fill two registers.
template<class E, class T>
inline constexpr bool twice_as_wide = sizeof(storage_t<E>) > sizeof(T);

template<PackElement T, class F>
AXNORM_INLINE pack<T> build(F lane) {
  return [&]<std::size_t... I>(std::index_sequence<I...>) __attribute__((always_inline)) {
    return from_vector<T>(typename pack<T>::vector{static_cast<T>(lane(I))...});
  }(std::make_index_sequence<pack<T>::width>{});
}
} // namespace simd

/// One element as a number.
template<PackElement T, class E>
AXNORM_INLINE T load_one(const E* p) {
  return element_cast<T>(*p);
}
template<class E, PackElement T>
AXNORM_INLINE void store_one(E* p, T x) {
  *p = to_element<E, T>(x);
}

/// `width` elements from p on, of any element type, at any alignment.
template<PackElement T, class E>
AXNORM_INLINE pack<T> load(const E* p) {
  if constexpr (simd::twice_as_wide<E, T>)
    return simd::build<T>([&](std::size_t i) __attribute__((always_inline)) { return p[i]; });
  else
    return from_stored<T, E>(simd::load_stored<E, T>(p));
}

/// The first n ≤ width elements from p on; the other lanes are 0, their memory is not touched.
template<PackElement T, class E>
AXNORM_INLINE pack<T> load_partial(const E* p, std::size_t n) {
  if constexpr (simd::twice_as_wide<E, T>)
    return simd::build<T>([&](std::size_t i)
                              __attribute__((always_inline)) { return i < n ? static_cast<T>(p[i]) : T(0); });
  else
    return from_stored<T, E>(simd::load_stored<E, T>(p, n));
}
/// The same with `fill` in the other lanes.
template<PackElement T, class E>
AXNORM_INLINE pack<T> load_partial(const E* p, std::size_t n, T fill) {
  return select(first_lanes<T>(n), load_partial<T>(p, n), pack<T>(fill));
}

/// The first n ≤ width of the elements at p, p + stride, … (any sign, in elements); the other lanes are `fill`.
template<PackElement T, class E>
AXNORM_INLINE pack<T> load_strided(const E* p, std::ptrdiff_t stride, std::size_t n, T fill = T(0)) {
  return simd::build<T>([&](std::size_t i) __attribute__((always_inline)) {
    return i < n ? load_one<T>(p + static_cast<std::ptrdiff_t>(i) * stride) : fill;
  });
}
/// All `width` of them.
template<PackElement T, class E>
AXNORM_INLINE pack<T> load_strided(const E* p, std::ptrdiff_t stride) {
  if constexpr (simd::twice_as_wide<E, T>)
    return load_strided<T>(p, stride, pack<T>::width);
  else // gathered as stored, converted all at once
    return [&]<std::size_t... I>(std::index_sequence<I...>) __attribute__((always_inline)) {
      return from_stored<T, E>(
          simd::stored_lanes<E, T>{std::bit_cast<simd::storage_t<E>>(p[static_cast<std::ptrdiff_t>(I) * stride])...});
    }(std::make_index_sequence<pack<T>::width>{});
}

template<class E, PackElement T>
AXNORM_INLINE void store(E* p, pack<T> x) {
  if constexpr (simd::twice_as_wide<E, T>) {
    const auto v = to_vector(x);
    [&]<std::size_t... I>(std::index_sequence<I...>) __attribute__((always_inline)) {
      (store_one(p + I, T(v[I])), ...);
    }(std::make_index_sequence<pack<T>::width>{});
  } else
    simd::store_stored<E, T>(p, to_stored<E>(x));
}

/// Stores the first n ≤ width lanes.
template<class E, PackElement T>
AXNORM_INLINE void store_partial(E* p, pack<T> x, std::size_t n) {
  if constexpr (simd::twice_as_wide<E, T>) {
    const auto v = to_vector(x);
    [&]<std::size_t... I>(std::index_sequence<I...>) __attribute__((always_inline)) {
      ((I < n ? store_one(p + I, T(v[I])) : void()), ...);
    }(std::make_index_sequence<pack<T>::width>{});
  } else
    simd::store_stored<E, T>(p, to_stored<E>(x), n);
}

/// Stores the first n ≤ width lanes `stride` elements apart.
template<class E, PackElement T>
AXNORM_INLINE void store_strided(E* p, std::ptrdiff_t stride, pack<T> x, std::size_t n = pack<T>::width) {
  const auto element = [&]() __attribute__((always_inline)) {
    if constexpr (simd::twice_as_wide<E, T>)
      return [v = to_vector(x)](std::size_t i) __attribute__((always_inline)) { return to_element<E, T>(v[i]); };
    else // converted all at once
      return [s = to_stored<E>(x)](std::size_t i) __attribute__((always_inline)) { return std::bit_cast<E>(s[i]); };
  }();
  [&]<std::size_t... I>(std::index_sequence<I...>) __attribute__((always_inline)) {
    ((I < n ? void(p[static_cast<std::ptrdiff_t>(I) * stride] = element(I)) : void()), ...);
  }(std::make_index_sequence<pack<T>::width>{});
}

/// True where an element is not 0: a mask operand of any element type (NaN counts as true).
template<PackElement T, class E>
AXNORM_INLINE mask<T> load_mask(const E* p) {
  if constexpr (simd::twice_as_wide<E, T>) // compared before they are rounded: 1e-300 isn't 0
    return simd::build<T>([&](std::size_t i) __attribute__((always_inline)) { return p[i] != E(0); }) != pack<T>(T(0));
  else
    return load<T>(p) != pack<T>(T(0));
}
/// The first n ≤ width; the other lanes are false.
template<PackElement T, class E>
AXNORM_INLINE mask<T> load_mask_partial(const E* p, std::size_t n) {
  if constexpr (simd::twice_as_wide<E, T>)
    return simd::build<T>([&](std::size_t i) __attribute__((always_inline)) { return i < n && p[i] != E(0); }) !=
           pack<T>(T(0));
  else
    return load_partial<T>(p, n) != pack<T>(T(0));
}

} // namespace AXNORM_ISA
} // namespace axnorm::exec
