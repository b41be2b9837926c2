// A pack: as many floats or doubles as one SIMD register holds, its arithmetic and comparison.
// Used by the executor's bodies and by the other pack_*.hpp, which add memory, horizontal sums and functions.
// Must not know: tensors, formulas, loops, threads.
#pragma once

#include <axnorm/exec/pack_mask.hpp>

#include <xsimd/xsimd.hpp>

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
  using batch = xsimd::batch<T>;
  using mask_type = mask<T>;
  static constexpr std::size_t width = batch::size;
  using vector = simd::vector_t<T, width>;
  using bits = xsimd::batch<simd::unsigned_of<T>>;

  batch v;

  pack() = default;
  AXNORM_INLINE pack(batch b) : v(b) {}
  AXNORM_INLINE pack(T all) : v(all) {} // broadcast; implicit, so that constants may stand in formulas

  // The compiler's own vector arithmetic: the same instructions as by xsimd's operators, which cost the compiler a
  // choice among dozens of overloads each.
  AXNORM_INLINE static vector lanes(const pack& a) { return __builtin_bit_cast(vector, a.v); }
  AXNORM_INLINE static pack same(vector a) { return __builtin_bit_cast(batch, a); }

  AXNORM_INLINE friend pack operator+(const pack& a, const pack& b) { return same(lanes(a) + lanes(b)); }
  AXNORM_INLINE friend pack operator-(const pack& a, const pack& b) { return same(lanes(a) - lanes(b)); }
  AXNORM_INLINE friend pack operator*(const pack& a, const pack& b) { return same(lanes(a) * lanes(b)); }
  AXNORM_INLINE friend pack operator/(const pack& a, const pack& b) { return same(lanes(a) / lanes(b)); }
  AXNORM_INLINE friend pack operator-(const pack& a) { return same(-lanes(a)); }
  AXNORM_INLINE pack& operator+=(const pack& b) { return *this = *this + b; }
  AXNORM_INLINE pack& operator-=(const pack& b) { return *this = *this - b; }
  AXNORM_INLINE pack& operator*=(const pack& b) { return *this = *this * b; }
  AXNORM_INLINE pack& operator/=(const pack& b) { return *this = *this / b; }

  AXNORM_INLINE friend mask_type operator==(const pack& a, const pack& b) {
    return simd::compare<simd::relation::equal>(a.v, b.v);
  }
  AXNORM_INLINE friend mask_type operator!=(const pack& a, const pack& b) {
    return simd::compare<simd::relation::different>(a.v, b.v);
  }
  AXNORM_INLINE friend mask_type operator<(const pack& a, const pack& b) {
    return simd::compare<simd::relation::less>(a.v, b.v);
  }
  AXNORM_INLINE friend mask_type operator<=(const pack& a, const pack& b) {
    return simd::compare<simd::relation::at_most>(a.v, b.v);
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
  return __builtin_bit_cast(typename pack<T>::vector, a.v);
}
template<PackElement T>
AXNORM_INLINE pack<T> from_vector(typename pack<T>::vector a) {
  return __builtin_bit_cast(typename pack<T>::batch, a);
}

/// The same bits as unsigned integers of the same size, and back.
template<PackElement T>
AXNORM_INLINE typename pack<T>::bits to_bits(pack<T> a) {
  return __builtin_bit_cast(typename pack<T>::bits, a.v);
}
template<PackElement T>
AXNORM_INLINE pack<T> from_bits(typename pack<T>::bits a) {
  return __builtin_bit_cast(typename pack<T>::batch, a);
}

#if defined(__AVX512F__)
namespace simd {
/// For masked intrinsics: the plain ones are the same instructions, but g++ 12 takes a register that they do not care
/// about for an uninitialized variable, and warns wherever they end up inlined.
template<PackElement T>
inline constexpr auto all_lanes = static_cast<std::conditional_t<std::same_as<T, float>, __mmask16, __mmask8>>(-1);
} // namespace simd
#endif

/// a where m holds, else b. Does not look at the values.
template<PackElement T>
AXNORM_INLINE pack<T> select(const mask<T>& m, const pack<T>& a, const pack<T>& b) {
#if defined(__AVX512F__)
  if constexpr (std::same_as<T, float>)
    return xsimd::batch<T>(_mm512_mask_blend_ps(m.v, b.v, a.v));
  else
    return xsimd::batch<T>(_mm512_mask_blend_pd(m.v, b.v, a.v));
#else
  return xsimd::select(typename mask<T>::batch(__builtin_bit_cast(typename mask<T>::register_type, m.v)), a.v, b.v);
#endif
}

