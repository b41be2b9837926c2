// What the language means, against loops written by hand: statistics with masks and weights, divisors, groups,
// statistics of a second tensor, windows, reductions along axes that an operand lacks. Lowering is what is under test.
#include "support/catch.hpp"
#include <axnorm/exec/evaluate.hpp>
#include <axnorm/norm/named.hpp>
#include <axnorm/tensor/tensor.hpp>

#include <cmath>
#include <cstdint>
#include <functional>
#include <limits>
#include <vector>

using namespace axnorm;
using namespace axnorm::axes;

namespace {

constexpr auto in = input<"x">;
constexpr auto other = input<"other">;
constexpr int n_count = 3, c_count = 12, h_count = 5;
using image = Tensor<double, N, C, H>;

double element_at(int n, int c, int h) {
  return std::sin(1.0 + n * 2.7 + c * 1.3 + h * 0.7 + 0.1 * n * c * h) * 3 + 0.5;
}
image numbers() {
  image x(n_count, c_count, h_count);
  for (int n = 0; n < n_count; ++n)
    for (int c = 0; c < c_count; ++c)
      for (int h = 0; h < h_count; ++h)
        x(n, c, h) = element_at(n, c, h);
  return x;
}
/// Count, mean, variance and so on of values with weights.
struct summary {
  double weights = 0, total = 0, squares = 0, largest = -std::numeric_limits<double>::infinity(), smallest = -largest;
  std::vector<std::pair<double, double>> all;
  void add(double v, double w = 1) {
    weights += w, total += w * v, squares += w * v * v;
    if (w != 0) largest = std::max(largest, v), smallest = std::min(smallest, v);
    all.emplace_back(v, w);
  }
  double mean() const { return weights == 0 ? 0 : total / weights; }
  double m2() const {
    double s = 0;
    for (const auto& [v, w] : all)
      s += w * (v - mean()) * (v - mean());
    return s;
  }
  double var() const { return weights == 0 ? 0 : m2() / weights; }
  double unbiased_var() const { return m2() / (weights - 1); }
};
/// Over C and H of each n, with a weight.
summary over_ch(int n, const std::function<double(int, int)>& weight = [](int, int) { return 1.0; }) {
  summary s;
  for (int c = 0; c < c_count; ++c)
    for (int h = 0; h < h_count; ++h)
      s.add(element_at(n, c, h), weight(c, h));
  return s;
}
auto near(double x) { return Approx(x).epsilon(1e-12).margin(1e-12); }

constexpr auto masked_statistics =
    outputs(mean<Over<C, H>>(in, other), var<Over<C, H>>(in, other), var<Over<C, H>, unbiased>(in, other),
            sum<Over<C, H>>(in, other), sum_of_squares<Over<C, H>>(in, other), count<Over<C, H>>(other));
constexpr auto masked_extremes = outputs(max<Over<C, H>>(in, other), min<Over<C, H>>(in, other),
                                         any_of<Over<C, H>>(in > 2, other), all_of<Over<C, H>>(in > -2, other));

} // namespace

TEST_CASE("statistics over two axes") {
  constexpr auto f = outputs(mean<Over<C, H>>(in), var<Over<C, H>>(in), var<Over<C, H>, unbiased>(in),
                             std_dev<Over<C, H>>(in), norm2<Over<C, H>>(in), max<Over<C, H>>(in), min<Over<C, H>>(in));
  const auto [m, v, u, d, l2, most, least] = evaluate<f>(numbers());
  for (int n = 0; n < n_count; ++n) {
    const summary s = over_ch(n);
    CHECK(m(n) == near(s.mean()));
    CHECK(v(n) == near(s.var()));
    CHECK(u(n) == near(s.unbiased_var()));
    CHECK(d(n) == near(std::sqrt(s.var())));
    CHECK(l2(n) == near(std::sqrt(s.squares)));
    CHECK(most(n) == s.largest);
    CHECK(least(n) == s.smallest);
  }
}

