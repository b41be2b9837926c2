// Gradients of parameters, which tiles add to position by position while they write: many tiles, rows that are not
// contiguous, results over operands, any number of threads; against sums in double.
#include "support/check_sums.hpp"
#include <axnorm/tensor/slice.hpp>

using namespace axnorm;
using namespace axnorm::axes;
using namespace axnorm::check;

TEST_CASE("sums beside rows that are not contiguous", "[gradient]") {
  Tensor<float, N, C> x(rows, columns), dy(rows, columns), dx(rows, columns);
  Tensor<float, C, N> x_columns(columns, rows), dy_columns(columns, rows), dx_columns(columns, rows);
  Tensor<float, N, C, W> x_apart(rows, columns, 3), dy_apart(rows, columns, 2), dx_apart(rows, columns, 2);
  fill(dx_apart, 7);
  check_rows(x_columns.view(), dy_columns.view(), dx_columns.view(), 2e-6);
  check_rows(x.view(), dy.view(), dx_columns.view(), 2e-6);
  check_rows(slice<W>(x_apart, 1), dy.view(), dx.view(), 2e-6);
  check_rows(slice<W>(x_apart, 1), slice<W>(dy_apart, 0), slice<W>(dx_apart, 1), 2e-6);
  for_each(slice<W>(dx_apart, 0), [](const float& v) { REQUIRE(v == 7); });
}

TEST_CASE("sums beside rows over what comes, and over the input", "[gradient]") {
  Tensor<float, N, C> x(rows, columns), dy(rows, columns);
  check_rows(x.view(), dy.view(), dy.view(), 2e-6);
  check_rows(x.view(), dy.view(), x.view(), 2e-6);
}

TEST_CASE("sums beside rows: the same bits for any number of threads", "[gradient]") {
  for (const std::int64_t n : {3, 64, 1000}) {
    Tensor<float, N, C> x(n, 129), dy(n, 129);
    Tensor<float, C> w(129), b(129);
    fill_with_noise(x, 1);
    fill_with_noise(dy, 2);
    fill_with_noise(w, 3);
    fill_with_noise(b, 4);
    const auto with = [&](int count) {
      return gradient<LN{}, "x", "weight", "bias">(x, arg<"weight"> = w, arg<"bias"> = b, upstream(dy), threads(count));
    };
    const auto one = with(1);
    for (const int count : {2, 5}) {
      CAPTURE(n, count);
      const auto more = with(count);
      CHECK(same_bits(one, more));
    }
  }
}
