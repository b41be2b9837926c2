// Rows of a table chosen by labels: values, gradients and layers beside plain loops and finite differences, the same
// bits for any number of threads, and what is refused.
#include "support/catch.hpp"
#include "support/differences.hpp"
#include "support/tensors.hpp"
#include <axnorm/axnorm.hpp>
#include <axnorm/describe.hpp>
#include <axnorm/expr/print.hpp>

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

using namespace axnorm;
using namespace axnorm::axes;

namespace {

constexpr auto x = input<"x">;
constexpr auto label = input<"label", N>;
constexpr auto weight = parameter<"weight", K, C>(1);
constexpr auto bias = parameter<"bias", K, C>(0);

/// Batch norm whose affine map is that of each sample's class.
struct ByClass {
  static constexpr auto formula = norm<Over<AllBut<C>>>(x) * gather<K>(weight, label) + gather<K>(bias, label);
};
/// Two labels and the whole of one table: its gradient comes from all three.
struct Twice {
  static constexpr auto other = input<"other", N>;
  static constexpr auto formula = x * gather<K>(weight, label) + square(gather<K>(weight, other)) +
                                  mean<Over<K>>(weight) * gather<K>(parameter<"step", K>(2), label);
};
/// Labels that vary over two axes, of a table whose axis stands in the middle.
struct Embedding {
  static constexpr auto formula = x + gather<K>(parameter<"table", C, K, D>(1), input<"label", N, T>);
};

constexpr int n_count = 5, k_count = 4, c_count = 6, h_count = 3;
using image = Tensor<double, N, C, H>;
using table = Tensor<double, K, C>;

template<class T>
T noise(T r, std::uint32_t seed) {
  check::fill_with_noise(r, seed);
  return r;
}
image images() { return noise(image(n_count, c_count, h_count), 3); }
table rows(std::uint32_t seed) { return noise(table(k_count, c_count), seed); }
template<class E = std::int64_t>
Tensor<E, N> labels(std::vector<int> of = {2, 0, 2, 3, 2}) {
  Tensor<E, N> r(static_cast<std::int64_t>(of.size()));
  std::copy(of.begin(), of.end(), r.data());
  return r;
}
auto near(double v) { return Approx(v).epsilon(1e-12).margin(1e-13); }

template<class A, class B>
bool same(const A& a, const B& b) {
  return a.size() == b.size() && std::equal(a.data(), a.data() + a.size(), b.data());
}
template<class F>
std::string refused(F f) {
  try {
    f();
  } catch (const shape_error& e) {
    return e.what();
  }
  return "";
}

template<class E>
void check_values() {
  const image in = images();
  const table w = rows(5), b = rows(6);
  const auto y = labels<E>();
  static constexpr auto plain = norm<Over<AllBut<C>>>(x);
  const image whitened = evaluate<plain>(in), out = evaluate<ByClass{}>(in, label = y, weight = w, bias = b);
  for (int n = 0; n < n_count; ++n)
    for (int c = 0; c < c_count; ++c)
      for (int h = 0; h < h_count; ++h) {
        const auto k = static_cast<std::int64_t>(y(n));
        CHECK(out(n, c, h) == near(whitened(n, c, h) * w(k, c) + b(k, c)));
      }
}

} // namespace

TEST_CASE("each label chooses a row") {
  check_values<std::int64_t>();
  check_values<std::int32_t>();
  check_values<std::uint8_t>();
}

TEST_CASE("a table that is not bound has its initial value in all rows") {
  const image in = images();
  static constexpr auto plain = norm<Over<AllBut<C>>>(x);
  CHECK(same(evaluate<ByClass{}>(in, label = labels()), evaluate<plain>(in)));
}