TEST_CASE("masks: what is masked out does not matter, even NaN; nothing left is 0") {
  image x = numbers();
  Tensor<bool, C, H, N> mask(c_count, h_count, n_count);
  const auto on = [](int n, int c, int h) { return n != 1 && (c * 5 + h * 3 + n) % 4 != 0; };
  for (int n = 0; n < n_count; ++n)
    for (int c = 0; c < c_count; ++c)
      for (int h = 0; h < h_count; ++h) {
        mask(c, h, n) = on(n, c, h);
        if (!on(n, c, h)) x(n, c, h) = std::numeric_limits<double>::quiet_NaN();
      }
  const auto [m, v, u, t, sq, k] = evaluate<masked_statistics>(in = x, other = mask);
  const auto [most, least, any, all] = evaluate<masked_extremes>(in = x, other = mask);
  for (int n = 0; n < n_count; ++n) {
    const summary s = over_ch(n, [&](int c, int h) { return on(n, c, h) ? 1.0 : 0.0; });
    CHECK(m(n) == near(s.mean()));
    CHECK(v(n) == near(s.var()));
    CHECK(u(n) == near(n == 1 ? 0 : s.unbiased_var()));
    CHECK(t(n) == near(s.total));
    CHECK(sq(n) == near(s.squares));
    CHECK(k(n) == s.weights);
    CHECK(most(n) == s.largest);
    CHECK(least(n) == s.smallest);
    CHECK(any(n) == (s.largest > 2 ? 1 : 0));
    CHECK(all(n) == (s.smallest > -2 ? 1 : 0));
  }
}

TEST_CASE("weights are numbers, of fewer axes too") {
  Tensor<double, H> w(h_count);
  for (int h = 0; h < h_count; ++h)
    w(h) = 0.25 * h;
  constexpr auto f =
      outputs(mean<Over<C, H>>(in, other), var<Over<C, H>>(in, other), var<Over<C, H>, unbiased>(in, other),
              sum<Over<C, H>>(in, other), mean<Over<C>>(in, other));
  const auto [m, v, u, t, along] = evaluate<f>(in = numbers(), other = w);
  for (int n = 0; n < n_count; ++n) {
    const summary s = over_ch(n, [&](int, int h) { return w(h); });
    CHECK(m(n) == near(s.mean()));
    CHECK(v(n) == near(s.var()));
    CHECK(u(n) == near(s.unbiased_var()));
    CHECK(t(n) == near(s.total));
    // A weight that does not vary along the set cancels, but where it is 0 the mean is 0.
    CHECK(along(n, 0) == 0);
    summary column;
    for (int c = 0; c < c_count; ++c)
      column.add(element_at(n, c, 3));
    CHECK(along(n, 3) == near(column.mean()));
  }
}

TEST_CASE("groups: contiguous positions, by name or number, nested") {
  constexpr auto f = outputs(mean<Over<Group<C, G>, H>>(in), var<Over<Group<C, G>, H>>(in));
  const auto [m, v] = evaluate<f>(numbers(), dim<G>(4));
  for (int n = 0; n < n_count; ++n)
    for (int g = 0; g < 4; ++g) {
      summary s;
      for (int c = 3 * g; c < 3 * g + 3; ++c)
        for (int h = 0; h < h_count; ++h)
          s.add(element_at(n, c, h));
      CHECK(m(n, g) == near(s.mean()));
      CHECK(v(n, g) == near(s.var()));
    }
  constexpr auto nested = mean<Over<Groups<C, 6>>>(in) * 100 + mean<Over<Groups<C, 2>>>(in) + in;
  const auto y = evaluate<nested>(numbers());
  for (int n = 0; n < n_count; ++n)
    for (int c = 0; c < c_count; ++c) {
      summary two, six;
      for (int k = 0; k < 2; ++k)
        two.add(element_at(n, c / 2 * 2 + k, 1));
      for (int k = 0; k < 6; ++k)
        six.add(element_at(n, c / 6 * 6 + k, 1));
      CHECK(y(n, c, 1) == near(two.mean() * 100 + six.mean() + element_at(n, c, 1)));
    }
  constexpr auto over_groups = sum<Over<G>>(mean<Over<Group<C, G>, H>>(in));
  const auto total = evaluate<over_groups>(numbers(), dim<G>(4));
  CHECK(total(1) == near(4 * over_ch(1).mean()));
  constexpr auto inner = mean<Over<Group<Group<C, G>, K>>>(in);
  const auto z = evaluate<inner>(numbers(), dim<G>(2), dim<K>(3));
  CHECK(z(1, 1, 2, 4) == near((element_at(1, 10, 4) + element_at(1, 11, 4)) / 2));
}

