// Derivatives inside formulas: as a value they are what gradient gives, and gradient takes them once more: a gradient
// penalty against central differences.
#include "support/catch.hpp"
#include "support/gradient_penalty.hpp"
#include "support/tensors.hpp"
#include <axnorm/exec/gradient.hpp>
#include <axnorm/expr/expr.hpp>
#include <axnorm/norm/named.hpp>

#include <cstdint>
#include <type_traits>

using namespace axnorm;
using namespace axnorm::axes;
using namespace axnorm::slopes;
using check::fill_with_noise;
using check::same_bits;

TEST_CASE("a derivative is the gradient of a sum", "[gradient]") {
  Tensor<double, N, C> in(3, 5);
  Tensor<double, C> weight(5);
  Tensor<double, N> one(3);
  fill_with_noise(in, 1);
  fill_with_noise(weight, 2);
  one.fill(1);
  const auto [dx, dw] = gradient<score, "x", "w">(x = in, w = weight, upstream(one));
  const auto [as_value, of_weight] = evaluate<outputs(derivative(score, x), derivative(score, w))>(x = in, w = weight);
  STATIC_REQUIRE(std::is_same_v<std::remove_cvref_t<decltype(of_weight)>, Tensor<double, C>>);
  for (std::int64_t i = 0; i < dx.size(); ++i)
    CHECK(as_value.data()[i] == Approx(dx.data()[i]).epsilon(1e-12).margin(1e-14));
  for (std::int64_t i = 0; i < dw.size(); ++i)
    CHECK(of_weight.data()[i] == Approx(dw.data()[i]).epsilon(1e-12).margin(1e-14));
}

TEST_CASE("a gradient penalty is differentiated once more", "[gradient]") {
  Tensor<double, N, C> in(3, 5), dx(3, 5);
  Tensor<double, C> weight(5), dw(5);
  Tensor<double, N> value(3), d(3);
  fill_with_noise(in, 3);
  fill_with_noise(weight, 4);
  fill_with_noise(d, 5);
  const auto total = [&] {
    evaluate<penalty>(into(value), x = in, w = weight);
    return inner(value, d);
  };
  gradient<penalty, "x", "w">(into(dx, dw), x = in, w = weight, upstream(d));
  compare_with_differences(in, dx, total);
  compare_with_differences(weight, dw, total);
}

TEST_CASE("derivatives by what a value does not depend on, what is not bound, and elements", "[gradient]") {
  Tensor<double, N, C> in(3, 2);
  Tensor<double, C> weight(2);
  fill_with_noise(in, 10);
  fill_with_noise(weight, 11);
  const auto no_dependence = evaluate<derivative(exp(w), x) + 0 * x>(x = in, w = weight);
  for_each(no_dependence, [](double e) { CHECK(e == 0); });
  const auto unbound = evaluate<derivative(relu(x * w), w) + x>(x = in);
  CHECK(same_bits(unbound, in));
  // A derivative that varies over less than its variable counts for each of its elements all the same.
  static constexpr auto by_x = derivative(x * w, x);
  const auto [again, of_square, moment] =
      evaluate<outputs(derivative(by_x, w), derivative(square(by_x), w), sum<Over<N, C>>(by_x))>(x = in, w = weight);
  for (std::int64_t c = 0; c < 2; ++c) {
    CHECK(again(c) == 3);
    CHECK(of_square(c) == Approx(2 * 3 * weight(c)));
  }
  CHECK(moment() == Approx(3 * (weight(0) + weight(1))));
  static constexpr auto p = parameter<"p", Fixed<Set, 2>>(1);
  Tensor<double, Fixed<Set, 2>> pair;
  pair(0) = 3;
  pair(1) = 5;
  const auto picked =
      evaluate<derivative(x * element<Set, 0>(p) * element<Set, 1>(p), element<Set, 1>(p))>(x = in, p = pair);
  double sum = 0;
  for_each(in, [&](double e) { sum += e; });
  CHECK(picked() == Approx(3 * sum));
}

TEST_CASE("a variable that is declared with axes here and without them there is one", "[gradient]") {
  static constexpr auto f = x * 2 + square(input<"x", N, Fixed<C, 2>>) * x;
  Tensor<double, N, C> in(3, 2), d(3, 2), dx(3, 2);
  fill_with_noise(in, 12);
  d.fill(1);
  gradient<f, "x">(into(dx), in, upstream(d));
  for (std::int64_t i = 0; i < in.size(); ++i)
    CHECK(dx.data()[i] == Approx(2 + 3 * in.data()[i] * in.data()[i]));
  Tensor<double, N, C> wide(3, 4);
  CHECK_THROWS_WITH(evaluate<f>(wide),
                    "input x is declared with extent 2 along axis C, but is bound to a tensor of extent 4");
}
