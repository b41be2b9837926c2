// What is written into the elements of a layer's tensors: initial values, running averages. Used by the layer's
// variables. Knows no formula.
#pragma once

#include <axnorm/layer/owned.hpp>

#include <cstdint>
#include <type_traits>

namespace axnorm::layers {

/// What a double becomes on its way into a tensor.
template<class Element>
using rounding_type = std::conditional_t<std::is_same_v<Element, double>, double, float>;

/// Fills a tensor as its declaration says.
template<class T>
void initialize(T& t, const owned& declared) {
  auto* const first = t.data();
  using element = typename T::element_type;
  for (std::int64_t i = 0, n = t.size(); i < n; ++i)
    first[i] = static_cast<element>(
        static_cast<rounding_type<element>>(declared.generate != nullptr ? declared.generate(i) : declared.initial));
}

/// buffer <- (1 - w) buffer + w observed; returns what comes after the numbers observed.
template<class T>
const double* mix(T& buffer, const double* observed, double w) {
  using element = typename T::element_type;
  element* const first = buffer.data();
  for (std::int64_t i = 0, n = buffer.size(); i < n; ++i, ++observed) {
    const double old = static_cast<double>(first[i]);
    first[i] =
        static_cast<element>(static_cast<rounding_type<element>>(w == 1 ? *observed : (1 - w) * old + w * *observed));
  }
  return observed;
}

} // namespace axnorm::layers
