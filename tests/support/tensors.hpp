// Filling tensors with numbers and comparing them bit by bit. Knows no formula.
#pragma once

#include <axnorm/tensor/algorithm.hpp>
#include <axnorm/tensor/element.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <tuple>
#include <type_traits>
#include <utility>

namespace axnorm::check {

/// Evenly distributed from -1 to 1, the same for every run.
template<class X>
void fill_with_noise(X&& x, std::uint32_t seed) {
  for_each(x, [&](auto& v) {
    seed = seed * 1664525u + 1013904223u;
    v = element_cast<std::remove_reference_t<decltype(v)>>(static_cast<double>(seed >> 8) / 0x1p23 - 1);
  });
}

template<class T>
bool same_bits(const T& a, const T& b) {
  return a.size() == b.size() &&
         std::memcmp(a.data(), b.data(), static_cast<std::size_t>(a.size()) * sizeof(*a.data())) == 0;
}
template<class... T>
bool same_bits(const std::tuple<T...>& a, const std::tuple<T...>& b) {
  return [&]<std::size_t... I>(std::index_sequence<I...>) {
    return (same_bits(std::get<I>(a), std::get<I>(b)) && ...);
  }(std::index_sequence_for<T...>{});
}

} // namespace axnorm::check
