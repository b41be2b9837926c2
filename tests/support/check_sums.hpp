// Layer norm's gradients, those of its parameters among them, against sums in double. Knows no plan.
#pragma once

#include "support/catch.hpp"
#include "support/tensors.hpp"
#include <axnorm/exec/gradient.hpp>
#include <axnorm/norm/named.hpp>
#include <axnorm/tensor/algorithm.hpp>
#include <axnorm/tensor/rename.hpp>
#include <axnorm/tensor/tensor.hpp>

#include <cmath>
#include <cstdint>
#include <type_traits>

namespace axnorm::check {

using axes::C;
using axes::N;

using LN = Norm<Over<C>, Affine<C>>;
inline constexpr std::int64_t rows = 517, columns = 37;

/// Layer norm's gradients of rows x and dy, in double (arXiv 1607.06450 derived by hand).
struct expected {
  Tensor<double, N, C> dx;
  Tensor<double, C> dw, db;
};
template<class X, class Dy, class W>
expected by_hand(const X& x, const Dy& dy, const W& w) {
  const std::int64_t n = x.extent(0), m = x.extent(1);
  expected r{Tensor<double, N, C>(n, m), Tensor<double, C>::filled(0, m), Tensor<double, C>::filled(0, m)};
  for (std::int64_t i = 0; i < n; ++i) {
    double mean = 0, var = 0, a = 0, b = 0;
    for (std::int64_t c = 0; c < m; ++c)
      mean += static_cast<double>(x(i, c)) / static_cast<double>(m);
    for (std::int64_t c = 0; c < m; ++c)
      var += std::pow(static_cast<double>(x(i, c)) - mean, 2) / static_cast<double>(m);
    const double scale = 1 / std::sqrt(var + 1e-5);
    const auto hat = [&](std::int64_t c) { return (static_cast<double>(x(i, c)) - mean) * scale; };
    const auto g = [&](std::int64_t c) { return static_cast<double>(dy(i, c)); };
    for (std::int64_t c = 0; c < m; ++c) {
      a += g(c) * static_cast<double>(w(c)) / static_cast<double>(m);
      b += g(c) * static_cast<double>(w(c)) * hat(c) / static_cast<double>(m);
      r.dw(c) += g(c) * hat(c);
      r.db(c) += g(c);
    }
    for (std::int64_t c = 0; c < m; ++c)
      r.dx(i, c) = scale * (g(c) * static_cast<double>(w(c)) - a - hat(c) * b);
  }
  return r;
}

/// Fills x and dy, and compares what gradient writes to dx and returns of the parameters.
template<class X, class Dy, class Dx>
void check_rows(X x, Dy dy, Dx dx, double bound) {
  using real = std::conditional_t<std::is_same_v<std::remove_cvref_t<decltype(*x.data())>, double>, double, float>;
  Tensor<real, C> w(columns), b(columns), dw(columns), db(columns);
  fill_with_noise(x, 1);
  fill_with_noise(dy, 2);
  fill_with_noise(w, 3);
  fill_with_noise(b, 4);
  const expected e = by_hand(transpose<N, C>(x), transpose<N, C>(dy), w);
  gradient<LN{}, "x", "weight", "bias">(into(dx, dw, db), x, arg<"weight"> = w, arg<"bias"> = b, upstream(dy));
  for (std::int64_t c = 0; c < columns; ++c) {
    CAPTURE(c);
    // What is summed is of the size of 1, and so is its root mean square.
    const double of_sums = (sizeof(real) == 8 ? 1e-14 : 1e-6) * std::sqrt(static_cast<double>(rows));
    CHECK(std::abs(static_cast<double>(dw(c)) - e.dw(c)) <= of_sums);
    CHECK(std::abs(static_cast<double>(db(c)) - e.db(c)) <= of_sums);
    for (const std::int64_t n : {std::int64_t{0}, std::int64_t{127}, std::int64_t{128}, rows - 1})
      CHECK(std::abs(static_cast<double>(transpose<N, C>(dx)(n, c)) - e.dx(n, c)) <= bound);
  }
}

} // namespace axnorm::check
