// Backward calls like the one before, whose preparation is kept, with sums across rows: other memory of the same shape,
// other shapes and strides between them, several threads, calls that throw. All against loops in double, and to the bit
// against calls that find nothing kept.
#include "support/catch.hpp"
#include <axnorm/layer/layer.hpp>
#include <axnorm/norm/named.hpp>
#include <axnorm/tensor/tensor.hpp>

#include <cmath>
#include <cstdint>
#include <cstring>
#include <utility>
#include <vector>

using namespace axnorm;
using namespace axnorm::axes;

namespace {

using rows_norm = Norm<Over<C>, Affine<C>>;

template<class... Axes>
Tensor<float, Axes...> numbers(int from, auto... extents) {
  Tensor<float, Axes...> x(extents...);
  for (std::int64_t i = 0; i < x.size(); ++i)
    x.data()[i] = static_cast<float>((7 * i + 5 * (i / 9) * (i / 9) + from) % 31 - 12) / 8;
  return x;
}

/// A layer whose weights differ, and what a step of it gives.
struct step {
  Tensor<float, N, C> dx;
  Tensor<float, C> dweight, dbias;
};
struct layer_of_rows {
  Layer<rows_norm> layer;
  explicit layer_of_rows(int columns) : layer{dim<C>(columns)} {
    auto weight = layer.parameter<"weight">();
    for (int c = 0; c < columns; ++c)
      weight(c) = 1 + static_cast<float>(c % 5) / 8;
  }
  step operator()(const auto& x, const auto& dy, int how_many) {
    layer.zero_gradients();
    auto context = layer.context(x);
    Tensor<float, N, C> y(x.template extent<N>(), x.template extent<C>()), dx = y;
    layer.forward(x, into(y), context, threads(how_many));
    layer.backward(context, dy, into(dx), threads(how_many));
    step s{dx, Tensor<float, C>(x.template extent<C>()), Tensor<float, C>(x.template extent<C>())};
    for (std::int64_t c = 0; c < x.template extent<C>(); ++c) {
      s.dweight(c) = layer.gradient<"weight">()(c);
      s.dbias(c) = layer.gradient<"bias">()(c);
    }
    return s;
  }
};

void check(const step& s, const auto& x, const auto& dy) {
  const std::int64_t rows = x.template extent<N>(), columns = x.template extent<C>();
  const auto size = static_cast<std::size_t>(columns);
  const auto n = static_cast<double>(columns);
  std::vector<double> dweight(size), dbias(size), z(size), g(size);
  for (std::int64_t r = 0; r < rows; ++r) {
    double sum = 0, squares = 0, mean_g = 0, mean_gz = 0;
    for (std::int64_t c = 0; c < columns; ++c)
      sum += static_cast<double>(x(r, c));
    for (std::int64_t c = 0; c < columns; ++c)
      squares += std::pow(static_cast<double>(x(r, c)) - sum / n, 2);
    const double scale = 1 / std::sqrt(squares / n + 1e-5);
    for (std::size_t c = 0; c < size; ++c) {
      const auto at = static_cast<std::int64_t>(c);
      const auto up = static_cast<double>(dy(r, at));
      z[c] = (static_cast<double>(x(r, at)) - sum / n) * scale;
      g[c] = up * (1 + static_cast<double>(c % 5) / 8);
      mean_g += g[c] / n;
      mean_gz += g[c] * z[c] / n;
      dweight[c] += up * z[c];
      dbias[c] += up;
    }
    for (std::size_t c = 0; c < size; ++c)
      CHECK(static_cast<double>(s.dx(r, static_cast<std::int64_t>(c))) ==
            Approx(scale * (g[c] - mean_g - z[c] * mean_gz)).epsilon(1e-4).margin(1e-4));
  }
  for (std::size_t c = 0; c < size; ++c) {
    CHECK(static_cast<double>(s.dweight(static_cast<std::int64_t>(c))) ==
          Approx(dweight[c]).epsilon(1e-4).margin(1e-3));
    CHECK(static_cast<double>(s.dbias(static_cast<std::int64_t>(c))) == Approx(dbias[c]).epsilon(1e-4).margin(1e-3));
  }
}

bool same_bits(const auto& a, const auto& b) {
  return a.size() == b.size() &&
         std::memcmp(a.data(), b.data(), static_cast<std::size_t>(a.size()) * sizeof(*a.data())) == 0;
}
bool same_bits(const step& a, const step& b) {
  return same_bits(a.dx, b.dx) && same_bits(a.dweight, b.dweight) && same_bits(a.dbias, b.dbias);
}

/// A call of another shape, so that the next one finds nothing of its own kept.
void forget() { layer_of_rows(3)(numbers<N, C>(1, 2, 3), numbers<N, C>(2, 2, 3), 1); }

} // namespace