/// a·b + c, one rounding where the hardware can (see has_fma). xsimd 8.1 has no fused form for AVX-512.
template<PackElement T>
AXNORM_INLINE pack<T> fma(const pack<T>& a, const pack<T>& b, const pack<T>& c) {
  using batch = xsimd::batch<T>;
#if defined(__AVX512F__)
  if constexpr (std::same_as<T, float>)
    return batch(_mm512_fmadd_ps(a.v, b.v, c.v));
  else
    return batch(_mm512_fmadd_pd(a.v, b.v, c.v));
#elif defined(__FMA__)
  if constexpr (std::same_as<T, float>)
    return batch(_mm256_fmadd_ps(a.v, b.v, c.v));
  else
    return batch(_mm256_fmadd_pd(a.v, b.v, c.v));
#else
  return batch(xsimd::fma(a.v, b.v, c.v));
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
  return xsimd::abs(a.v);
}
template<PackElement T>
AXNORM_INLINE pack<T> sqrt(const pack<T>& a) {
#if defined(__AVX512F__)
  using batch = xsimd::batch<T>;
  if constexpr (std::same_as<T, float>)
    return batch(_mm512_maskz_sqrt_ps(simd::all_lanes<T>, a.v));
  else
    return batch(_mm512_maskz_sqrt_pd(simd::all_lanes<T>, a.v));
#else
  return xsimd::sqrt(a.v);
#endif
}
/// 1/√a, correctly rounded twice. (xsimd's rsqrt is the hardware's 12-bit estimate.)
template<PackElement T>
AXNORM_INLINE pack<T> rsqrt(const pack<T>& a) {
  return pack<T>(T(1)) / sqrt(a);
}
/// Magnitude of a, sign of b.
template<PackElement T>
AXNORM_INLINE pack<T> copysign(pack<T> a, pack<T> b) {
  using bits = typename pack<T>::bits;
  const bits sign(simd::unsigned_of<T>(1) << (8 * sizeof(T) - 1));
  return from_bits<T>((to_bits(a) & ~sign) | (to_bits(b) & sign));
}

/// Shifts of the integers in each lane by a number of bits.
template<int N, class B>
AXNORM_INLINE B shift_left(B a) {
  return __builtin_bit_cast(B, __builtin_bit_cast(simd::vector_t<typename B::value_type, B::size>, a) << N);
}
template<int N, class B>
AXNORM_INLINE B shift_right(B a) {
  return __builtin_bit_cast(B, __builtin_bit_cast(simd::vector_t<typename B::value_type, B::size>, a) >> N);
}
/// The largest integer that is not above a.
template<PackElement T>
AXNORM_INLINE pack<T> floor(pack<T> a) {
#if defined(__AVX512F__)
  using batch = xsimd::batch<T>;
  if constexpr (std::same_as<T, float>)
    return batch(_mm512_maskz_roundscale_ps(simd::all_lanes<T>, a.v, _MM_FROUND_TO_NEG_INF));
  else
    return batch(_mm512_maskz_roundscale_pd(simd::all_lanes<T>, a.v, _MM_FROUND_TO_NEG_INF));
#else
  return xsimd::floor(a.v);
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
/// The instructions themselves, which give b if either is NaN. (xsimd's operand order differs between 8 and 14.)
template<PackElement T>
AXNORM_INLINE pack<T> larger(const pack<T>& a, const pack<T>& b) {
  using batch = xsimd::batch<T>;
  constexpr bool single = std::same_as<T, float>;
#if defined(__AVX512F__)
  if constexpr (single)
    return batch(_mm512_maskz_max_ps(all_lanes<T>, a.v, b.v));
  else
    return batch(_mm512_maskz_max_pd(all_lanes<T>, a.v, b.v));
#elif defined(__AVX__)
  if constexpr (single)
    return batch(_mm256_max_ps(a.v, b.v));
  else
    return batch(_mm256_max_pd(a.v, b.v));
#elif defined(__SSE2__)
  if constexpr (single)
    return batch(_mm_max_ps(a.v, b.v));
  else
    return batch(_mm_max_pd(a.v, b.v));
#else
  return select(a > b, a, b);
#endif
}
template<PackElement T>
AXNORM_INLINE pack<T> smaller(const pack<T>& a, const pack<T>& b) {
  using batch = xsimd::batch<T>;
  constexpr bool single = std::same_as<T, float>;
#if defined(__AVX512F__)
  if constexpr (single)
    return batch(_mm512_maskz_min_ps(all_lanes<T>, a.v, b.v));
  else
    return batch(_mm512_maskz_min_pd(all_lanes<T>, a.v, b.v));
#elif defined(__AVX__)
  if constexpr (single)
    return batch(_mm256_min_ps(a.v, b.v));
  else
    return batch(_mm256_min_pd(a.v, b.v));
#elif defined(__SSE2__)
  if constexpr (single)
    return batch(_mm_min_ps(a.v, b.v));
  else
    return batch(_mm_min_pd(a.v, b.v));
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