TEST_CASE("gradients add up in the rows, and are 0 in those that no label names") {
  const image in = images();
  image w_in = in, dy = noise(image(n_count, c_count, h_count), 9);
  table w = rows(5), b = rows(6);
  const auto y = labels();
  const auto [dx, dw, db] =
      gradient<ByClass{}, "x", "weight", "bias">(x = w_in, label = y, weight = w, bias = b, upstream(dy));
  const auto value = [&] { return check::inner(evaluate<ByClass{}>(w_in, label = y, weight = w, bias = b), dy); };
  check::compare_with_differences(w_in, dx, value);
  check::compare_with_differences(w, dw, value);
  for (int k = 0; k < k_count; ++k)
    for (int c = 0; c < c_count; ++c) {
      double sum = 0;
      for (int n = 0; n < n_count; ++n)
        for (int h = 0; h < h_count; ++h)
          sum += y(n) == k ? dy(n, c, h) : 0;
      CHECK(db(k, c) == near(sum));
    }
  for (int c = 0; c < c_count; ++c)
    CHECK((dw(1, c) == 0 && db(1, c) == 0));

  SECTION("added to what is there") {
    table sum_w = rows(11), sum_b(k_count, c_count);
    const table before = sum_w;
    sum_b.fill(0);
    gradient<ByClass{}, "weight", "bias">(into(sum_w, sum_b), x = in, label = y, weight = w, bias = b, upstream(dy),
                                          accumulate);
    for (std::int64_t i = 0; i < dw.size(); ++i)
      CHECK(sum_w.data()[i] == near(before.data()[i] + dw.data()[i]));
    CHECK(same(sum_b, db));
  }
  SECTION("into tensors with their axes in another order, or the tables themselves") {
    Tensor<double, C, K> other(c_count, k_count);
    table in_place = w;
    gradient<ByClass{}, "weight", "bias">(into(other, b), x = in, label = y, weight = in_place, bias = b, upstream(dy));
    for (int k = 0; k < k_count; ++k)
      for (int c = 0; c < c_count; ++c)
        CHECK(other(c, k) == near(dw(k, c)));
    CHECK(same(b, db));
  }
}

TEST_CASE("a table may be gathered from twice, and be used as a whole") {
  image in = images(), dy = noise(image(n_count, c_count, h_count), 9);
  table w = rows(5);
  auto step = noise(Tensor<double, K>(k_count), 8);
  const auto y = labels(), z = labels({1, 1, 0, 3, 3});
  const auto value = [&] {
    return check::inner(evaluate<Twice{}>(x = in, label = y, arg<"other"> = z, weight = w, arg<"step"> = step), dy);
  };
  const auto [dw, ds, dx] = gradient<Twice{}, "weight", "step", "x">(x = in, label = y, arg<"other"> = z, weight = w,
                                                                     arg<"step"> = step, upstream(dy));
  check::compare_with_differences(w, dw, value);
  check::compare_with_differences(step, ds, value);
  check::compare_with_differences(in, dx, value);
}

TEST_CASE("labels may vary over several axes, and the table's axis stand anywhere") {
  auto in = noise(Tensor<double, N, T, C, D>(2, 3, 4, 5), 1), dy = noise(Tensor<double, N, T, C, D>(2, 3, 4, 5), 2);
  auto all = noise(Tensor<double, C, K, D>(4, 7, 5), 4);
  Tensor<std::int32_t, N, T> y(2, 3);
  for (int i = 0; i < 6; ++i)
    y.data()[i] = i * i % 7;
  const auto out = evaluate<Embedding{}>(x = in, arg<"label"> = y, arg<"table"> = all);
  const auto d = gradient<Embedding{}, "table">(x = in, arg<"label"> = y, arg<"table"> = all, upstream(dy));
  Tensor<double, C, K, D> sum(4, 7, 5);
  sum.fill(0);
  for (int n = 0; n < 2; ++n)
    for (int t = 0; t < 3; ++t)
      for (int c = 0; c < 4; ++c)
        for (int e = 0; e < 5; ++e) {
          CHECK(out(n, t, c, e) == in(n, t, c, e) + all(c, y(n, t), e));
          sum(c, y(n, t), e) += dy(n, t, c, e);
        }
  for (std::int64_t i = 0; i < sum.size(); ++i)
    CHECK(d.data()[i] == near(sum.data()[i]));
}

