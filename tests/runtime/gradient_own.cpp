// Gradients of the user's own: rules that say what would be derived give the same, others give what they say; what a
// rule may be made of, where gradients of fewer axes arrive, and that values do not change.
#include "support/catch.hpp"
#include "support/tensors.hpp"
#include <axnorm/exec/evaluate.hpp>
#include <axnorm/exec/gradient.hpp>
#include <axnorm/expr/expr.hpp>
#include <axnorm/norm/named.hpp>

#include <cmath>
#include <cstdint>
#include <tuple>

using namespace axnorm;
using namespace axnorm::axes;
using check::fill_with_noise;
using check::same_bits;

namespace {

constexpr auto x = input<"x">;
constexpr auto other = input<"other">;
constexpr auto w = parameter<"w", C>(1);

/// Layer norm, and the same with its gradients written out.
constexpr auto deviation = rsqrt(var<Over<C, H>>(x) + 1e-5);
constexpr auto centred = (x - mean<Over<C, H>>(x)) * deviation;
struct Derived {
  static constexpr auto formula = centred * w;
};
struct Written {
  static constexpr auto formula = with_gradient(
      centred * w, x,
      [](auto g) {
        const auto at_centred = g * w;
        return (at_centred - mean<Over<C, H>>(at_centred) - centred * mean<Over<C, H>>(at_centred * centred)) *
               deviation;
      },
      w, [](auto g) { return g * centred; });
};
/// What arrives at the parameter is summed by the rule itself.
struct Summed {
  static constexpr auto formula = with_gradient(
      stop_gradient(centred) * w, w, [](auto g) { return sum<Over<N, H>>(g * centred); }, x, [](auto) { return 0; });
};

template<class T>
double largest_difference(const T& a, const T& b) {
  double worst = a.size() == b.size() ? 0 : HUGE_VAL;
  for (std::int64_t i = 0; i < a.size() && i < b.size(); ++i)
    worst = std::fmax(worst, std::fabs(static_cast<double>(a.data()[i]) - static_cast<double>(b.data()[i])));
  return worst;
}

template<class Element, class... Axes>
void check_written(const extents_array<3>& extents, double tolerance) {
  Tensor<Element, Axes...> in(extents), dy(extents);
  std::int64_t channels = 0;
  for (std::size_t i = 0; i < 3; ++i)
    if (in.dims[i].axis == axis_value_of<C>()) channels = extents[i];
  Tensor<Element, C> weight(channels);
  fill_with_noise(in, 1);
  fill_with_noise(dy, 2);
  fill_with_noise(weight, 3);
  CHECK(same_bits(evaluate<Derived{}>(in, w = weight), evaluate<Written{}>(in, w = weight)));
  const auto [dx, dw] = gradient<Derived{}, "x", "w">(in, w = weight, upstream(dy));
  const auto one = gradient<Written{}, "x", "w">(in, w = weight, upstream(dy), threads(1));
  CHECK(largest_difference(dx, std::get<0>(one)) < tolerance);
  CHECK(largest_difference(dw, std::get<1>(one)) < tolerance * static_cast<double>(in.size()));
  for (const int n : {2, 5})
    CHECK(same_bits(one, gradient<Written{}, "x", "w">(in, w = weight, upstream(dy), threads(n))));
  const auto [nothing, summed] = gradient<Summed{}, "x", "w">(in, w = weight, upstream(dy));
  CHECK(largest_difference(dw, summed) < tolerance * static_cast<double>(in.size()));
  for_each(nothing, [](Element v) { CHECK(v == Element(0)); });
}

/// Values of one axis, as each rule below has it.
template<auto F>
auto passed_to_x(const Tensor<double, N, C>& in, const Tensor<double, N, C>& dy) {
  return gradient<F, "x">(x = in, upstream(dy));
}

} // namespace

TEST_CASE("a rule that says what would be derived gives the same", "[gradient]") {
  check_written<double, N, C, H>({3, 5, 7}, 1e-13);
  check_written<double, N, H, C>({2, 9, 33}, 1e-13);
  check_written<double, C, H, N>({4, 3, 17}, 1e-13);
  check_written<float, N, C, H>({3, 19, 37}, 1e-5);
  check_written<float, N, H, C>({5, 70, 67}, 1e-5);
  check_written<float, N, C, H>({1, 1, 1}, 1e-5);
}

TEST_CASE("a gradient passes by the rule and no other way", "[gradient]") {
  Tensor<double, N, C> in(3, 5), dy(3, 5);
  fill_with_noise(in, 4);
  fill_with_noise(dy, 5);
  const auto straight_through =
      passed_to_x<with_gradient(where(x > 0, 1, -1), x, [](auto g) { return g; }) * 3>(in, dy);
  const auto reversed = passed_to_x<with_gradient(x, x, [](auto g) { return -2 * g; })>(in, dy);
  // The clipped gradient is that of the value: of both its uses together.
  static constexpr auto clipped = with_gradient(x, x, [](auto g) { return clamp(g, -0.5, 0.5); });
  const auto of_two_uses = passed_to_x<clipped + 2 * clipped>(in, dy);
  const auto through_operand = passed_to_x<with_gradient(exp(x), x * x, [](auto g) { return g; })>(in, dy);
  const auto nothing = passed_to_x<stop_gradient(with_gradient(x, x, [](auto g) { return g; })) + 0 * x>(in, dy);
  const auto constant = passed_to_x<with_gradient(x, x, [](auto) { return 7; })>(in, dy);
  for (std::int64_t i = 0; i < in.size(); ++i) {
    const double d = dy.data()[i];
    CHECK(straight_through.data()[i] == 3 * d);
    CHECK(reversed.data()[i] == -2 * d);
    CHECK(of_two_uses.data()[i] == Approx(3 * std::fmin(std::fmax(3 * d, -0.5), 0.5) / 3));
    CHECK(through_operand.data()[i] == Approx(2 * in.data()[i] * d));
    CHECK(nothing.data()[i] == 0);
    CHECK(constant.data()[i] == 7);
  }
}

