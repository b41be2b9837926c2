// As many doubles as a pack<float> has lanes: two packs of double under the same operators and functions.
// Used for what must not be rounded to float on the way: means of columns, pow, sums of float accumulators.
// Must not know: where the numbers come from.
#pragma once

#include <axnorm/exec/pack_memory.hpp>
#include <axnorm/exec/pack_reduce.hpp>

namespace axnorm::exec {
inline namespace AXNORM_ISA {

/// Mask of a `wide_pack`.
struct wide_mask {
  mask<double> low, high;

  AXNORM_INLINE friend wide_mask operator&(wide_mask a, wide_mask b) { return {a.low & b.low, a.high & b.high}; }
  AXNORM_INLINE friend wide_mask operator|(wide_mask a, wide_mask b) { return {a.low | b.low, a.high | b.high}; }
  AXNORM_INLINE friend wide_mask operator^(wide_mask a, wide_mask b) { return {a.low ^ b.low, a.high ^ b.high}; }
  AXNORM_INLINE friend wide_mask operator!(wide_mask a) { return {!a.low, !a.high}; }
};

/// pack<float>::width doubles; lanes 0 … width/2 − 1 in `low`.
struct wide_pack {
  using value_type = double;
  using mask_type = wide_mask;
  static constexpr std::size_t width = pack<float>::width;

  pack<double> low, high;

  wide_pack() = default;
  AXNORM_INLINE wide_pack(pack<double> l, pack<double> h) : low(l), high(h) {}
  AXNORM_INLINE wide_pack(double all) : low(all), high(all) {}

  AXNORM_INLINE friend wide_pack operator+(wide_pack a, wide_pack b) { return {a.low + b.low, a.high + b.high}; }
  AXNORM_INLINE friend wide_pack operator-(wide_pack a, wide_pack b) { return {a.low - b.low, a.high - b.high}; }
  AXNORM_INLINE friend wide_pack operator*(wide_pack a, wide_pack b) { return {a.low * b.low, a.high * b.high}; }
  AXNORM_INLINE friend wide_pack operator/(wide_pack a, wide_pack b) { return {a.low / b.low, a.high / b.high}; }
  AXNORM_INLINE friend wide_pack operator-(wide_pack a) { return {-a.low, -a.high}; }
  AXNORM_INLINE wide_pack& operator+=(wide_pack b) { return *this = *this + b; }
  AXNORM_INLINE wide_pack& operator-=(wide_pack b) { return *this = *this - b; }
  AXNORM_INLINE wide_pack& operator*=(wide_pack b) { return *this = *this * b; }
  AXNORM_INLINE wide_pack& operator/=(wide_pack b) { return *this = *this / b; }

  AXNORM_INLINE friend wide_mask operator==(wide_pack a, wide_pack b) { return {a.low == b.low, a.high == b.high}; }
  AXNORM_INLINE friend wide_mask operator!=(wide_pack a, wide_pack b) { return {a.low != b.low, a.high != b.high}; }
  AXNORM_INLINE friend wide_mask operator<(wide_pack a, wide_pack b) { return {a.low < b.low, a.high < b.high}; }
  AXNORM_INLINE friend wide_mask operator<=(wide_pack a, wide_pack b) { return {a.low <= b.low, a.high <= b.high}; }
  AXNORM_INLINE friend wide_mask operator>(wide_pack a, wide_pack b) { return {a.low > b.low, a.high > b.high}; }
  AXNORM_INLINE friend wide_mask operator>=(wide_pack a, wide_pack b) { return {a.low >= b.low, a.high >= b.high}; }
};

AXNORM_INLINE wide_pack select(wide_mask m, wide_pack a, wide_pack b) {
  return {select(m.low, a.low, b.low), select(m.high, a.high, b.high)};
}
AXNORM_INLINE wide_pack fma(wide_pack a, wide_pack b, wide_pack c) {
  return {fma(a.low, b.low, c.low), fma(a.high, b.high, c.high)};
}
AXNORM_INLINE wide_pack fnma(wide_pack a, wide_pack b, wide_pack c) {
  return {fnma(a.low, b.low, c.low), fnma(a.high, b.high, c.high)};
}
AXNORM_INLINE wide_pack neg(wide_pack a) { return -a; }
AXNORM_INLINE wide_pack abs(wide_pack a) { return {abs(a.low), abs(a.high)}; }
AXNORM_INLINE wide_pack sqrt(wide_pack a) { return {sqrt(a.low), sqrt(a.high)}; }
AXNORM_INLINE wide_pack rsqrt(wide_pack a) { return {rsqrt(a.low), rsqrt(a.high)}; }
AXNORM_INLINE wide_pack copysign(wide_pack a, wide_pack b) {
  return {copysign(a.low, b.low), copysign(a.high, b.high)};
}
AXNORM_INLINE wide_pack max(wide_pack a, wide_pack b) { return {max(a.low, b.low), max(a.high, b.high)}; }
AXNORM_INLINE wide_pack min(wide_pack a, wide_pack b) { return {min(a.low, b.low), min(a.high, b.high)}; }
AXNORM_INLINE wide_pack clamp(wide_pack x, wide_pack low, wide_pack high) {
  return {clamp(x.low, low.low, high.low), clamp(x.high, low.high, high.high)};
}
AXNORM_INLINE wide_mask is_nan(wide_pack a) { return {is_nan(a.low), is_nan(a.high)}; }
AXNORM_INLINE wide_mask is_finite(wide_pack a) { return {is_finite(a.low), is_finite(a.high)}; }
AXNORM_INLINE bool any(wide_mask m) { return any(m.low | m.high); }
AXNORM_INLINE bool all(wide_mask m) { return all(m.low & m.high); }
AXNORM_INLINE bool none(wide_mask m) { return !any(m); }
AXNORM_INLINE wide_pack to_number(wide_mask m) { return {to_number(m.low), to_number(m.high)}; }
AXNORM_INLINE double hsum(wide_pack a) { return hsum(a.low + a.high); }
AXNORM_INLINE double hsum_double(wide_pack a) { return hsum(a); }
AXNORM_INLINE double hmax(wide_pack a) { return hmax(max(a.low, a.high)); }
AXNORM_INLINE double hmin(wide_pack a) { return hmin(min(a.low, a.high)); }

/// The same values as doubles, exactly.
AXNORM_INLINE wide_pack widen(pack<float> a) {
  constexpr std::size_t H = pack<double>::width;
  using half = pack<double>::vector;
  const auto v = to_vector(a);
  return {from_vector<double>(simd::convert<half>(simd::low_half<2 * H>(v))),
          from_vector<double>(simd::convert<half>(simd::high_half<2 * H>(v)))};
}
/// Rounded to float, to nearest even.
AXNORM_INLINE pack<float> narrow(wide_pack a) {
  constexpr std::size_t H = pack<double>::width;
  using half = simd::vector_t<float, H>;
  const half l = __builtin_convertvector(to_vector(a.low), half), h = __builtin_convertvector(to_vector(a.high), half);
  return [&]<std::size_t... I>(std::index_sequence<I...>) __attribute__((always_inline)) {
    return from_vector<float>(__builtin_shufflevector(l, h, static_cast<int>(I)...));
  }(std::make_index_sequence<2 * H>{});
}

/// Memory: as the functions of pack_memory.hpp for pack<double>, for 2·pack<double>::width elements.
template<class E>
AXNORM_INLINE wide_pack load_wide(const E* p) {
  return {load<double>(p), load<double>(p + pack<double>::width)};
}
template<class E>
AXNORM_INLINE void store(E* p, wide_pack x) {
  store(p, x.low);
  store(p + pack<double>::width, x.high);
}
/// The first n ≤ width lanes.
template<class E>
AXNORM_INLINE wide_pack load_wide_partial(const E* p, std::size_t n, double fill = 0) {
  constexpr std::size_t H = pack<double>::width;
  return n < H ? wide_pack(load_partial<double>(p, n, fill), fill)
               : wide_pack(load<double>(p), load_partial<double>(p + H, n - H, fill));
}
template<class E>
AXNORM_INLINE void store_partial(E* p, wide_pack x, std::size_t n) {
  constexpr std::size_t H = pack<double>::width;
  if (n < H) {
    store_partial(p, x.low, n);
  } else {
    store(p, x.low);
    store_partial(p + H, x.high, n - H);
  }
}

} // namespace AXNORM_ISA
} // namespace axnorm::exec