TEST_CASE("statistics of a second tensor with extents of its own") {
  Tensor<double, N, C, H> style(n_count, c_count, 2);
  for (std::int64_t i = 0; i < style.size(); ++i)
    style.data()[i] = 0.3 * static_cast<double>(i % 17);
  constexpr auto f = norm<Over<H>>(in, 0) * std_dev<Over<H>>(other) + mean<Over<H>>(other);
  const auto y = evaluate<f>(in = numbers(), other = style);
  for (int n = 0; n < n_count; ++n)
    for (int c = 0; c < c_count; ++c) {
      summary s, own;
      for (int h = 0; h < 2; ++h)
        s.add(style(n, c, h));
      for (int h = 0; h < h_count; ++h)
        own.add(element_at(n, c, h));
      CHECK(y(n, c, 2) ==
            near((element_at(n, c, 2) - own.mean()) / std::sqrt(own.var()) * std::sqrt(s.var()) + s.mean()));
    }
}

TEST_CASE("along an axis that an operand lacks it counts as repeated") {
  Tensor<double, C> w(c_count);
  for (int c = 0; c < c_count; ++c)
    w(c) = c + 1;
  constexpr auto p = parameter<"w", C>(3);
  constexpr auto f = outputs(in + sum<Over<H>>(p), in + mean<Over<H>>(p), in + sum<Over<C, H>>(p),
                             in + var<Over<C, H>, unbiased>(p), in + max<Over<H>>(p), in + sum<Over<C, H>>(1));
  const auto [a, b, c, d, e, g] = evaluate<f>(numbers(), p = w);
  const double x = element_at(2, 7, 3);
  CHECK(a(2, 7, 3) == near(x + 5 * 8));
  CHECK(b(2, 7, 3) == near(x + 8));
  CHECK(c(2, 7, 3) == near(x + 5 * 78));
  CHECK(d(2, 7, 3) == near(x + 5 * 143.0 / 59));
  CHECK(e(2, 7, 3) == near(x + 8));
  CHECK(g(2, 7, 3) == near(x + 60));
  // The parameter's initial value stands for it everywhere.
  const auto [a1, b1, c1, d1, e1, g1] = evaluate<f>(numbers());
  CHECK(a1(2, 7, 3) == near(x + 15));
  CHECK(c1(2, 7, 3) == near(x + 180));
  CHECK(d1(2, 7, 3) == near(x));
  constexpr auto logits = parameter<"logits", Fixed<Set, 4>>(1);
  constexpr auto shares = in * (1 / sum<Over<Set>>(logits));
  CHECK(evaluate<shares>(numbers())(2, 7, 3) == near(x / 4));
}

TEST_CASE("windows are cut at the ends, and to the left by one more if even") {
  constexpr auto f = outputs(window_sum<C>(in, 3), window_sum<C>(in, 4));
  const auto [odd, even] = evaluate<f>(numbers());
  const auto window = [](int n, int c, int h, int from, int to) {
    double s = 0;
    for (int k = std::max(0, c + from); k <= std::min(c_count - 1, c + to); ++k)
      s += element_at(n, k, h);
    return s;
  };
  for (int c = 0; c < c_count; ++c) {
    CHECK(odd(1, c, 2) == near(window(1, c, 2, -1, 1)));
    CHECK(even(1, c, 2) == near(window(1, c, 2, -2, 1)));
  }
}

TEST_CASE("a switchable norm mixes by softmax of its logits") {
  using SN = SwitchableNorm<Over<H>, Over<C, H>, Over<N, H>, Eps<0.25>>;
  Tensor<double, Set> a(3), b(3);
  const double la[] = {0.3, -1, 2}, lb[] = {1, 0, -0.5};
  double wa[3], wb[3], sa = 0, sb = 0;
  for (int k = 0; k < 3; ++k)
    a(k) = la[k], b(k) = lb[k], sa += wa[k] = std::exp(la[k]), sb += wb[k] = std::exp(lb[k]);
  const auto y = evaluate<SN{}>(numbers(), arg<"mean_weight"> = a, arg<"var_weight"> = b);
  const auto initial = evaluate<SN{}>(numbers());
  for (int n = 0; n < n_count; ++n)
    for (int c = 0; c < c_count; ++c) {
      summary s[3];
      for (int h = 0; h < h_count; ++h)
        s[0].add(element_at(n, c, h));
      s[1] = over_ch(n);
      for (int m = 0; m < n_count; ++m)
        for (int h = 0; h < h_count; ++h)
          s[2].add(element_at(m, c, h));
      double mean = 0, var = 0, plain_mean = 0, plain_var = 0;
      for (int k = 0; k < 3; ++k) {
        mean += wa[k] / sa * s[k].mean(), var += wb[k] / sb * s[k].var();
        plain_mean += s[k].mean() / 3, plain_var += s[k].var() / 3;
      }
      CHECK(y(n, c, 3) == near((element_at(n, c, 3) - mean) / std::sqrt(var + 0.25)));
      CHECK(initial(n, c, 3) == near((element_at(n, c, 3) - plain_mean) / std::sqrt(plain_var + 0.25)));
    }
}

