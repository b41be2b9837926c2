// A pack: as many floats or doubles as one SIMD register holds, its arithmetic and comparison.
// Used by the executor's bodies and by the other pack_*.hpp, which add memory, horizontal sums and functions.
// Must not know: tensors, formulas, loops, threads.
#pragma once

#include <axnorm/exec/pack_mask.hpp>

#include <cmath>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <type_traits>
#include <utility>

#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic push // g++ 12 says both of its own intrinsics, wherever they end up inlined
#pragma GCC diagnostic ignored "-Wuninitialized"
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif

namespace axnorm::exec {
inline namespace AXNORM_ISA {

/// True if `fma` is one rounding and one instruction; otherwise it is a product and a sum.
#if defined(__FMA__) || defined(__AVX512F__) || defined(__ARM_FEATURE_FMA)
inline constexpr bool has_fma = true;
#else
inline constexpr bool has_fma = false;
#endif

/// `width` values of T in one register. Operators work lane by lane.
template<PackElement T>
struct pack {
  using value_type = T;
  using mask_type = mask<T>;
  static constexpr std::size_t width = simd::lanes_of<T>;
  // The compiler's own vectors, whose arithmetic costs it no choice among overloads; intrinsics take them as they are.
  using vector = simd::vector_t<T, width>;
  using bits = simd::vector_t<simd::unsigned_of<T>, width>;

  vector v;

  pack() = default;
  AXNORM_INLINE pack(vector lanes) : v(lanes) {}
  // Broadcast; implicit, so that constants may stand in formulas. Less 0, which even −0 stays itself by.
  AXNORM_INLINE pack(T all) : v(all - vector{}) {}

  AXNORM_INLINE friend pack operator+(const pack& a, const pack& b) { return a.v + b.v; }
  AXNORM_INLINE friend pack operator-(const pack& a, const pack& b) { return a.v - b.v; }
  AXNORM_INLINE friend pack operator*(const pack& a, const pack& b) { return a.v * b.v; }
  AXNORM_INLINE friend pack operator/(const pack& a, const pack& b) { return a.v / b.v; }
  AXNORM_INLINE friend pack operator-(const pack& a) { return -a.v; }
  AXNORM_INLINE pack& operator+=(const pack& b) { return *this = *this + b; }
  AXNORM_INLINE pack& operator-=(const pack& b) { return *this = *this - b; }
  AXNORM_INLINE pack& operator*=(const pack& b) { return *this = *this * b; }
  AXNORM_INLINE pack& operator/=(const pack& b) { return *this = *this / b; }

  AXNORM_INLINE friend mask_type operator==(const pack& a, const pack& b) {
    return simd::compare<simd::relation::equal, T>(a.v, b.v);
  }
  AXNORM_INLINE friend mask_type operator!=(const pack& a, const pack& b) {
    return simd::compare<simd::relation::different, T>(a.v, b.v);
  }
  AXNORM_INLINE friend mask_type operator<(const pack& a, const pack& b) {
    return simd::compare<simd::relation::less, T>(a.v, b.v);
  }
  AXNORM_INLINE friend mask_type operator<=(const pack& a, const pack& b) {
    return simd::compare<simd::relation::at_most, T>(a.v, b.v);
  }
  AXNORM_INLINE friend mask_type operator>(const pack& a, const pack& b) { return b < a; }
  AXNORM_INLINE friend mask_type operator>=(const pack& a, const pack& b) { return b <= a; }
};

template<class P>
inline constexpr bool is_pack = false;
template<class T>
inline constexpr bool is_pack<pack<T>> = true;

/// A pack of either element type.
template<class P>
concept Pack = is_pack<P>;

template<PackElement T>
AXNORM_INLINE pack<T> broadcast(T x) {
  return pack<T>(x);
}

/// The same bits as the compiler's vector type, and back.
template<PackElement T>
AXNORM_INLINE typename pack<T>::vector to_vector(const pack<T>& a) {
  return a.v;
}
template<PackElement T>
AXNORM_INLINE pack<T> from_vector(typename pack<T>::vector a) {
  return a;
}

/// The same bits as unsigned integers of the same size, and back.
template<PackElement T>
AXNORM_INLINE typename pack<T>::bits to_bits(pack<T> a) {
  return __builtin_bit_cast(typename pack<T>::bits, a.v);
}
template<PackElement T>
AXNORM_INLINE pack<T> from_bits(typename pack<T>::bits a) {
  return __builtin_bit_cast(typename pack<T>::vector, a);
}

#if defined(__AVX512F__)
namespace simd {
/// For masked intrinsics: the plain ones are the same instructions, but g++ 12 takes a register that they do not care
/// about for an uninitialized variable, and warns wherever they end up inlined.
template<PackElement T>
inline constexpr auto all_lanes = static_cast<std::conditional_t<std::same_as<T, float>, __mmask16, __mmask8>>(-1);
} // namespace simd
#endif

namespace simd {
/// The bit of a number's sign.
template<PackElement T>
inline constexpr unsigned_of<T> sign_bit = unsigned_of<T>(1) << (8 * sizeof(T) - 1);
} // namespace simd

/// a where m holds, else b. Does not look at the values.
template<PackElement T>
AXNORM_INLINE pack<T> select(const mask<T>& m, const pack<T>& a, const pack<T>& b) {
#if defined(__AVX512F__)
  if constexpr (std::same_as<T, float>)
    return _mm512_mask_blend_ps(m.v, b.v, a.v);
  else
    return _mm512_mask_blend_pd(m.v, b.v, a.v);
#elif defined(__AVX__)
  if constexpr (std::same_as<T, float>)
    return _mm256_blendv_ps(b.v, a.v, __builtin_bit_cast(__m256, m.v));
  else
    return _mm256_blendv_pd(b.v, a.v, __builtin_bit_cast(__m256d, m.v));
#else
  const auto on = __builtin_bit_cast(typename pack<T>::bits, m.v);
  return from_bits<T>((on & to_bits(a)) | (~on & to_bits(b)));
#endif
}

/// a·b + c, one rounding where the hardware can (see has_fma).
template<PackElement T>
AXNORM_INLINE pack<T> fma(const pack<T>& a, const pack<T>& b, const pack<T>& c) {
#if defined(__AVX512F__)
  if constexpr (std::same_as<T, float>)
    return _mm512_fmadd_ps(a.v, b.v, c.v);
  else
    return _mm512_fmadd_pd(a.v, b.v, c.v);
#elif defined(__FMA__)
  if constexpr (std::same_as<T, float>)
    return _mm256_fmadd_ps(a.v, b.v, c.v);
  else
    return _mm256_fmadd_pd(a.v, b.v, c.v);
#else
  return a * b + c;
#endif
}
/// c − a·b.
template<PackElement T>
AXNORM_INLINE pack<T> fnma(const pack<T>& a, const pack<T>& b, const pack<T>& c) {
  return fma(-a, b, c); // one instruction: compilers fold the sign in
}

template<PackElement T>
AXNORM_INLINE pack<T> neg(const pack<T>& a) {
  return -a;
}
template<PackElement T>
AXNORM_INLINE pack<T> abs(const pack<T>& a) {
  return from_bits<T>(to_bits(a) & ~simd::sign_bit<T>);
}
template<PackElement T>
AXNORM_INLINE pack<T> sqrt(const pack<T>& a) {
#if defined(__AVX512F__)
  if constexpr (std::same_as<T, float>)
    return _mm512_maskz_sqrt_ps(simd::all_lanes<T>, a.v);
  else
    return _mm512_maskz_sqrt_pd(simd::all_lanes<T>, a.v);
#elif defined(__AVX__)
  if constexpr (std::same_as<T, float>)
    return _mm256_sqrt_ps(a.v);
  else
    return _mm256_sqrt_pd(a.v);
#elif defined(__SSE2__)
  if constexpr (std::same_as<T, float>)
    return _mm_sqrt_ps(a.v);
  else
    return _mm_sqrt_pd(a.v);
#else
  pack<T> r;
  for (std::size_t i = 0; i < pack<T>::width; ++i)
    r.v[i] = std::sqrt(a.v[i]);
  return r;
#endif
}
/// 1/√a, correctly rounded twice.
template<PackElement T>
AXNORM_INLINE pack<T> rsqrt(const pack<T>& a) {
  return pack<T>(T(1)) / sqrt(a);
}
/// Magnitude of a, sign of b.
template<PackElement T>
AXNORM_INLINE pack<T> copysign(pack<T> a, pack<T> b) {
  return from_bits<T>((to_bits(a) & ~simd::sign_bit<T>) | (to_bits(b) & simd::sign_bit<T>));
}

/// The largest integer that is not above a.
template<PackElement T>
AXNORM_INLINE pack<T> floor(pack<T> a) {
#if defined(__AVX512F__)
  if constexpr (std::same_as<T, float>)
    return _mm512_maskz_roundscale_ps(simd::all_lanes<T>, a.v, _MM_FROUND_TO_NEG_INF);
  else
    return _mm512_maskz_roundscale_pd(simd::all_lanes<T>, a.v, _MM_FROUND_TO_NEG_INF);
#elif defined(__AVX__)
  if constexpr (std::same_as<T, float>)
    return _mm256_floor_ps(a.v);
  else
    return _mm256_floor_pd(a.v);
#else
  // What is so large that it has no fraction, and NaN, stays; the rest is rounded by adding such a number. What was
  // rounded up is then one too large, and a zero has lost its sign.
  const pack<T> whole = copysign(pack<T>(T(1ull << (std::numeric_limits<T>::digits - 1))), a);
  const pack<T> near = a + whole - whole;
  const pack<T> below = copysign(select(near > a, near - pack<T>(T(1)), near), a);
  return select(abs(a) < abs(whole), below, a);
#endif
}

template<PackElement T>
AXNORM_INLINE mask<T> is_nan(const pack<T>& a) {
  return a != a;
}
template<PackElement T>
AXNORM_INLINE mask<T> is_finite(const pack<T>& a) {
  return abs(a) <= pack<T>(std::numeric_limits<T>::max());
}

namespace simd {
/// The instructions themselves, which give b if either is NaN.
template<PackElement T>
AXNORM_INLINE pack<T> larger(const pack<T>& a, const pack<T>& b) {
  constexpr bool single = std::same_as<T, float>;
#if defined(__AVX512F__)
  if constexpr (single)
    return _mm512_maskz_max_ps(all_lanes<T>, a.v, b.v);
  else
    return _mm512_maskz_max_pd(all_lanes<T>, a.v, b.v);
#elif defined(__AVX__)
  if constexpr (single)
    return _mm256_max_ps(a.v, b.v);
  else
    return _mm256_max_pd(a.v, b.v);
#elif defined(__SSE2__)
  if constexpr (single)
    return _mm_max_ps(a.v, b.v);
  else
    return _mm_max_pd(a.v, b.v);
#else
  return select(a > b, a, b);
#endif
}
template<PackElement T>
AXNORM_INLINE pack<T> smaller(const pack<T>& a, const pack<T>& b) {
  constexpr bool single = std::same_as<T, float>;
#if defined(__AVX512F__)
  if constexpr (single)
    return _mm512_maskz_min_ps(all_lanes<T>, a.v, b.v);
  else
    return _mm512_maskz_min_pd(all_lanes<T>, a.v, b.v);
#elif defined(__AVX__)
  if constexpr (single)
    return _mm256_min_ps(a.v, b.v);
  else
    return _mm256_min_pd(a.v, b.v);
#elif defined(__SSE2__)
  if constexpr (single)
    return _mm_min_ps(a.v, b.v);
  else
    return _mm_min_pd(a.v, b.v);
#else
  return select(a < b, a, b);
#endif
}
} // namespace simd

/// The larger one; NaN if either is (as in PyTorch; the instruction returns its second operand).
template<PackElement T>
AXNORM_INLINE pack<T> max(const pack<T>& a, const pack<T>& b) {
  return select(is_nan(a), a, simd::larger(a, b));
}
/// The smaller one; NaN if either is.
template<PackElement T>
AXNORM_INLINE pack<T> min(const pack<T>& a, const pack<T>& b) {
  return select(is_nan(a), a, simd::smaller(a, b));
}
namespace simd {
/// x limited to [low, high]; NaN stays NaN, as the second operand wins then.
template<PackElement T>
AXNORM_INLINE pack<T> limit(pack<T> x, T low, T high) {
  return smaller(pack<T>(high), larger(pack<T>(low), x));
}
} // namespace simd

/// x limited to [low, high]; NaN stays NaN.
template<PackElement T>
AXNORM_INLINE pack<T> clamp(pack<T> x, pack<T> low, pack<T> high) {
  return min(max(x, low), high);
}

/// 1 where m holds, else 0.
template<PackElement T>
AXNORM_INLINE pack<T> to_number(mask<T> m) {
  return select(m, pack<T>(T(1)), pack<T>(T(0)));
}

/// 0, 1, …, width − 1.
template<PackElement T>
AXNORM_INLINE pack<T> lane_numbers() {
  return []<std::size_t... I>(std::index_sequence<I...>) __attribute__((always_inline)) {
    return from_vector<T>(typename pack<T>::vector{T(I)...});
  }(std::make_index_sequence<pack<T>::width>{});
}
/// True in the first n lanes (all of them if n ≥ width).
template<PackElement T>
AXNORM_INLINE mask<T> first_lanes(std::size_t n) {
#if defined(__AVX512F__)
  return mask<T>(static_cast<typename mask<T>::bits>((1u << n) - 1u));
#else
  return lane_numbers<T>() < pack<T>(T(n));
#endif
}

} // namespace AXNORM_ISA
} // namespace axnorm::exec

#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic pop
#endif
