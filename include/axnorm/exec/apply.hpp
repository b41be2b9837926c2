// One elementwise instruction on values: the same code for packs of float and packs of double.
// Used by kernels, tapes and the scalars of tiles. Must not know: where values come from or go to.
#pragma once

#include <axnorm/exec/pack_math.hpp>
#include <axnorm/exec/pack_memory.hpp>
#include <axnorm/graph/program.hpp>
#include <axnorm/tensor/element.hpp>

namespace axnorm::exec {
inline namespace AXNORM_ISA {

using graph::code;

/// x rounded to the values that E can hold.
template<class E, Pack V>
AXNORM_INLINE V rounded_to(const V& x) {
  using T = typename V::value_type;
  if constexpr (std::is_same_v<T, E>) {
    return x;
  } else {
    alignas(64) E lanes[V::width];
    store(lanes, x);
    return load<T>(static_cast<const E*>(lanes));
  }
}

template<class V, class M>
AXNORM_INLINE V number_of(const M& m) {
  return select(m, V(1), V(0));
}
template<class V>
AXNORM_INLINE auto truth(const V& x) {
  return x != V(0);
}

/// The value of an elementwise instruction of kind K from those of its operands; those that it does not have may be
/// anything, such as a. `Data` is the type that statistics meet the data in: `high` rounds to it.
template<code K, class Data, class V>
AXNORM_INLINE V apply(const V& a, const V& b, const V& c) {
  if constexpr (K == code::add)
    return a + b;
  else if constexpr (K == code::subtract)
    return a - b;
  else if constexpr (K == code::multiply)
    return a * b;
  else if constexpr (K == code::divide)
    return a / b;
  else if constexpr (K == code::fused)
    return fma(a, b, c);
  else if constexpr (K == code::square_root)
    return sqrt(a);
  else if constexpr (K == code::high)
    return rounded_to<Data>(a);
  else if constexpr (K == code::low)
    return a - rounded_to<Data>(a);
  else if constexpr (K == code::spread)
    return a;
  else if constexpr (K == code::absolute)
    return abs(a);
  else if constexpr (K == code::exponential)
    return exp(a);
  else if constexpr (K == code::logarithm)
    return log(a);
  else if constexpr (K == code::hyperbolic_tangent)
    return tanh(a);
  else if constexpr (K == code::logistic)
    return sigmoid(a);
  else if constexpr (K == code::error_function)
    return erf(a);
  else if constexpr (K == code::softplus)
    return softplus(a);
  else if constexpr (K == code::reciprocal_or_zero)
    return select(truth(a), V(1) / a, V(0));
  else if constexpr (K == code::logical_not)
    return number_of<V>(a == V(0));
  else if constexpr (K == code::is_nonzero)
    return number_of<V>(truth(a));
  else if constexpr (K == code::round_half)
    return rounded_to<float16>(a);
  else if constexpr (K == code::round_bfloat)
    return rounded_to<bfloat16>(a);
  else if constexpr (K == code::round_float)
    return rounded_to<float>(a);
  else if constexpr (K == code::power)
    return pow(a, b);
  else if constexpr (K == code::maximum)
    return max(a, b);
  else if constexpr (K == code::minimum)
    return min(a, b);
  else if constexpr (K == code::less)
    return number_of<V>(a < b);
  else if constexpr (K == code::less_equal)
    return number_of<V>(a <= b);
  else if constexpr (K == code::equal)
    return number_of<V>(a == b);
  else if constexpr (K == code::not_equal)
    return number_of<V>(a != b);
  else if constexpr (K == code::logical_and)
    return select(truth(a), number_of<V>(truth(b)), V(0));
  else if constexpr (K == code::logical_or)
    return select(truth(a), V(1), number_of<V>(truth(b)));
  else if constexpr (K == code::select)
    return select(truth(a), b, c);
}

} // namespace AXNORM_ISA
} // namespace axnorm::exec