TEST_CASE("elementwise functions and logic") {
  constexpr auto f = outputs(pow(abs(in), 1.5), clamp(in, -1, 1), where((in > 0 && in <= 2) || !(in < 3), in, 7),
                             gelu(in), gelu_tanh(in), silu(in), in / 4 - 2 / (square(in) + 1));
  const auto [p, c, w, g, t, s, q] = evaluate<f>(numbers());
  for (int i = 0; i < c_count; ++i) {
    const double x = element_at(1, i, 2);
    CHECK(p(1, i, 2) == near(std::pow(std::abs(x), 1.5)));
    CHECK(c(1, i, 2) == std::min(std::max(x, -1.0), 1.0));
    CHECK(w(1, i, 2) == ((x > 0 && x <= 2) || !(x < 3) ? x : 7));
    CHECK(g(1, i, 2) == near(x * 0.5 * (1 + std::erf(x / std::sqrt(2.0)))));
    CHECK(t(1, i, 2) == near(0.5 * x * (1 + std::tanh(std::sqrt(2 / std::acos(-1.0)) * (x + 0.044715 * x * x * x)))));
    CHECK(s(1, i, 2) == near(x / (1 + std::exp(-x))));
    CHECK(q(1, i, 2) == near(x / 4 - 2 / (x * x + 1)));
  }
}

TEST_CASE("powers of data times numbers per slice that may be negative") {
  Tensor<double, N> per_slice(n_count);
  for (int n = 0; n < n_count; ++n)
    per_slice(n) = n - 1.5;
  constexpr auto f = outputs(square(in) * other, pow(in, 4) * square(other), pow(in, 3) * other);
  const auto [a, b, c] = evaluate<f>(in = numbers(), other = per_slice);
  for (int n = 0; n < n_count; ++n) {
    const double x = element_at(n, 3, 2), s = n - 1.5;
    CHECK(a(n, 3, 2) == near(x * x * s));
    CHECK(b(n, 3, 2) == near(x * x * x * x * s * s));
    CHECK(c(n, 3, 2) == near(x * x * x * s));
  }
}

TEST_CASE("a result has its axes in the order of the input that has most of them", "[evaluate]") {
  image x = numbers();
  Tensor<bool, N, H> ok(n_count, h_count);
  ok.fill(true);
  ok(1, 2) = false;
  constexpr auto first = input<"ok">;
  const auto masked = evaluate<where(first, in, 0)>(first = ok, in = x);
  STATIC_REQUIRE(std::is_same_v<std::remove_const_t<decltype(masked)>, image>);
  CHECK(masked(1, 3, 2) == 0);
  CHECK(masked(2, 7, 4) == x(2, 7, 4));
  // Of two that have as many, the first in the formula counts.
  Tensor<double, H, C, N> turned(h_count, c_count, n_count);
  turned.fill(1);
  STATIC_REQUIRE(std::is_same_v<decltype(evaluate<other + in>(other = turned, in = x)), Tensor<double, H, C, N>>);
}

namespace {

/// A norm times the sum of 70 elements of w, each of which is an operand of its own.
template<class Set>
struct ManyOperands {
  static constexpr auto w = parameter<"w", Fixed<K, 70>>(1);
  static constexpr auto sum = []<std::size_t... I>(std::index_sequence<I...>) {
    return (element<K, static_cast<int>(I)>(w) + ...);
  }(std::make_index_sequence<70>{});
  static constexpr auto formula = norm<Set>(input<"x">) * sum;
};

} // namespace

TEST_CASE("a formula may have any number of operands") {
  Tensor<float, N, C> x(3, 5);
  for (std::int64_t i = 0; i < x.size(); ++i)
    x.data()[i] = static_cast<float>(i * i % 7);
  Tensor<float, Fixed<K, 70>> w;
  float sum = 0;
  for (int k = 0; k < 70; ++k)
    sum += w(k) = static_cast<float>(k % 9);
  const auto check = [&](const auto& y, const auto& plain) {
    for (std::int64_t i = 0; i < x.size(); ++i)
      CHECK(y.data()[i] == Approx(sum * plain.data()[i]).margin(1e-4));
  };
  check(evaluate<ManyOperands<Over<C>>{}>(x, arg<"w"> = w), evaluate<Norm<Over<C>>{}>(x));
  check(evaluate<ManyOperands<Over<N>>{}>(x, arg<"w"> = w), evaluate<Norm<Over<N>>{}>(x));
}