TEST_CASE("a layer trains its tables") {
  Layer<ByClass, double> layer{dim<K>(k_count), dim<C>(c_count)};
  const auto state = layer.state();
  REQUIRE(state.size() == 2);
  CHECK(state[0].name == "weight");
  CHECK(state[1].name == "bias");
  CHECK(state[0].size == k_count * c_count);
  const table w = rows(5), b = rows(6);
  std::copy(w.data(), w.data() + w.size(), layer.parameter<"weight">().data());
  std::copy(b.data(), b.data() + b.size(), layer.parameter<"bias">().data());
  const image in = images(), dy = noise(image(n_count, c_count, h_count), 9);
  const auto y = labels();
  auto [out, context] = layer.forward(in, label = y);
  CHECK(same(out, evaluate<ByClass{}>(in, label = y, weight = w, bias = b)));
  const auto dx = layer.backward(context, dy);
  const auto [by_x, by_w, by_b] =
      gradient<ByClass{}, "x", "weight", "bias">(x = in, label = y, weight = w, bias = b, upstream(dy));
  for (std::int64_t i = 0; i < dx.size(); ++i)
    CHECK(dx.data()[i] == near(by_x.data()[i]));
  for (std::int64_t i = 0; i < by_w.size(); ++i) {
    CHECK(layer.gradient<"weight">().data()[i] == near(by_w.data()[i]));
    CHECK(layer.gradient<"bias">().data()[i] == near(by_b.data()[i]));
  }
  layer.backward(context, dy, accumulate);
  CHECK(layer.gradient<"weight">()(2, 1) == near(2 * by_w(2, 1)));
  SGD<double> optimizer({.rate = 0.1});
  optimizer.add(layer.parameters(), layer.gradients());
  optimizer.step();
  CHECK(layer.parameter<"bias">()(2, 1) == near(b(2, 1) - 0.2 * by_b(2, 1)));
  CHECK(layer.parameter<"bias">()(1, 1) == b(1, 1));
}

TEST_CASE("the same bits for 1, 2 and 5 threads, and halves are summed up in double", "[threads]") {
  const int n = 400, k = 7, c = 700;
  using halves = Tensor<float16, K, C>;
  auto in = noise(Tensor<float, N, C>(n, c), 1), dy = noise(Tensor<float, N, C>(n, c), 2);
  auto w = noise(Tensor<float, K, C>(k, c), 3);
  halves small(k, c);
  Tensor<std::int32_t, N> y(n);
  for (int i = 0; i < n; ++i)
    y(i) = i * i * 31 % k;
  static constexpr auto f = x * gather<K>(weight, label);
  static constexpr auto of_halves = x * gather<K>(parameter<"half", K, C>(1), label);
  for (std::int64_t i = 0; i < small.size(); ++i)
    small.data()[i] = float16(w.data()[i]);
  std::vector<Tensor<float, N, C>> outs;
  std::vector<Tensor<float, K, C>> gradients;
  std::vector<halves> of_small;
  for (const int count : {1, 2, 5}) {
    outs.emplace_back(n, c);
    gradients.emplace_back(k, c);
    of_small.emplace_back(k, c);
    evaluate<f>(into(outs.back()), x = in, label = y, weight = w, threads(count));
    gradient<f, "weight">(into(gradients.back()), x = in, label = y, weight = w, upstream(dy), threads(count));
    gradient<of_halves, "half">(into(of_small.back()), x = in, label = y, arg<"half"> = small, upstream(dy),
                                threads(count));
  }
  for (std::size_t i = 1; i < outs.size(); ++i) {
    CHECK(same(outs[i], outs[0]));
    CHECK(same(gradients[i], gradients[0]));
    for (std::int64_t j = 0; j < small.size(); ++j)
      CHECK(float(of_small[i].data()[j]) == float(of_small[0].data()[j]));
  }
  for (int j = 0; j < c; j += 37) {
    double sum = 0;
    for (int i = 0; i < n; ++i)
      sum += y(i) == 1 ? double(in(i, j)) * double(dy(i, j)) : 0;
    CHECK(gradients[0](1, j) == Approx(sum).epsilon(1e-6).margin(1e-7));
    CHECK(float(of_small[0](1, j)) == Approx(sum).epsilon(1e-3).margin(1e-6));
  }
}

TEST_CASE("strided tables and labels, no samples") {
  const image in = images();
  auto wide = noise(Tensor<double, C, K>(c_count, k_count), 4);
  const auto turned = view<double, K, C>(wide.data(), extents(k_count, c_count), strides(1, k_count));
  static constexpr auto f = x * gather<K>(weight, label);
  const auto y = labels();
  const image out = evaluate<f>(x = in, label = y, weight = turned);
  for (int n = 0; n < n_count; ++n)
    CHECK(out(n, 4, 1) == in(n, 4, 1) * wide(4, y(n)));
  const image none(0, c_count, h_count);
  CHECK(evaluate<f>(x = none, label = labels({}), weight = turned).size() == 0);
  table d = rows(1);
  gradient<f, "weight">(into(d), x = none, label = labels({}), weight = turned, upstream(none));
  CHECK(std::all_of(d.data(), d.data() + d.size(), [](double v) { return v == 0; }));
}

