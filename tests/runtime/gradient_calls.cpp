// What a call of gradient takes and gives: results of the variables' axes and types, in place, added to, pieces of a
// variable, numbers; a formula of one's own against central differences; what is refused leaves everything as it was.
#include "support/catch.hpp"
#include "support/differences.hpp"
#include "support/tensors.hpp"
#include <axnorm/exec/gradient.hpp>
#include <axnorm/expr/expr.hpp>
#include <axnorm/norm/named.hpp>
#include <axnorm/tensor/copy.hpp>
#include <axnorm/tensor/slice.hpp>

#include <cmath>
#include <cstdint>
#include <string>
#include <type_traits>
#include <vector>

using namespace axnorm;
using namespace axnorm::axes;
using check::fill_with_noise;

namespace {

template<class X>
std::vector<double> numbers(const X& x) {
  std::vector<double> r;
  for_each(x, [&](const auto& v) { r.push_back(static_cast<double>(v)); });
  return r;
}

constexpr auto in = input<"x">;
constexpr auto weight = parameter<"weight", C>(1);
using LN = Norm<Over<C>, Affine<C>>;

struct layer_norm_data {
  Tensor<float, N, C> x{5, 7}, dy{5, 7}, dx{5, 7};
  Tensor<float, C> w{7}, b{7}, dw{7}, db{7};
  layer_norm_data() {
    fill_with_noise(x, 1);
    fill_with_noise(dy, 2);
    fill_with_noise(w, 3);
    fill_with_noise(b, 4);
    fill_with_noise(dx, 5);
    fill_with_noise(dw, 6);
    fill_with_noise(db, 7);
  }
  auto gradients() const {
    return gradient<LN{}, "x", "weight", "bias">(x, arg<"weight"> = w, arg<"bias"> = b, upstream(dy));
  }
};

} // namespace

TEST_CASE("gradients have the axes and elements of their variables", "[gradient]") {
  const layer_norm_data d;
  const auto [dx, dw, db] = d.gradients();
  STATIC_REQUIRE(std::is_same_v<std::remove_cvref_t<decltype(dx)>, Tensor<float, N, C>>);
  STATIC_REQUIRE(std::is_same_v<std::remove_cvref_t<decltype(dw)>, Tensor<float, C>>);
  for (std::int64_t c = 0; c < 7; ++c) {
    double sum = 0;
    for (std::int64_t n = 0; n < 5; ++n)
      sum += static_cast<double>(d.dy(n, c));
    CHECK(static_cast<double>(db(c)) == Approx(sum).margin(1e-6));
  }
  for (std::int64_t n = 0; n < 5; ++n) { // a norm does not change with what is added to all of x
    double sum = 0;
    for (std::int64_t c = 0; c < 7; ++c)
      sum += static_cast<double>(dx(n, c));
    CHECK(sum == Approx(0).margin(1e-5));
  }
}

TEST_CASE("halves keep float parameters' gradients in float", "[gradient]") {
  Tensor<bfloat16, N, C> x(5, 7), dy(5, 7);
  Tensor<float, C> w(7);
  fill_with_noise(x, 1);
  fill_with_noise(dy, 2);
  fill_with_noise(w, 3);
  const auto [dx, dw] = gradient<RMSNorm<C>{}, "x", "weight">(x, arg<"weight"> = w, upstream(dy));
  STATIC_REQUIRE(std::is_same_v<std::remove_cvref_t<decltype(dx)>, Tensor<bfloat16, N, C>>);
  STATIC_REQUIRE(std::is_same_v<std::remove_cvref_t<decltype(dw)>, Tensor<float, C>>);
  Tensor<double, N, C> xd(5, 7), dyd(5, 7);
  Tensor<double, C> wd(7);
  copy(x, xd);
  copy(dy, dyd);
  copy(w, wd);
  const auto [dxd, dwd] = gradient<RMSNorm<C>{}, "x", "weight">(xd, arg<"weight"> = wd, upstream(dyd));
  const auto a = numbers(dx), exact = numbers(dxd), b = numbers(dw), exact_w = numbers(dwd);
  for (std::size_t i = 0; i < a.size(); ++i)
    CHECK(a[i] == Approx(exact[i]).margin(0x1p-8));
  for (std::size_t i = 0; i < b.size(); ++i)
    CHECK(b[i] == Approx(exact_w[i]).margin(2e-6));
}

TEST_CASE("a gradient may be written over what arrives, or over the input", "[gradient]") {
  layer_norm_data d;
  const auto wanted = numbers(std::get<0>(d.gradients()));
  auto x = d.x;
  gradient<LN{}, "x", "weight">(into(x, d.dw), in = x, arg<"weight"> = d.w, arg<"bias"> = d.b, upstream(d.dy));
  CHECK(numbers(x) == wanted);
  gradient<LN{}, "x", "weight">(into(d.dy, d.dw), d.x, arg<"weight"> = d.w, arg<"bias"> = d.b, upstream(d.dy));
  CHECK(numbers(d.dy) == wanted);
}

