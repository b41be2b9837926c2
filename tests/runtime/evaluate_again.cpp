// Calls like the one before, whose preparation is kept: other memory of the same shape, other shapes and strides
// between them, numbers that change from call to call, results in place, exceptions. All against loops in double.
#include "support/catch.hpp"
#include <axnorm/exec/evaluate.hpp>
#include <axnorm/norm/named.hpp>
#include <axnorm/tensor/tensor.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>

using namespace axnorm;
using namespace axnorm::axes;

namespace {

constexpr auto in = input<"x">;
/// Rows over C, with a number of the call and one of each row.
struct shifted_rows {
  static constexpr auto formula =
      (in - mean<Over<C>>(in)) / sqrt(var<Over<C>>(in) + scalar<"eps">) + input<"shift"> * max<Over<C>>(in);
};

Tensor<float, N, C> numbers(int rows, int columns, int from) {
  Tensor<float, N, C> x(rows, columns);
  for (int n = 0; n < rows; ++n)
    for (int c = 0; c < columns; ++c)
      x(n, c) = static_cast<float>((7 * c + 5 * n * n + from) % 31 - 12) / 8;
  return x;
}
Tensor<float, N> shifts(int rows, int from) {
  Tensor<float, N> s(rows);
  for (int n = 0; n < rows; ++n)
    s(n) = static_cast<float>(n + from) / 4;
  return s;
}

/// Whether y is what the formula says of x.
void check(const auto& y, const auto& x, const Tensor<float, N>& shift, double eps) {
  const std::int64_t columns = x.template extent<C>();
  for (std::int64_t n = 0; n < x.template extent<N>(); ++n) {
    double sum = 0, squares = 0, most = -1e9;
    for (std::int64_t c = 0; c < columns; ++c)
      sum += static_cast<double>(x(n, c)), most = std::max(most, static_cast<double>(x(n, c)));
    const double mean = sum / static_cast<double>(columns);
    for (std::int64_t c = 0; c < columns; ++c)
      squares += (static_cast<double>(x(n, c)) - mean) * (static_cast<double>(x(n, c)) - mean);
    const double deviation = std::sqrt(squares / static_cast<double>(columns) + eps);
    for (std::int64_t c = 0; c < columns; ++c)
      CHECK(static_cast<double>(y(n, c)) ==
            Approx((static_cast<double>(x(n, c)) - mean) / deviation + static_cast<double>(shift(n)) * most)
                .epsilon(1e-5)
                .margin(1e-5));
  }
}

void call(int rows, int columns, int from, double eps) {
  const auto x = numbers(rows, columns, from);
  const auto shift = shifts(rows, from);
  check(evaluate<shifted_rows{}>(x, arg<"shift"> = shift, arg<"eps"> = eps), x, shift, eps);
}

} // namespace

TEST_CASE("calls of one shape, with other memory and other numbers", "[evaluate]") {
  for (int k = 0; k < 4; ++k)
    call(5, 37, k, 1e-3 * (k + 1));
}

TEST_CASE("other shapes in between", "[evaluate]") {
  for (int k = 0; k < 3; ++k) {
    call(5, 37, k, 1e-3);
    call(37, 5, k, 1e-3);
    call(1, 37, k, 1e-3);
    call(5, 1, k, 1e-3);
    call(13, 37, k, 1e-3);
  }
}

TEST_CASE("the same extents with other strides", "[evaluate]") {
  const auto wide = numbers(12, 50, 3);
  const auto shift = shifts(6, 1);
  for (int k = 0; k < 2; ++k) {
    call(6, 25, k, 1e-3);
    const auto part = view<const float, N, C>(wide.data(), extents(6, 25), strides(50, 1));
    check(evaluate<shifted_rows{}>(part, arg<"shift"> = shift, arg<"eps"> = 1e-3), part, shift, 1e-3);
    const auto every_other = view<const float, N, C>(wide.data(), extents(6, 25), strides(100, 2));
    check(evaluate<shifted_rows{}>(every_other, arg<"shift"> = shift, arg<"eps"> = 1e-3), every_other, shift, 1e-3);
    const auto across = view<const float, N, C>(wide.data(), extents(6, 25), strides(1, 6));
    check(evaluate<shifted_rows{}>(across, arg<"shift"> = shift, arg<"eps"> = 1e-3), across, shift, 1e-3);
  }
}

TEST_CASE("results in place and in memory of the caller", "[evaluate]") {
  for (int k = 0; k < 3; ++k) {
    const auto x = numbers(7, 19, k);
    const auto shift = shifts(7, k);
    auto y = x, z = numbers(7, 19, 5);
    evaluate<shifted_rows{}>(y, arg<"shift"> = shift, arg<"eps"> = 1e-3, into(y));
    check(y, x, shift, 1e-3);
    evaluate<shifted_rows{}>(x, arg<"shift"> = shift, arg<"eps"> = 1e-3, into(z));
    check(z, x, shift, 1e-3);
  }
}

TEST_CASE("a call that throws leaves what is kept alone", "[evaluate]") {
  call(5, 37, 1, 1e-3);
  const auto x = numbers(5, 37, 2);
  CHECK_THROWS_AS((evaluate<shifted_rows{}>(x, arg<"shift"> = shifts(4, 0), arg<"eps"> = 1e-3)), shape_error);
  call(5, 37, 3, 1e-3);
}

TEST_CASE("small calls after large ones, by one thread and several", "[evaluate]") {
  for (int k = 0; k < 2; ++k) {
    call(300, 400, k, 1e-3);
    call(5, 37, k, 1e-3);
  }
}

namespace {
struct exponentials {
  static constexpr auto e = exp(in - max<Over<C>>(in));
  static constexpr auto formula = e / sum<Over<C>>(e);
};
} // namespace

TEST_CASE("calls whose tiles keep something", "[evaluate]") {
  for (int k = 0; k < 3; ++k)
    for (const auto& [rows, columns] : {std::pair{5, 37}, std::pair{37, 5}, std::pair{37, 5}, std::pair{70, 300}}) {
      const auto x = numbers(rows, columns, k);
      const auto y = evaluate<exponentials{}>(x);
      for (int n = 0; n < rows; ++n) {
        double sum = 0;
        for (int c = 0; c < columns; ++c)
          sum += std::exp(static_cast<double>(x(n, c)));
        for (int c = 0; c < columns; ++c)
          CHECK(static_cast<double>(y(n, c)) == Approx(std::exp(static_cast<double>(x(n, c))) / sum).epsilon(1e-5));
      }
    }
}