TEST_CASE("backward calls of one shape, with other memory and other numbers", "[layer]") {
  for (const auto& [rows, columns] : {std::pair{1, 37}, std::pair{5, 37}, std::pair{63, 65}, std::pair{64, 16},
                                      std::pair{131, 48}, std::pair{1, 768}, std::pair{300, 5}}) {
    layer_of_rows f(columns);
    for (int k = 0; k < 3; ++k) {
      const auto x = numbers<N, C>(k, rows, columns), dy = numbers<N, C>(3 * k + 1, rows, columns);
      const step s = f(x, dy, 1);
      check(s, x, dy);
      forget();
      CHECK(same_bits(f(x, dy, 1), s));
      CHECK(same_bits(f(x, dy, 1), s));
    }
  }
}

TEST_CASE("backward calls that threads share", "[layer]") {
  for (const auto& [rows, columns] : {std::pair{5, 37}, std::pair{64, 768}, std::pair{8, 4099}, std::pair{700, 50}}) {
    layer_of_rows f(columns);
    const auto x = numbers<N, C>(1, rows, columns), dy = numbers<N, C>(4, rows, columns);
    forget();
    const step s = f(x, dy, 1);
    check(s, x, dy);
    for (const int how_many : {1, 2, 1, 5, 5, 1})
      CHECK(same_bits(f(x, dy, how_many), s));
  }
}

TEST_CASE("the same extents with other strides, backward", "[layer]") {
  const auto wide = numbers<N, C>(3, 12, 50), upstream = numbers<N, C>(5, 12, 50);
  layer_of_rows f(25);
  for (int k = 0; k < 2; ++k) {
    const auto each = [&](auto steps) {
      const auto x = view<const float, N, C>(wide.data(), extents(6, 25), steps);
      const auto dy = view<const float, N, C>(upstream.data(), extents(6, 25), steps);
      for (int again = 0; again < 2; ++again)
        check(f(x, dy, 1), x, dy);
    };
    each(strides(25, 1));
    each(strides(50, 1));
    each(strides(100, 2));
    each(strides(1, 6));
  }
}

TEST_CASE("gradients are set and added to in turns", "[layer]") {
  Layer<rows_norm> layer{dim<C>(37)};
  const auto x = numbers<N, C>(1, 5, 37), dy = numbers<N, C>(2, 5, 37);
  const auto holds = [&](int times) {
    for (int c = 0; c < 37; ++c) {
      double sum = 0;
      for (int n = 0; n < 5; ++n)
        sum += static_cast<double>(dy(n, c));
      CHECK(static_cast<double>(layer.gradient<"bias">()(c)) == Approx(times * sum).epsilon(1e-5).margin(1e-5));
    }
  };
  Tensor<float, N, C> dx(5, 37);
  for (int k = 0; k < 3; ++k) {
    auto [y, context] = layer.forward(x);
    layer.backward(context, dy, into(dx));
    holds(1);
    layer.backward(context, dy, into(dx), accumulate);
    holds(2);
    layer.backward(context, dy, into(dx), accumulate);
    holds(3);
  }
}

namespace {
/// Two sums of one axis, and one behind which something is computed.
struct scaled_rows {
  static constexpr auto x = input<"x">;
  static constexpr auto formula =
      exp(parameter<"log_scale", C>(0)) * x * rsqrt(mean<Over<C>>(square(x)) + 1e-6) + parameter<"shift", C>(0);
};
} // namespace

TEST_CASE("sums across rows behind which more is computed", "[layer]") {
  Layer<scaled_rows> layer{dim<C>(41)};
  for (int k = 0; k < 3; ++k) {
    layer.zero_gradients();
    const auto x = numbers<N, C>(k, 6, 41), dy = numbers<N, C>(k + 5, 6, 41);
    auto log_scale = layer.parameter<"log_scale">();
    for (int c = 0; c < 41; ++c)
      log_scale(c) = static_cast<float>(c % 3) / 4;
    auto [y, context] = layer.forward(x);
    layer.backward(context, dy);
    for (int c = 0; c < 41; ++c) {
      double expected = 0;
      for (int n = 0; n < 6; ++n)
        expected += static_cast<double>(dy(n, c)) * static_cast<double>(y(n, c));
      CHECK(static_cast<double>(layer.gradient<"log_scale">()(c)) == Approx(expected).epsilon(1e-4).margin(1e-4));
    }
  }
}