TEST_CASE("gradients can be added to what is there", "[gradient]") {
  layer_norm_data d;
  const auto [dx, dw, db] = d.gradients();
  const auto before = numbers(d.dx), before_w = numbers(d.dw);
  gradient<LN{}, "x", "weight">(into(d.dx, d.dw), d.x, arg<"weight"> = d.w, arg<"bias"> = d.b, upstream(d.dy),
                                accumulate);
  const auto after = numbers(d.dx), after_w = numbers(d.dw), alone = numbers(dx), alone_w = numbers(dw);
  for (std::size_t i = 0; i < after.size(); ++i)
    CHECK(after[i] == Approx(before[i] + alone[i]).margin(1e-5));
  for (std::size_t i = 0; i < after_w.size(); ++i)
    CHECK(after_w[i] == Approx(before_w[i] + alone_w[i]).margin(1e-5));
  Tensor<float, N, C> none(0, 7); // nothing arrives: nothing is added
  const auto kept = numbers(d.dw);
  gradient<LN{}, "weight">(into(d.dw), none, arg<"weight"> = d.w, upstream(none), accumulate);
  CHECK(numbers(d.dw) == kept);
}

TEST_CASE("results may take their axes in another order", "[gradient]") {
  layer_norm_data d;
  const auto [dx, dw, db] = d.gradients();
  Tensor<float, C, N> turned(7, 5), dy(7, 5);
  for (std::int64_t n = 0; n < 5; ++n)
    for (std::int64_t c = 0; c < 7; ++c)
      dy(c, n) = d.dy(n, c);
  gradient<LN{}, "x">(into(turned), d.x, arg<"weight"> = d.w, arg<"bias"> = d.b, upstream(dy));
  for (std::int64_t n = 0; n < 5; ++n)
    for (std::int64_t c = 0; c < 7; ++c)
      CHECK(turned(c, n) == Approx(dx(n, c)).margin(2e-6));
}

TEST_CASE("pieces of a variable: elements that the formula does not pick have the gradient 0", "[gradient]") {
  static constexpr auto mixture = parameter<"mixture", Set, N>(1);
  static constexpr auto f = in * element<Set, 0>(mixture) + square(in) * element<Set, 2>(mixture);
  Tensor<float, N, C> x(5, 7), dy(5, 7);
  Tensor<float, N, Set> m(5, 4); // four, of which the formula picks two
  fill_with_noise(x, 1);
  fill_with_noise(dy, 2);
  fill_with_noise(m, 3);
  const auto dm = gradient<f, "mixture">(x, arg<"mixture"> = m, upstream(dy));
  Tensor<float, Set, N> turned(4, 5);
  fill_with_noise(turned, 4);
  gradient<f, "mixture">(into(turned), x, arg<"mixture"> = m, upstream(dy));
  for (std::int64_t n = 0; n < 5; ++n) {
    double first = 0, third = 0;
    for (std::int64_t c = 0; c < 7; ++c) {
      const double v = static_cast<double>(x(n, c)), u = static_cast<double>(dy(n, c));
      first += u * v;
      third += u * v * v;
    }
    CHECK(static_cast<double>(dm(n, 0)) == Approx(first).margin(1e-5));
    CHECK(dm(n, 1) == 0);
    CHECK(static_cast<double>(dm(n, 2)) == Approx(third).margin(1e-5));
    CHECK(dm(n, 3) == 0);
    for (std::int64_t s = 0; s < 4; ++s)
      CHECK(turned(s, n) == dm(n, s));
  }
  Tensor<float, N, Set> short_one(5, 3);
  CHECK_THROWS_WITH((gradient<f, "mixture">(into(short_one), x, arg<"mixture"> = m, upstream(dy))),
                    "axis Set has extent 4 in mixture, but 3 in what takes its gradient");
}

TEST_CASE("a result that is a number, and the gradient of a number", "[gradient]") {
  static constexpr auto loss = mean<Over<N, C>>(square(in - scalar<"aim">));
  Tensor<double, N, C> x(5, 7);
  fill_with_noise(x, 1);
  const auto [dx, daim] = gradient<loss, "x", "aim">(x, arg<"aim"> = 0.25, upstream(3));
  double sum = 0;
  for_each(x, [&](double v) { sum += v - 0.25; });
  for (std::int64_t n = 0; n < 5; ++n)
    for (std::int64_t c = 0; c < 7; ++c)
      CHECK(dx(n, c) == Approx(3 * 2 * (x(n, c) - 0.25) / 35));
  CHECK(daim() == Approx(-3 * 2 * sum / 35));
}