TEST_CASE("a rule may reduce what arrives, over axes that it lacks, too", "[gradient]") {
  Tensor<double, N, C> in(3, 5), dy(3, 5);
  Tensor<double, C> of_column(5);
  fill_with_noise(in, 6);
  fill_with_noise(dy, 7);
  fill_with_noise(of_column, 8);
  const auto shared = passed_to_x<with_gradient(x, x, [](auto g) { return g - max<Over<N>>(g); })>(in, dy);
  for (std::int64_t c = 0; c < 5; ++c) {
    const double most = std::fmax(std::fmax(dy(0, c), dy(1, c)), dy(2, c));
    for (std::int64_t n = 0; n < 3; ++n)
      CHECK(shared(n, c) == Approx(dy(n, c) - most));
  }
  // At each of x arrives the gradient of its column's sum.
  static constexpr auto total = sum<Over<N>>(
      with_gradient(x, x, [](auto g) { return sum<Over<N>>(g) + 10 * var<Over<N>>(g) + max<Over<N>>(g); }));
  const auto dx = gradient<total, "x">(x = in, upstream(of_column));
  for (std::int64_t c = 0; c < 5; ++c)
    CHECK(dx(2, c) == Approx(4 * of_column(c)));
  // Over the whole, from a single number.
  Tensor<double> one;
  one() = 2;
  static constexpr auto all = sum<Over<N, C>>(with_gradient(x, x, [](auto g) { return sum<Over<N, C>>(g) * x; }));
  const auto of_all = gradient<all, "x">(x = in, upstream(one));
  CHECK(of_all(1, 3) == Approx(15 * 2 * in(1, 3)));
  // A statistic with a gradient of its own passes it on to all that it is of.
  static constexpr auto average = with_gradient(mean<Over<N>>(x), x, [](auto g) { return 5 * g; });
  const auto everywhere = gradient<x * 0 + average, "x">(x = in, upstream(dy));
  for (std::int64_t c = 0; c < 5; ++c)
    CHECK(everywhere(1, c) == Approx(5 * (dy(0, c) + dy(1, c) + dy(2, c))));
}

TEST_CASE("values with gradients of their own inside each other", "[gradient]") {
  Tensor<double, N, C> in(3, 5), dy(3, 5);
  fill_with_noise(in, 9);
  fill_with_noise(dy, 10);
  static constexpr auto inner = with_gradient(x * x, x, [](auto g) { return 3 * g; });
  const auto in_value = passed_to_x<with_gradient(inner + x, inner, [](auto g) { return 2 * g; })>(in, dy);
  const auto in_rule =
      passed_to_x<with_gradient(x, x, [](auto g) { return g + with_gradient(g * x, x, [](auto h) { return h; }); })>(
          in, dy);
  // One value with two gradients.
  const auto two = passed_to_x<with_gradient(x, x, [](auto g) { return g * g; }) +
                               2 * with_gradient(x, x, [](auto g) { return 5 * g; })>(in, dy);
  // A rule is a formula and can be differentiated: the slope of 3 x g is 3 g.
  static constexpr auto rule = with_gradient(exp(x), x, [](auto g) { return 3 * x * g; });
  const auto slope = evaluate<derivative(rule, x)>(x = in);
  const auto of_slope = passed_to_x<derivative(rule, x)>(in, dy);
  for (std::int64_t i = 0; i < in.size(); ++i) {
    const double v = in.data()[i], d = dy.data()[i];
    CHECK(in_value.data()[i] == Approx(6 * d));
    CHECK(in_rule.data()[i] == Approx(d + d * v));
    CHECK(two.data()[i] == Approx(d * d + 10 * d));
    CHECK(slope.data()[i] == Approx(3 * v));
    CHECK(of_slope.data()[i] == Approx(3 * d));
  }
}

TEST_CASE("what receives a gradient may have extents of its own", "[gradient]") {
  Tensor<double, N, C, H> in(2, 3, 5), dy(2, 3, 5), style(2, 3, 4);
  fill_with_noise(in, 11);
  fill_with_noise(dy, 12);
  fill_with_noise(style, 13);
  static constexpr auto shifted = x + with_gradient(mean<Over<H>>(other), other, [](auto g) { return g * other; });
  const auto [dx, of_style] = gradient<shifted, "x", "other">(x = in, other = style, upstream(dy));
  CHECK(same_bits(dx, dy));
  for (std::int64_t n = 0; n < 2; ++n)
    for (std::int64_t c = 0; c < 3; ++c) {
      double arrived = 0;
      for (std::int64_t h = 0; h < 5; ++h)
        arrived += dy(n, c, h);
      for (std::int64_t h = 0; h < 4; ++h)
        CHECK(of_style(n, c, h) == Approx(arrived * style(n, c, h)));
    }
}
