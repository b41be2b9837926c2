// Derivatives of derivatives inside formulas, against central differences; a penalty in float, by any number of
// threads.
#include "support/catch.hpp"
#include "support/gradient_penalty.hpp"
#include "support/tensors.hpp"
#include <axnorm/exec/gradient.hpp>
#include <axnorm/expr/expr.hpp>
#include <axnorm/norm/named.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>

using namespace axnorm;
using namespace axnorm::axes;
using namespace axnorm::slopes;
using check::fill_with_noise;
using check::same_bits;

TEST_CASE("the product of second derivatives and a vector, of statistics over the batch", "[gradient]") {
  static constexpr auto f = square(norm<Over<N, H>>(x)) * w + exp(x * 0.5);
  static constexpr auto product = derivative(derivative(f, x) * v, x);
  Tensor<double, N, C, H> in(2, 3, 4), vector(2, 3, 4), first(2, 3, 4);
  Tensor<double, C> weight(3);
  fill_with_noise(in, 6);
  fill_with_noise(vector, 7);
  fill_with_noise(weight, 8);
  const auto found = evaluate<product>(x = in, v = vector, w = weight);
  compare_with_differences(in, found, [&] {
    evaluate<derivative(f, x)>(into(first), x = in, w = weight);
    return inner(first, vector);
  });
  // A third time.
  Tensor<double, N, C, H> d(2, 3, 4), dx(2, 3, 4), second(2, 3, 4);
  fill_with_noise(d, 9);
  gradient<product, "x">(into(dx), x = in, v = vector, w = weight, upstream(d));
  compare_with_differences(in, dx, [&] {
    evaluate<product>(into(second), x = in, v = vector, w = weight);
    return inner(second, d);
  });
}

TEST_CASE("a penalty has the same bits for any number of threads, in single precision and double", "[gradient]") {
  const auto with = [](auto zero, int count) {
    using E = decltype(zero);
    Tensor<E, N, C> in(301, 257), dx(301, 257);
    Tensor<E, C> weight(257), dw(257);
    Tensor<E, N> d(301);
    fill_with_noise(in, 12);
    fill_with_noise(weight, 13);
    fill_with_noise(d, 14);
    gradient<penalty, "x", "w">(into(dx, dw), x = in, w = weight, upstream(d), threads(count));
    return std::pair(std::move(dx), std::move(dw));
  };
  const auto one = with(0.f, 1), five = with(0.f, 5);
  CHECK(same_bits(one.first, five.first));
  CHECK(same_bits(one.second, five.second));
  // Data of float against the same in double.
  const auto wide = with(0., 2);
  double off = 0, scale = 0;
  for (std::int64_t i = 0; i < wide.first.size(); ++i) {
    off = std::max(off, std::abs(wide.first.data()[i] - static_cast<double>(one.first.data()[i])));
    scale = std::max(scale, std::abs(wide.first.data()[i]));
  }
  CHECK(off < 2e-6 * scale);
}