TEST_CASE("where a slope is infinite and nothing depends on it, the gradient is 0 as in PyTorch", "[gradient]") {
  static constexpr auto length = norm2<Over<C>>(in);
  static constexpr auto deviations = outputs(std_dev<Over<C>>(in), std_dev<Over<C>, unbiased>(in));
  static constexpr auto weighted = std_dev<Over<C>>(in, input<"m">);
  static constexpr auto raised = pow(in, input<"p">);
  auto x = Tensor<float, N, C>::filled(0, 2, 3);
  const auto d = Tensor<float, N>::filled(1, 2);
  for_each(gradient<length, "x">(x, upstream(d)), [](float v) { CHECK(v == 0); });
  x.fill(2);
  x(1, 0) = 5;
  const auto dx = gradient<deviations, "x">(x, upstream(d, d));
  CHECK(dx(0, 1) == 0);
  CHECK(dx(1, 0) == Approx(2 / 3. / std::sqrt(2.) + 1 / std::sqrt(3.)).epsilon(1e-6));
  auto m = Tensor<float, C>::filled(0.5, 3);
  const auto of_weighted = gradient<weighted, "x">(x, arg<"m"> = m, upstream(d));
  CHECK(of_weighted(0, 1) == 0);
  CHECK(of_weighted(1, 0) == Approx(2 / 3. / std::sqrt(2.)).epsilon(1e-6));
  x.fill(0);
  auto p = Tensor<float, N, C>::filled(0, 2, 3);
  p(1, 1) = 2;
  const auto [da, dp] = gradient<raised, "x", "p">(in = x, arg<"p"> = p, upstream(x));
  for_each(da, [](float v) { CHECK(v == 0); });
  for_each(dp, [](float v) { CHECK(v == 0); });
}

namespace own {

constexpr auto valid = input<"valid">;
constexpr auto eps = scalar<"eps">;
using groups = Over<Group<C, G>, W>;
constexpr auto mu = mean<groups>(in, valid);
constexpr auto spread = stop_gradient(max<Over<W>>(abs(in)));
/// A mask, groups, a statistic of the data that no gradient passes through, two results.
constexpr auto f =
    outputs(where(valid, (in - mu) * rsqrt(var<groups>(in, valid) + eps) * weight, 0) + in / (spread + 1),
            let<"centre">(mean<Over<N, W>>(in)));

} // namespace own

TEST_CASE("a formula of one's own: central differences", "[gradient]") {
  constexpr std::int64_t batch = 2, channels = 6, width = 5;
  Tensor<double, N, C, W> x(batch, channels, width), y(batch, channels, width), dy(batch, channels, width);
  Tensor<bool, N, W> mask(batch, width);
  Tensor<double, C> w(channels), centre(channels), dcentre(channels);
  fill_with_noise(x, 1);
  fill_with_noise(dy, 2);
  fill_with_noise(w, 3);
  fill_with_noise(dcentre, 4);
  generate(mask, [](auto n, auto i) { return (n + i) % 3 != 0; });
  const auto value = [&] {
    evaluate<own::f>(into(y, centre), in = x, own::valid = mask, weight = w, own::eps = 1e-3, dim<G>(2));
    return check::inner(y, dy) + check::inner(centre, dcentre);
  };
  const auto [dx, dw] = gradient<own::f, "x", "weight">(in = x, own::valid = mask, weight = w, own::eps = 1e-3,
                                                        dim<G>(2), upstream(dy, dcentre));
  const auto difference = [&](double& at) { return check::central_difference(at, value); };
  for (std::int64_t c = 0; c < channels; ++c)
    CHECK(dw(c) == Approx(difference(w(c))).margin(1e-7));
  // x / (max |x| + 1) with the maximum held: what differences see of the largest elements' influence is left out.
  const auto largest = evaluate<max<Over<W>>(abs(in))>(x);
  for (std::int64_t n = 0; n < batch; ++n)
    for (std::int64_t c = 0; c < channels; ++c)
      for (std::int64_t i = 0; i < width; ++i)
        if (std::abs(x(n, c, i)) < largest(n, c)) CHECK(dx(n, c, i) == Approx(difference(x(n, c, i))).margin(1e-7));
}

TEST_CASE("what gradient refuses leaves results as they were", "[gradient]") {
  layer_norm_data d;
  const auto before = numbers(d.dx), before_w = numbers(d.dw);
  Tensor<float, N, C> longer(6, 7);
  CHECK_THROWS_WITH((gradient<LN{}, "x", "weight">(into(d.dx, d.dw), d.x, arg<"weight"> = d.w, upstream(longer))),
                    "axis N has extent 5 in input x, but 6 in the upstream gradient of result 1");
  Tensor<float, C> wide(8);
  CHECK_THROWS_WITH((gradient<LN{}, "x", "weight">(into(d.dx, wide), d.x, arg<"weight"> = d.w, upstream(d.dy))),
                    "axis C has extent 7 in input x, but 8 in output weight");
  CHECK_THROWS_AS(
      (gradient<LN{}, "x", "weight">(into(d.dx, slice<N>(d.dx, 0)), d.x, arg<"weight"> = d.w, upstream(d.dy))),
      shape_error);
  CHECK(numbers(d.dx) == before);
  CHECK(numbers(d.dw) == before_w);
}
