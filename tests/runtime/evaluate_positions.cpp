// The position along an axis as a value, windows to one side, means of what a window finds: beside plain loops in
// double, and as layers beside finite differences.
#include "support/catch.hpp"
#include "support/check_differences.hpp"
#include <axnorm/axnorm.hpp>
#include <axnorm/describe.hpp>
#include <axnorm/expr/print.hpp>

#include <cmath>
#include <string_view>

using namespace axnorm;
using namespace axnorm::axes;

namespace {

constexpr auto x = input<"x">;
template<class A>
inline constexpr auto extent = sum<Over<A>>(1);

/// Of the first part of the features only, as their paper has it (pRMSNorm, arXiv 1910.07467).
struct PartialRMS {
  static constexpr auto part = position<C> < 0.25 * extent<C>;
  static constexpr auto formula = x * rsqrt(mean<Over<C>>(square(x), part) + 1e-5) * parameter<"weight", C>(1);
};
/// By the statistics of what has been so far, as a stream can be normalized.
struct Causal {
  static constexpr auto mean = window_mean<T>(x, without_end, 0);
  static constexpr auto size = window_mean<T>(square(x), without_end, 0);
  static constexpr auto formula = (x - mean) * rsqrt(size - square(mean) + 0.1) * parameter<"weight", C>(1);
};
/// Instance norm for the first half of the channels, batch norm for the others.
struct Halves {
  static constexpr auto first = position<C> < 0.5 * extent<C>;
  static constexpr auto formula = where(first, norm<Over<T>>(x), norm<Over<N, T>>(x));
};

struct Words {
  static constexpr auto formula = x * position<C> + window_sum<T>(x, without_end, 2);
};

constexpr int n_count = 3, t_count = 7, c_count = 8;
using tensor = Tensor<double, N, T, C>;
tensor numbers() {
  tensor r(n_count, t_count, c_count);
  check::fill_with_noise(r, 5);
  return r;
}
template<class F>
void for_each_element(F f) {
  for (int n = 0; n < n_count; ++n)
    for (int t = 0; t < t_count; ++t)
      for (int c = 0; c < c_count; ++c)
        f(n, t, c);
}
auto near(double v) { return Approx(v).epsilon(1e-12).margin(1e-13); }

template<class F>
void check_layer() {
  Layer<F, double> layer;
  tensor in = numbers();
  check::check_differences(layer, in);
}

} // namespace

TEST_CASE("a position counts from 0 along its axis, and varies along no other") {
  const tensor in = numbers();
  static constexpr auto places = outputs(position<T> + 0 * x, 100 * position<C> + position<N> + 0 * x);
  const auto [t_place, both] = evaluate<places>(in);
  for_each_element([&](int n, int t, int c) {
    CHECK(t_place(n, t, c) == t);
    CHECK(both(n, t, c) == 100 * c + n);
  });
}

TEST_CASE("a position of an axis in groups counts through") {
  static constexpr auto f = position<C> + 0 * mean<Over<Groups<C, 4>>>(x) + 0 * x;
  const auto y = evaluate<f>(numbers());
  for_each_element([&](int n, int t, int c) { CHECK(y(n, t, c) == c); });
}

TEST_CASE("a part of the features makes the statistic") {
  const tensor in = numbers();
  const auto y = evaluate<PartialRMS{}>(in);
  for_each_element([&](int n, int t, int c) {
    const double squares = in(n, t, 0) * in(n, t, 0) + in(n, t, 1) * in(n, t, 1);
    CHECK(y(n, t, c) == near(in(n, t, c) / std::sqrt(squares / 2 + 1e-5)));
  });
  check_layer<PartialRMS>();
}

TEST_CASE("a causal norm knows what has been, and nothing of what follows") {
  tensor in = numbers();
  const auto y = evaluate<Causal{}>(in);
  for_each_element([&](int n, int t, int c) {
    double sum = 0, squares = 0;
    for (int k = 0; k <= t; ++k)
      sum += in(n, k, c), squares += in(n, k, c) * in(n, k, c);
    const double mean = sum / (t + 1);
    CHECK(y(n, t, c) == near((in(n, t, c) - mean) / std::sqrt(squares / (t + 1) - mean * mean + 0.1)));
  });
  const double before = y(1, 3, 2);
  in(1, 4, 2) = 1e9;
  CHECK(evaluate<Causal{}>(in)(1, 3, 2) == before);
  check_layer<Causal>();
}

TEST_CASE("half of the channels by one norm, half by another") {
  const tensor in = numbers();
  static constexpr auto one = norm<Over<T>>(x);
  static constexpr auto other = norm<Over<N, T>>(x);
  const auto y = evaluate<Halves{}>(in), a = evaluate<one>(in), b = evaluate<other>(in);
  for_each_element([&](int n, int t, int c) { CHECK(y(n, t, c) == near(c < 4 ? a(n, t, c) : b(n, t, c))); });
  check_layer<Halves>();
}

TEST_CASE("windows are as far as they are told to each side, and their means count what there is") {
  const tensor in = numbers();
  static constexpr auto f = outputs(window_sum<T>(x, 2, 1), window_mean<T>(x, 2, 1), window_mean<T>(x, 0, without_end),
                                    window_mean<T>(x, 4), window_sum<T>(x, 100, 0));
  const auto [sums, means, rest, four, far] = evaluate<f>(in);
  for_each_element([&](int n, int t, int c) {
    const auto total = [&](int from, int to, double& count) {
      double s = 0;
      count = 0;
      for (int k = from; k <= to; ++k)
        if (k >= 0 && k < t_count) s += in(n, k, c), ++count;
      return s;
    };
    double count = 0;
    CHECK(sums(n, t, c) == near(total(t - 2, t + 1, count)));
    CHECK(means(n, t, c) == near(total(t - 2, t + 1, count) / count));
    const double after = total(t, t_count, count);
    CHECK(rest(n, t, c) == near(after / count));
    const double about = total(t - 2, t + 1, count);
    CHECK(four(n, t, c) == near(about / count));
    CHECK(far(n, t, c) == near(total(0, t, count)));
  });
}

TEST_CASE("positions and windows in words", "[describe]") {
  CHECK(describe<Words>() == "input x\n"
                             "%1 = position<C>\n"
                             "%2 = x * %1\n"
                             "%3 = window_sum<T>(x, all before and 2 behind)\n"
                             "%4 = %2 + %3\n"
                             "result %4\n");
  CHECK(formula_text<Words>() ==
        "result = x * position along {C} + window_sum over {T} of all before and 2 behind of x\n");
  const std::string plan = explain<Words>(numbers()).text();
  CHECK(plan.find("windows between sweeps along {C} of all before and 0 behind, {T} of all before and 2 behind\n") !=
        std::string::npos);
}

namespace {
template<auto F>
constexpr std::string_view words_of = exec::detail::words_for<formula_of<F>, given_tensor<"", float, N, T, C>>.view();
}
static_assert(words_of<position<W> * x> == "position<W> is along axis W, but input x has axes {N, T, C}");
static_assert(words_of<window_sum<T>(x, -1, 0)> == "a window goes 0 to 32766 positions to each side, or without_end");
static_assert(words_of<window_mean<T>(x, 0)> == "a window has at least 1 position, but 0 are given");
static_assert(words_of<position<W> + window_mean<H>(x, 3)> ==
              "position<W> is along axis W, but input x has axes {N, T, C}");
