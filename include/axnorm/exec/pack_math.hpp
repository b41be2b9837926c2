// Elementary functions of packs: exp, expm1, log, log1p, tanh, sigmoid, softplus, erf, pow; float within 2 ulp.
// Used by the executor, one function a graph operation; tests/runtime/pack_math.cpp measures and asserts the errors.
// Must not know: graphs, derivatives, gelu and the like, which are composed from these.
#pragma once

#include <axnorm/exec/pack_wide.hpp>

#include <cmath>
#include <cstddef>
#include <limits>
#include <utility>

namespace axnorm::exec {
inline namespace AXNORM_ISA {

namespace simd {
/// Constants by element type. The polynomials are minimax fits of relative error (Remez), lowest order first.
template<PackElement T>
struct constants;

template<>
struct constants<float> {
  static constexpr int mantissa = 23, bias = 127;
  static constexpr float log2_e = 0x1.715476p+0f;
  // ln 2 in two parts, the first so short that its product with an exponent is exact.
  static constexpr float ln2_high = 0x1.63p-1f, ln2_low = -0x1.bd0106p-13f;
  static constexpr float exp_low = -104.f, exp_high = 89.f; // beyond: 0 and infinity
  static constexpr float expm1_low = -18.f;                 // below: −1
  static constexpr float denormal_scale = 0x1p25f, denormal_exponent = 25.f;
  // (e^r − 1 − r) / r² for |r| ≤ ln 2 / 2
  static constexpr float exp_q[] = {0x1.000000p-1f, 0x1.555554p-3f,  0x1.5554b0p-5f,
                                    0x1.11118ap-7f, 0x1.6d723ep-10f, 0x1.a032b4p-13f};
  // (log(1 + f) − f + f²/2) / f³ for √½ ≤ 1 + f ≤ √2
  static constexpr float log_p[] = {0x1.555554p-2f, -0x1.000226p-2f, 0x1.99a008p-3f, -0x1.547244p-3f,
                                    0x1.22da24p-3f, -0x1.0d8544p-3f, 0x1.055b40p-3f, -0x1.38b514p-4f};
};

template<>
struct constants<double> {
  static constexpr int mantissa = 52, bias = 1023;
  static constexpr double log2_e = 0x1.71547652b82fep+0;
  static constexpr double ln2_high = 0x1.62e42fee00000p-1, ln2_low = 0x1.a39ef35793c76p-33;
  static constexpr double exp_low = -746., exp_high = 710.;
  static constexpr double expm1_low = -38.;
  static constexpr double denormal_scale = 0x1p54, denormal_exponent = 54.;
  static constexpr double exp_q[] = {0x1.0000000000000p-1,  0x1.5555555555559p-3,  0x1.555555555553ep-5,
                                     0x1.111111110f6c4p-7,  0x1.6c16c16c1f0edp-10, 0x1.a01a01afdd8d6p-13,
                                     0x1.a01a017bade00p-16, 0x1.71ddf863bfab8p-19, 0x1.27e53648bc866p-22,
                                     0x1.af5ea84246bf5p-26, 0x1.1ee88019cea3fp-29};
  // ((log(1 + f) − 2s) / s) / s² as a polynomial in s², s = f / (2 + f)
  static constexpr double log_r[] = {0x1.5555555555593p-1, 0x1.999999997fc76p-2, 0x1.2492494204529p-2,
                                     0x1.c71c51f8b4eb5p-3, 0x1.74664288ae147p-3, 0x1.39a158020d15fp-3,
                                     0x1.2f0977ffd979dp-3};
};

/// c[0] + c[1]·x + c[2]·x² + …
template<PackElement T, std::size_t N>
AXNORM_INLINE pack<T> polynomial(pack<T> x, const T (&c)[N]) {
  return [&]<std::size_t... I>(std::index_sequence<I...>) __attribute__((always_inline)) {
    pack<T> y(c[N - 1]);
    ((y = fma(y, x, pack<T>(c[N - 2 - I]))), ...);
    return y;
  }(std::make_index_sequence<N - 1>{});
}

/// Adding it to a number below 2^(mantissa − 1) leaves the number, rounded to an integer, in the low bits.
template<PackElement T>
inline constexpr T rounding_shift = T(3) * T(1ull << (constants<T>::mantissa - 1));

/// 2^n · x for an integer number n, right into subnormals, 0 and infinity.
template<PackElement T>
AXNORM_INLINE pack<T> scale(pack<T> x, pack<T> n) {
#if AXNORM_HAS_AVX512
  if constexpr (std::same_as<T, float>)
    return _mm512_maskz_scalef_ps(0xffff, x.v, n.v);
  else
    return _mm512_maskz_scalef_pd(0xff, x.v, n.v);
#else
  using c = constants<T>;
  const pack<T> shift(rounding_shift<T>), one(T(1));
  const pack<T> half = fma(n, pack<T>(T(0.5)), shift), rest = n - (half - shift) + shift;
  return x * from_bits<T>((to_bits(half) << c::mantissa) + to_bits(one)) *
         from_bits<T>((to_bits(rest) << c::mantissa) + to_bits(one));
#endif
}

/// x = n·ln 2 + r, |r| ≤ ln 2 / 2, for numbers in the range of exp.
template<PackElement T>
AXNORM_INLINE pack<T> reduce_exponent(pack<T> x, pack<T>& n) {
  using c = constants<T>;
  const pack<T> shift(rounding_shift<T>);
  n = fma(x, pack<T>(c::log2_e), shift) - shift;
  return fnma(n, pack<T>(c::ln2_low), fnma(n, pack<T>(c::ln2_high), x));
}

/// x = 2^e · (1 + f), √½ ≤ 1 + f < √2, for normal x > 0. Returns f; sets e and 2^(1−e).
template<PackElement T>
AXNORM_INLINE pack<T> split_exponent(pack<T> x, pack<T>& e, pack<T>& inverse) {
  using c = constants<T>;
  using word = unsigned_of<T>;
  using bits = typename pack<T>::bits;
  constexpr word one = word(c::bias) << c::mantissa;
  constexpr word sqrt_half = __builtin_bit_cast(word, T(0x1.6a09e6p-1));
  constexpr word integer = __builtin_bit_cast(word, T(1ull << c::mantissa)); // its low bits are an integer's value
  const bits u = to_bits(x) + (one - sqrt_half);
  const bits biased = u >> c::mantissa;
  e = from_bits<T>(biased | integer) - pack<T>(T(1ull << c::mantissa) + T(c::bias));
  inverse = from_bits<T>((word(2 * c::bias + 1) - biased) << c::mantissa); // 2·2^−e, since 2^−e may be subnormal
  return from_bits<T>((u & ((word(1) << c::mantissa) - 1)) + sqrt_half) - pack<T>(T(1));
}

/// log(1 + f) + e·ln 2 for f and e of split_exponent.
template<PackElement T>
AXNORM_INLINE pack<T> log_reduced(pack<T> f, pack<T> e) {
  using c = constants<T>;
  const pack<T> half_square = pack<T>(T(0.5)) * f * f;
  if constexpr (std::same_as<T, float>) {
    const pack<T> tail = fma(e, pack<T>(c::ln2_low), f * f * f * polynomial(f, c::log_p));
    return fma(e, pack<T>(c::ln2_high), f - (half_square - tail));
  } else {
    const pack<T> s = f / (pack<T>(T(2)) + f), z = s * s;
    const pack<T> tail = fma(e, pack<T>(c::ln2_low), s * fma(z, polynomial(z, c::log_r), half_square));
    return fma(e, pack<T>(c::ln2_high), f - (half_square - tail));
  }
}

template<PackElement T, class F>
AXNORM_INLINE pack<T> each_lane(F f, pack<T> a) {
  return build<T>([&](std::size_t i) __attribute__((always_inline)) { return f(to_vector(a)[i]); });
}
} // namespace simd

/// e^x: subnormal results kept, infinity above 88.72 (float) or 709.78 (double).
template<PackElement T>
AXNORM_INLINE pack<T> exp(pack<T> x) {
  using c = simd::constants<T>;
  pack<T> n;
  const pack<T> r = simd::reduce_exponent(simd::limit(x, c::exp_low, c::exp_high), n), one(T(1));
  return simd::scale(fma(fma(r, simd::polynomial(r, c::exp_q), one), r, one), n);
}

/// e^x − 1, exact to the last bits near 0.
template<PackElement T>
AXNORM_INLINE pack<T> expm1(pack<T> x) {
  using c = simd::constants<T>;
  pack<T> n;
  const pack<T> r = simd::reduce_exponent(simd::limit(x, c::expm1_low, c::exp_high), n);
  const pack<T> p = fma(r * r, simd::polynomial(r, c::exp_q), r);
  // 2·(2^(n−1)·p + (2^(n−1) − ½)): 2^n itself may be too large where the result isn't.
  const pack<T> half = simd::scale(pack<T>(T(0.5)), n);
  const pack<T> y = fma(half, p, half - pack<T>(T(0.5)));
  return select(n == pack<T>(T(0)), copysign(p, x), y + y); // −0 stays −0
}

/// Natural logarithm: −∞ at 0, NaN below.
template<PackElement T>
AXNORM_INLINE pack<T> log(pack<T> x) {
  using c = simd::constants<T>;
  const mask<T> small = x < pack<T>(std::numeric_limits<T>::min());
  const pack<T> normal = select(small, x * pack<T>(c::denormal_scale), x);
  pack<T> e, unused;
  const pack<T> f = simd::split_exponent(normal, e, unused);
  e = select(small, e - pack<T>(c::denormal_exponent), e);
  const pack<T> infinity(std::numeric_limits<T>::infinity());
  const pack<T> y = select(x < infinity, simd::log_reduced(f, e), x);
  const pack<T> zero(T(0)), nan(std::numeric_limits<T>::quiet_NaN());
  return select(x > zero, y, select(x == zero, -infinity, nan));
}

/// log(1 + x), exact to the last bits near 0: −∞ at −1, NaN below.
template<PackElement T>
AXNORM_INLINE pack<T> log1p(pack<T> x) {
  const pack<T> zero(T(0)), one(T(1)), infinity(std::numeric_limits<T>::infinity());
  const pack<T> nan(std::numeric_limits<T>::quiet_NaN());
  const pack<T> u = one + x;
  const pack<T> lost = select(u < pack<T>(T(2)), x - (u - one), one - (u - x)); // what rounding took away
  pack<T> e, inverse;
  const pack<T> f = simd::split_exponent(u, e, inverse);
  pack<T> y = simd::log_reduced(fma(lost * pack<T>(T(0.5)), inverse, f), e);
  y = select(x < infinity, y, x);
  y = select(u > zero, y, select(u == zero, -infinity, nan));
  return select(abs(x) < pack<T>(std::numeric_limits<T>::epsilon() / T(4)), x, y); // subnormals and −0 as they are
}

/// Hyperbolic tangent.
template<PackElement T>
AXNORM_INLINE pack<T> tanh(pack<T> x) {
  const pack<T> a = abs(x), one(T(1)), two(T(2));
  if constexpr (std::same_as<T, float>) {
    // (tanh(x) / x − 1) / x² as a polynomial in x² up to 0.625
    static constexpr float near[] = {-0x1.555532p-2f, 0x1.110726p-3f, -0x1.b83c5cp-5f, 0x1.5226a8p-6f, -0x1.75e1fcp-8f};
    const pack<T> z = a * a, low = fma(a * z, simd::polynomial(z, near), a);
    const pack<T> high = one - two / (exp(a + a) + one);
    return copysign(select(a < pack<T>(0.625f), low, high), x);
  } else {
    // t / (t + 2) near 0, 1 − 2 / (t + 2) elsewhere: each is the exact one there, and one division serves both.
    const pack<T> t = expm1(a + a), zero(T(0));
    const mask<T> near = a < one;
    return copysign(select(near, t, -two) / (t + two) + select(near, zero, one), x);
  }
}

/// 1 / (1 + e^−x), down to subnormals.
template<PackElement T>
AXNORM_INLINE pack<T> sigmoid(pack<T> x) {
  const pack<T> e = exp(-abs(x)), one(T(1));
  const pack<T> q = e / (one + e), c = select(x < pack<T>(T(0)), e, one);
  return fnma(c, q, c); // e·(1 − q) or 1 − q: less rounding than one division
}

/// log(1 + e^x) without overflow; x itself above 20, as in PyTorch.
template<PackElement T>
AXNORM_INLINE pack<T> softplus(pack<T> x) {
  const pack<T> e = exp(-abs(x)), zero(T(0)), half(T(0.5)), one(T(1)); // e ≤ 1: log1p without its special cases
  const pack<T> u = one + e, lost = e - (u - one);
  const mask<T> halved = u > pack<T>(T(0x1.6a09e6p+0));
  const pack<T> f = fma(u, select(halved, half, one), -one) + lost * select(halved, half, one);
  const pack<T> y = max(x, zero) + simd::log_reduced(f, to_number(halved));
  return select(x > pack<T>(T(20)), x, y);
}

/// The error function. For double lane by lane with the C library's.
template<PackElement T>
AXNORM_INLINE pack<T> erf(pack<T> x) {
  if constexpr (std::same_as<T, double>) {
    return simd::each_lane([](double v) { return std::erf(v); }, x);
  } else {
    // erf(x)/x − 1 as a polynomial in x² up to 1, beyond it erf about 2.46875; from 3.9375 on it is 1 in float.
    static constexpr float near[] = {0x1.06eba8p-3f, -0x1.81273ep-2f,  0x1.ce2cf8p-4f, -0x1.b7f90cp-6f,
                                     0x1.5405b0p-8f, -0x1.a3f6f6p-11f, 0x1.496a16p-14f};
    static constexpr float far[] = {0x1.ffc102p-1f,  0x1.4d73e6p-9f,   -0x1.9bb644p-8f, 0x1.370518p-7f,
                                    -0x1.3ae9aap-7f, 0x1.b353e6p-8f,   -0x1.80be28p-9f, 0x1.006480p-11f,
                                    0x1.826722p-12f, -0x1.37a672p-12f, 0x1.c20534p-15f, 0x1.9aede4p-16f,
                                    -0x1.2fd71ep-17f};
    const pack<float> a = abs(x), one(1.f);
    const pack<float> low = fma(a, simd::polynomial(a * a, near), a);
    const pack<float> high = select(a >= pack<float>(3.9375f), one, simd::polynomial(a - pack<float>(2.46875f), far));
    return copysign(select(a < one, low, high), x);
  }
}

AXNORM_INLINE wide_pack exp(wide_pack x) { return {exp(x.low), exp(x.high)}; }
AXNORM_INLINE wide_pack expm1(wide_pack x) { return {expm1(x.low), expm1(x.high)}; }
AXNORM_INLINE wide_pack log(wide_pack x) { return {log(x.low), log(x.high)}; }
AXNORM_INLINE wide_pack log1p(wide_pack x) { return {log1p(x.low), log1p(x.high)}; }
AXNORM_INLINE wide_pack tanh(wide_pack x) { return {tanh(x.low), tanh(x.high)}; }
AXNORM_INLINE wide_pack sigmoid(wide_pack x) { return {sigmoid(x.low), sigmoid(x.high)}; }
AXNORM_INLINE wide_pack softplus(wide_pack x) { return {softplus(x.low), softplus(x.high)}; }
AXNORM_INLINE wide_pack erf(wide_pack x) { return {erf(x.low), erf(x.high)}; }

/// x^y with every special case of IEEE 754. float by way of double; double lane by lane with the C library's.
AXNORM_INLINE pack<double> pow(pack<double> x, pack<double> y) {
  return simd::build<double>([&](std::size_t i) { return std::pow(to_vector(x)[i], to_vector(y)[i]); });
}
AXNORM_INLINE wide_pack pow(wide_pack x, wide_pack y) { return {pow(x.low, y.low), pow(x.high, y.high)}; }
AXNORM_INLINE pack<float> pow(pack<float> x, pack<float> y) {
  using P = pack<float>;
  const P zero(0.f), one(1.f), half(0.5f), infinity(std::numeric_limits<float>::infinity());
  const P a = abs(x);
  P r = narrow(exp(log(widen(a)) * widen(y)));
  r = select(a == one, select(is_nan(y), y, one), r); // also ±∞ as exponent
  const auto is_integer = [](P v) __attribute__((always_inline)) { return floor(v) == v; };
  const mask<float> integer = is_integer(y), odd = integer & !is_integer(y * half);
  r = select(odd, copysign(r, x), r);
  const mask<float> undefined = (x < zero) & (a < infinity) & !integer & is_finite(y);
  r = select(undefined, P(std::numeric_limits<float>::quiet_NaN()), r);
  return select((y == zero) | (x == one), one, r);
}

} // namespace AXNORM_ISA
} // namespace axnorm::exec
