// The pack functions for single floats and doubles, so that one name serves pack<float>, pack<double> and numbers.
// Used where kernels and tapes look at a single number.
// Must not know: packs; the meaning of each function is that of pack.hpp and pack_math.hpp.
#pragma once

#include <axnorm/exec/pack.hpp>

#include <cmath>
#include <cstddef>

namespace axnorm::exec {
inline namespace AXNORM_ISA {

template<PackElement T>
AXNORM_INLINE T select(bool m, T a, T b) {
  return m ? a : b;
}
template<PackElement T>
AXNORM_INLINE T fma(T a, T b, T c) {
  if constexpr (!has_fma)
    return a * b + c; // the C library's would be a call
  else if constexpr (std::same_as<T, float>)
    return __builtin_fmaf(a, b, c);
  else
    return __builtin_fma(a, b, c);
}
template<PackElement T>
AXNORM_INLINE T fnma(T a, T b, T c) {
  return fma(-a, b, c);
}
template<PackElement T>
AXNORM_INLINE T neg(T a) {
  return -a;
}
template<PackElement T>
AXNORM_INLINE T abs(T a) {
  return std::fabs(a);
}
/// √a by the instruction: std::sqrt calls the C library for negative numbers, to set errno.
template<PackElement T>
AXNORM_INLINE T sqrt(T a) {
#if defined(__SSE2__)
  if constexpr (std::same_as<T, float>)
    return _mm_cvtss_f32(_mm_sqrt_ss(_mm_set_ss(a)));
  else
    return _mm_cvtsd_f64(_mm_sqrt_sd(_mm_setzero_pd(), _mm_set_sd(a)));
#else
  return std::sqrt(a);
#endif
}
template<PackElement T>
AXNORM_INLINE T rsqrt(T a) {
  return T(1) / exec::sqrt(a);
}
template<PackElement T>
AXNORM_INLINE T copysign(T a, T b) {
  return std::copysign(a, b);
}
template<PackElement T>
AXNORM_INLINE bool is_nan(T a) {
  return a != a;
}
template<PackElement T>
AXNORM_INLINE bool is_finite(T a) {
  return std::fabs(a) <= std::numeric_limits<T>::max();
}
template<PackElement T>
AXNORM_INLINE T max(T a, T b) {
  return a > b || a != a ? a : b;
}
template<PackElement T>
AXNORM_INLINE T min(T a, T b) {
  return a < b || a != a ? a : b;
}
template<PackElement T>
AXNORM_INLINE T clamp(T x, T low, T high) {
  return exec::min(exec::max(x, low), high);
}
AXNORM_INLINE bool any(bool m) { return m; }
AXNORM_INLINE bool all(bool m) { return m; }
AXNORM_INLINE bool none(bool m) { return !m; }

template<PackElement T>
AXNORM_INLINE T exp(T x) {
  return std::exp(x);
}
template<PackElement T>
AXNORM_INLINE T expm1(T x) {
  return std::expm1(x);
}
template<PackElement T>
AXNORM_INLINE T log(T x) {
  return std::log(x);
}
template<PackElement T>
AXNORM_INLINE T log1p(T x) {
  return std::log1p(x);
}
template<PackElement T>
AXNORM_INLINE T tanh(T x) {
  return std::tanh(x);
}
template<PackElement T>
AXNORM_INLINE T erf(T x) {
  return std::erf(x);
}
template<PackElement T>
AXNORM_INLINE T pow(T x, T y) {
  return std::pow(x, y);
}
template<PackElement T>
AXNORM_INLINE T sigmoid(T x) {
  const T e = std::exp(-std::fabs(x));
  return (x < T(0) ? e : T(1)) / (T(1) + e);
}
template<PackElement T>
AXNORM_INLINE T softplus(T x) {
  return x > T(20) ? x : exec::max(x, T(0)) + std::log1p(std::exp(-std::fabs(x)));
}

/// A number as a pack of one lane.
template<PackElement T>
AXNORM_INLINE T hsum(T a) {
  return a;
}
template<PackElement T>
AXNORM_INLINE double hsum_double(T a) {
  return a;
}
template<PackElement T>
AXNORM_INLINE T hmax(T a) {
  return a;
}
template<PackElement T>
AXNORM_INLINE T hmin(T a) {
  return a;
}
template<PackElement T>
AXNORM_INLINE T first_lane(T a) {
  return a;
}

} // namespace AXNORM_ISA
} // namespace axnorm::exec
