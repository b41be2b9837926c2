// How a call of evaluate binds: by position, by name, numbers, temporaries, named values, single elements; and what the
// results are.
#include "support/catch.hpp"
#include <axnorm/exec/evaluate.hpp>
#include <axnorm/norm/named.hpp>
#include <axnorm/tensor/tensor.hpp>

#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <new>
#include <tuple>
#include <type_traits>
#include <utility>

using namespace axnorm;
using namespace axnorm::axes;

namespace {

constexpr auto in = input<"x">;
constexpr auto residual = input<"residual">;
constexpr auto weight = parameter<"weight", C>(2);
constexpr auto eps = scalar<"eps">;

/// Elements that are different and not in order: 0, 7, 14, ... modulo 31, less 12.
template<class T>
void number(T& t, int from = 0) {
  for (std::int64_t i = 0; i < t.size(); ++i)
    t.data()[i] = static_cast<typename T::value_type>(static_cast<float>((7 * i + from) % 31 - 12));
}
template<class T>
T numbered(T t, int from = 0) {
  number(t, from);
  return t;
}
template<class A, class B>
bool same(const A& a, const B& b) {
  if (a.size() != b.size()) return false;
  for (std::int64_t i = 0; i < a.size(); ++i)
    if (!(a.data()[i] == b.data()[i])) return false;
  return true;
}

using LN = LayerNorm<C>;
struct twice {
  static constexpr auto formula = scope<"a">(LN{}) + scope<"b">(LN{});
};

} // namespace

TEST_CASE("an input by position or by name, parameters by name or by their initial value") {
  auto x = numbered(Tensor<float, N, C>(3, 5));
  constexpr auto f = in * weight;
  const auto y = evaluate<f>(x);
  CHECK(y(2, 4) == 2 * x(2, 4));
  CHECK(same(evaluate<f>(in = x), y));
  CHECK(same(evaluate<f>(arg<"x"> = x), y));
  auto w = numbered(Tensor<float, C>(5), 3);
  const auto z = evaluate<f>(weight = w, in = x);
  for (int n = 0; n < 3; ++n)
    for (int c = 0; c < 5; ++c)
      CHECK(z(n, c) == x(n, c) * w(c));
}

TEST_CASE("temporaries are operands as well") {
  auto x = numbered(Tensor<float, N, C>(3, 5));
  const auto kept = evaluate<in * weight>(x, weight = numbered(Tensor<float, C>(5), 3));
  CHECK(
      same(evaluate<in * weight>(numbered(Tensor<float, N, C>(3, 5)), arg<"weight"> = numbered(Tensor<float, C>(5), 3)),
           kept));
  const Tensor<float, N, C> constant = x;
  CHECK(same(evaluate<in + residual>(in = constant, residual = view<const float, N, C>(x.data(), 3, 5)),
             evaluate<in + residual>(in = x, residual = x)));
}

TEST_CASE("numbers are bound to scalars, and to inputs and parameters without axes") {
  auto x = numbered(Tensor<float, N, C>(3, 5));
  constexpr auto f = in * eps + parameter<"shift">(0);
  CHECK(evaluate<f>(x, eps = 0.5)(1, 1) == x(1, 1) * 0.5f);
  CHECK(evaluate<f>(x, eps = 2, arg<"shift"> = 3)(1, 1) == x(1, 1) * 2 + 3);
  CHECK(evaluate<in + residual>(in = x, residual = 1.5)(2, 3) == x(2, 3) + 1.5f);
  // A number does not make the computation double.
  static_assert(std::is_same_v<decltype(evaluate<f>(x, eps = 0.5)), Tensor<float, N, C>>);
}