TEST_CASE("labels that are no rows are refused before anything is written") {
  const image in = images();
  image out = in;
  const table w = rows(5);
  const auto call = [&](const Tensor<std::int32_t, N>& y) {
    return refused([&] { evaluate<ByClass{}>(into(out), x = in, label = y, weight = w, bias = w); });
  };
  CHECK(call(labels<std::int32_t>({0, 1, 4, 9, 0})) ==
        "input label is 4 at N = 2, but parameter weight has extent 4 along axis K, so that labels are 0 to 3");
  CHECK(call(labels<std::int32_t>({0, -1, 0, 0, 0})) ==
        "input label is -1 at N = 1, but parameter weight has extent 4 along axis K, so that labels are 0 to 3");
  CHECK(same(out, in));
  CHECK(call(labels<std::int32_t>({0, 1})) == "axis N has extent 5 in input x, but 2 in input label");
  CHECK(same(out, in));

  Layer<ByClass, double> layer{dim<K>(k_count), dim<C>(c_count)};
  CHECK(refused([&] { layer.forward(in, label = labels({0, 0, 0, 0, 7})); }) ==
        "input label is 7 at N = 4, but parameter weight has extent 4 along axis K, so that labels are 0 to 3");
}

TEST_CASE("results share no memory with tables, nor their gradients with what is read") {
  Tensor<double, N, C> in(4, 6), dy(4, 6);
  in.fill(1);
  dy.fill(1);
  table w = rows(5);
  const auto y = labels({0, 1, 2, 3});
  static constexpr auto f = x * gather<K>(weight, label);
  CHECK(refused([&] { evaluate<f>(into(view<double, N, C>(w.data(), 4, 6)), x = in, label = y, weight = w); }) ==
        "output 1 shares memory with parameter weight");
  CHECK(refused([&] {
          gradient<f, "weight">(into(view<double, K, C>(dy.data(), 4, 6)), x = in, label = y, weight = w, upstream(dy));
        }) == "output weight shares memory with the upstream gradient of result 1");
}

TEST_CASE("gathering in words", "[describe]") {
  CHECK(describe<ByClass>().find(" * weight[K=label]\n") != std::string::npos);
  CHECK(formula_text<ByClass>().find("weight[K = label]") != std::string::npos);
}

namespace {
template<auto F, class... Label>
constexpr std::string_view words_of =
    exec::detail::words_for<formula_of<F>, given_tensor<"x", float, N, C>, Label...,
                            given_tensor<"weight", float, K, C>>.view();
using integers = given_tensor<"label", std::int32_t, N>;
constexpr auto open_label = input<"label">;
} // namespace
static_assert(words_of<x * gather<K>(weight, label), integers>.empty());
static_assert(words_of<x * gather<K>(weight, label), given_tensor<"label", float, N>> ==
              "gather<K> takes integers, but input label holds real numbers");
static_assert(words_of<x * gather<K>(weight, label), given_tensor<"label", bool, N>> ==
              "gather<K> takes integers, but input label holds booleans");
static_assert(words_of<x * gather<K>(weight, label)> == "input label is not bound; give it by name");
static_assert(words_of<x * gather<H>(weight, label), integers> ==
              "parameter weight has no axis H to gather from; its axes are {K, C}");
static_assert(words_of<x * gather<K>(weight, open_label), given_tensor<"label", std::int32_t, C>> ==
              "gather<K> gives parameter weight the axes of input label, but both have axis C");
static_assert(words_of<x * gather<K>(weight, x)> == "gather<K> takes integers, but input x holds real numbers");
static_assert(words_of<x * gather<K>(weight * 2, label), integers> ==
              "gather<K>(variable, label) takes an input or a parameter to gather from, but was given another "
              "expression");
static_assert(words_of<x * gather<K>(weight, x + 1), integers> ==
              "gather<K>(variable, label) takes an input of integers as the label, but was given another expression");
