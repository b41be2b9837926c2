// Gradients of parameters, which tiles add to position by position while they write: many tiles, rows that are not
// contiguous, several rows a tile, every element type, any number of threads; against sums in double.
#include "support/catch.hpp"
#include <axnorm/exec/gradient.hpp>
#include <axnorm/norm/named.hpp>
#include <axnorm/tensor/algorithm.hpp>
#include <axnorm/tensor/copy.hpp>
#include <axnorm/tensor/rename.hpp>
#include <axnorm/tensor/slice.hpp>

#include <cmath>
#include <cstdint>
#include <cstring>
#include <type_traits>
#include <vector>

using namespace axnorm;
using namespace axnorm::axes;

namespace {

using LN = Norm<Over<C>, Affine<C>>;
constexpr std::int64_t rows = 517, columns = 37;

template<class X>
void fill_with_noise(X&& x, std::uint32_t seed) {
  for_each(x, [&](auto& v) {
    seed = seed * 1664525u + 1013904223u;
    v = element_cast<std::remove_reference_t<decltype(v)>>(static_cast<double>(seed >> 8) / 0x1p23 - 1);
  });
}

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

template<class T>
bool same_bits(const T& a, const T& b) {
  return std::memcmp(a.data(), b.data(), static_cast<std::size_t>(a.size()) * sizeof(*a.data())) == 0;
}

} // namespace

TEMPLATE_TEST_CASE("sums beside rows of every element type", "[gradient]", float, double, float16, bfloat16) {
  Tensor<TestType, N, C> x(rows, columns), dy(rows, columns), dx(rows, columns);
  const double bound = sizeof(TestType) == 8 ? 1e-14 : sizeof(TestType) == 4 ? 2e-6 : 2e-2;
  check_rows(x.view(), dy.view(), dx.view(), bound);
}

TEST_CASE("sums beside rows that are not contiguous", "[gradient]") {
  Tensor<float, N, C> x(rows, columns), dy(rows, columns), dx(rows, columns);
  Tensor<float, C, N> x_columns(columns, rows), dy_columns(columns, rows), dx_columns(columns, rows);
  Tensor<float, N, C, W> x_apart(rows, columns, 3), dy_apart(rows, columns, 2), dx_apart(rows, columns, 2);
  fill(dx_apart, 7);
  check_rows(x_columns.view(), dy_columns.view(), dx_columns.view(), 2e-6);
  check_rows(x.view(), dy_columns.view(), dx.view(), 2e-6);
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

TEST_CASE("sums of tiles of several rows, in every memory order", "[gradient]") {
  using image = Norm<Over<C, H>, Affine<C, H>>;
  const auto rows_of = [](auto order, auto dy_order) {
    using X = typename decltype(order)::type;
    using Dy = typename decltype(dy_order)::type;
    Tensor<float, N, C, H> x(300, 5, 7), dy(300, 5, 7);
    fill_with_noise(x, 1);
    fill_with_noise(dy, 2);
    X xo(dim<N>(300), dim<C>(5), dim<H>(7));
    Dy dyo(dim<N>(300), dim<C>(5), dim<H>(7));
    copy(x, xo);
    copy(dy, dyo);
    Tensor<float, C, H> w(5, 7), b(5, 7);
    fill_with_noise(w, 3);
    fill_with_noise(b, 4);
    Tensor<double, N, C, H> xd(300, 5, 7), dyd(300, 5, 7);
    Tensor<double, C, H> wd(5, 7), bd(5, 7);
    copy(x, xd);
    copy(dy, dyd);
    copy(w, wd);
    copy(b, bd);
    const auto [dx, dw, db] =
        gradient<image{}, "x", "weight", "bias">(xo, arg<"weight"> = w, arg<"bias"> = b, upstream(dyo));
    // In double there are no places in float, and no tiles' rows are alike.
    const auto [dxd, dwd, dbd] =
        gradient<image{}, "x", "weight", "bias">(xd, arg<"weight"> = wd, arg<"bias"> = bd, upstream(dyd));
    for (std::int64_t c = 0; c < 5; ++c)
      for (std::int64_t h = 0; h < 7; ++h) {
        CHECK(std::abs(static_cast<double>(dw(c, h)) - dwd(c, h)) <= 2e-5);
        CHECK(std::abs(static_cast<double>(db(c, h)) - dbd(c, h)) <= 2e-5);
        CHECK(std::abs(static_cast<double>(transpose<N, C, H>(dx.view())(299, c, h)) - dxd(299, c, h)) <= 2e-6);
      }
  };
  using nch = std::type_identity<Tensor<float, N, C, H>>;
  using hcn = std::type_identity<Tensor<float, H, C, N>>;
  using cnh = std::type_identity<Tensor<float, C, N, H>>;
  rows_of(nch{}, nch{});
  rows_of(hcn{}, hcn{});
  rows_of(cnh{}, cnh{});
  rows_of(cnh{}, hcn{});
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
      CHECK(same_bits(std::get<0>(one), std::get<0>(more)));
      CHECK(same_bits(std::get<1>(one), std::get<1>(more)));
      CHECK(same_bits(std::get<2>(one), std::get<2>(more)));
    }
  }
}