TEST_CASE("results: the first input's axes and element, fixed extents, casts, several") {
  auto x = numbered(Tensor<bfloat16, H, Fixed<C, 5>, N>(2, 3));
  auto y = evaluate<norm<Over<H>>(in)>(x);
  static_assert(std::is_same_v<decltype(y), Tensor<bfloat16, H, Fixed<C, 5>, N>>);
  auto mean_of = evaluate<cast<float>(mean<Over<H>>(in))>(x);
  static_assert(std::is_same_v<decltype(mean_of), Tensor<float, Fixed<C, 5>, N>>);
  auto number_of = evaluate<sum<Over<H, C, N>>(in)>(x);
  static_assert(decltype(number_of)::rank == 0);
  auto [largest, count_of] = evaluate<outputs(max<Over<C, H>>(in), sum<Over<C>>(in))>(x);
  static_assert(std::is_same_v<decltype(largest), Tensor<bfloat16, N>> &&
                std::is_same_v<decltype(count_of), Tensor<bfloat16, H, N>>);
  CHECK(largest.extent<N>() == 3);
  // A mask first: the pattern is the first floating input.
  Tensor<bool, N> on(3);
  on.fill(true);
  auto masked = evaluate<where(input<"on">, in, 0)>(input<"on"> = on, in = x);
  static_assert(std::is_same_v<decltype(masked)::element_type, bfloat16>);
  CHECK(same(masked, evaluate<where(input<"on">, in, 0)>(input<"on"> = on, in = x)));
}

TEST_CASE("results in memory of the caller: any axis order, other element types, views of parts") {
  auto x = numbered(Tensor<float, N, C>(3, 5));
  const auto expected = evaluate<in * weight>(x);
  Tensor<double, C, N> wide(5, 3);
  // A result of double makes the computation double, so it takes operands of double.
  auto x_double = numbered(Tensor<double, N, C>(3, 5));
  evaluate<in * weight>(into(wide), x_double);
  Tensor<bfloat16, C, N> narrow(5, 3);
  evaluate<in * weight>(into(narrow), x);
  Tensor<float, K, N, C> several(2, 3, 5);
  several.fill(-1);
  evaluate<in * weight>(into(view<float, N, C>(several.data() + 15, 3, 5)), x);
  for (int n = 0; n < 3; ++n)
    for (int c = 0; c < 5; ++c) {
      CHECK(wide(c, n) == static_cast<double>(expected(n, c)));
      CHECK(static_cast<float>(narrow(c, n)) == expected(n, c));
      CHECK(several(0, n, c) == -1);
      CHECK(several(1, n, c) == expected(n, c));
    }
}

TEST_CASE("a named value is replaced by a tensor of its name") {
  using BN = Norm<Over<N, H>, Affine<C>, Eps<0.5>>;
  auto x = numbered(Tensor<float, N, C, H>(3, 5, 4));
  constexpr auto with_statistics_of_its_own = outputs(BN{}, BN::mean, BN::var);
  auto [y, m, v] = evaluate<with_statistics_of_its_own>(x);
  const auto again = evaluate<BN{}>(x, with_statistics(m, v));
  for (std::int64_t i = 0; i < y.size(); ++i)
    CHECK(again.data()[i] == Approx(y.data()[i]).margin(1e-6));
  m.fill(1);
  v.fill(3.5f);
  const auto given = evaluate<BN{}>(x, arg<"mean"> = m, arg<"var"> = v);
  CHECK(given(2, 3, 1) == Approx((x(2, 3, 1) - 1) / 2));
}

TEST_CASE("single elements of a parameter are operands of their own") {
  auto x = numbered(Tensor<float, N, C>(3, 5));
  constexpr auto pair = parameter<"pair", Fixed<Set, 2>>(1);
  constexpr auto f = in * element<Set, 0>(pair) + element<Set, 1>(pair);
  CHECK(evaluate<f>(x)(1, 2) == x(1, 2) + 1);
  Tensor<float, Set> two(2);
  two(0) = 3;
  two(1) = -4;
  CHECK(evaluate<f>(x, pair = two)(1, 2) == 3 * x(1, 2) - 4);
  const auto row = evaluate<in - element<N, 1>(in)>(x);
  CHECK(row(2, 3) == x(2, 3) - x(1, 3));
  Tensor<float, Set> one(1);
  CHECK_THROWS_AS((evaluate<f>(x, pair = one)), shape_error);
  CHECK_THROWS_AS((evaluate<element<N, 3>(in)>(x)), shape_error);
}

TEST_CASE("scopes bind the same norm twice") {
  auto x = numbered(Tensor<float, N, C>(3, 5));
  auto w = numbered(Tensor<float, C>(5), 3);
  const auto once = evaluate<LN{}>(x), scaled = evaluate<LN{}>(x, arg<"weight"> = w);
  const auto both = evaluate<twice{}>(x, arg<"b.weight"> = w);
  for (std::int64_t i = 0; i < x.size(); ++i)
    CHECK(both.data()[i] == Approx(once.data()[i] + scaled.data()[i]).margin(1e-5));
}
