// copy and the algorithms: all orders, strides of both signs, element types, overlaps; against loops over indices.
#include "support/catch.hpp"
#include <axnorm/tensor/algorithm.hpp>
#include <axnorm/tensor/rename.hpp>
#include <axnorm/tensor/slice.hpp>

#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

using namespace axnorm;
using namespace axnorm::axes;

namespace {

template<class From, class To>
std::string text_of_copy(const From& from, To&& to) {
  try {
    copy(from, to);
  } catch (const shape_error& e) {
    return e.what();
  }
  return "nothing was thrown";
}

/// Distinct values: position in index order of {N, C, H, W}.
Tensor<float, N, C, H, W> numbered(std::int64_t n, std::int64_t c, std::int64_t h, std::int64_t w) {
  Tensor<float, N, C, H, W> x(n, c, h, w);
  generate(x, [i = 0.f]() mutable { return i++; });
  return x;
}

template<class X, class Y>
bool equal(const X& x, const Y& y) {
  const auto vx = as_view(x);
  const auto vy = transpose<N, C, H, W>(as_view(y));
  bool same = vx.extents() == vy.extents();
  if (same)
    for_each(transpose<N, C, H, W>(vx), [&](auto e, auto n, auto c, auto h, auto w) {
      same = same && static_cast<double>(e) == static_cast<double>(vy(n, c, h, w));
    });
  return same;
}

template<class... Axes>
void check_order(const Tensor<float, N, C, H, W>& x) {
  Tensor<float, Axes...> y(dim<N>(x.extent<N>()), dim<C>(x.extent<C>()), dim<H>(x.extent<H>()), dim<W>(x.extent<W>()));
  copy(x, y);
  CHECK(equal(x, y));
  Tensor<float, N, C, H, W> back(x.extents());
  copy(y, back);
  CHECK(equal(x, back));
  auto doubles = to_tensor<double>(y);
  static_assert(std::is_same_v<decltype(doubles), Tensor<double, Axes...>>);
  CHECK(equal(x, doubles));
}

} // namespace

TEST_CASE("copy matches axes by name, in every order", "[tensor][copy]") {
  for (const auto& e : {extents_array<4>{2, 3, 5, 7}, extents_array<4>{1, 1, 1, 1}, extents_array<4>{3, 40, 1, 70},
                        extents_array<4>{2, 133, 1, 259}, extents_array<4>{2, 0, 3, 1}}) {
    const auto x = numbered(e[0], e[1], e[2], e[3]);
    check_order<N, C, H, W>(x);
    check_order<N, H, W, C>(x);
    check_order<C, H, W, N>(x);
    check_order<W, N, H, C>(x);
    check_order<W, H, C, N>(x);
    check_order<H, C, N, W>(x);
  }
}

TEST_CASE("copy takes any strides on both sides", "[tensor][copy]") {
  const auto x = numbered(3, 8, 9, 10);
  auto y = Tensor<float, N, C, H, W>::filled(-1, 3, 8, 9, 10);
  const auto source = slice<H>(slice<C>(x, 7, -1, -2), 1, 9, 3);
  const auto target = slice<H>(slice<C>(y, 0, 8, 2), 6, 0, -2);
  copy(source, target);
  CHECK(equal(source, target));
  std::int64_t touched = 0;
  for_each(y, [&](float e) { touched += e >= 0; });
  CHECK(touched == source.size());
  copy(x, y);
  CHECK(equal(x, y));

  const float one = 4; // one element for all positions
  copy(view<const float, N, C>(&one, extents(3, 6), strides(0, 0)), slice<W>(slice<H>(slice<C>(y, 0, 6), 0), 0));
  CHECK(y(2, 5, 0, 0) == 4);
  CHECK(y(2, 6, 0, 0) == x(2, 6, 0, 0));
}

TEST_CASE("copy converts like element_cast", "[tensor][copy]") {
  Tensor<float, L> x(9);
  generate(x, [](auto i) { return static_cast<float>(i) * 0.75f - 3; });
  x(8) = std::numeric_limits<float>::quiet_NaN();
  const auto check = [&]<class E>(E) {
    const auto y = to_tensor<E>(x);
    for (int i = 0; i < 9; ++i) {
      const E want = element_cast<E>(x(i));
      CHECK((y(i) == want || (i == 8 && FloatingElement<E>)));
    }
    const auto back = to_tensor<double>(y);
    for (int i = 0; i < 8; ++i)
      CHECK(back(i) == element_cast<double>(y(i)));
  };
  check(0.f);
  check(0.);
  check(float16(0));
  check(bfloat16(0));
  check(false);
  check(std::int8_t{});
  check(std::uint8_t{});
  check(std::int64_t{});
}

TEST_CASE("copy between overlapping memory comes out as if it did not overlap", "[tensor][copy]") {
  Tensor<int, L> x(10);
  generate(x, [](auto i) { return i; });
  copy(slice<L>(x, 0, 8), slice<L>(x, 2, 10)); // forwards onto itself
  for (int i = 0; i < 8; ++i)
    CHECK(x(i + 2) == i);
  generate(x, [](auto i) { return i; });
  copy(x, slice<L>(x, 9, -1, -1)); // reversed in place
  for (int i = 0; i < 10; ++i)
    CHECK(x(i) == 9 - i);
  copy(x, x);
  CHECK(x(0) == 9);

  Tensor<int, H, W> square(5, 5);
  generate(square, [](auto i, auto j) { return 10 * i + j; });
  copy(rename<T, W>(rename<W, H>(rename<H, T>(square))), square); // transposed in place
  for (int i = 0; i < 5; ++i)
    for (int j = 0; j < 5; ++j)
      CHECK(square(i, j) == 10 * j + i);

  auto pairs = Tensor<int, L>::filled(0, 10);
  generate(pairs, [](auto i) { return i; });
  copy(slice<L>(pairs, 0, 10, 2), slice<L>(pairs, 1, 10, 2)); // interleaved: no element is shared
  for (int i = 0; i < 10; ++i)
    CHECK(pairs(i) == i / 2 * 2);
}

TEST_CASE("what overlaps", "[tensor][overlap]") {
  Tensor<float, L> x(10), y(10);
  CHECK(may_overlap(x, x));
  CHECK(!may_overlap(x, y));
  CHECK(!may_overlap(slice<L>(x, 0, 5), slice<L>(x, 5, 10)));
  CHECK(may_overlap(slice<L>(x, 0, 6), slice<L>(x, 9, 4, -1)));
  CHECK(!may_overlap(slice<L>(x, 0, 5), slice<L>(x, 9, 4, -1)));
  CHECK(!may_overlap(slice<L>(x, 3, 3), x));
  const auto bytes = bytes_of(slice<L>(x, 9, -1, -1));
  CHECK(bytes.first == reinterpret_cast<const std::byte*>(x.data()));
  CHECK(bytes.last == reinterpret_cast<const std::byte*>(x.data() + 10));
}

TEST_CASE("copy refuses other extents, before it writes", "[tensor][copy]") {
  Tensor<float, N, C> x(2, 3);
  x.fill(1);
  auto y = Tensor<float, C, N>::filled(0, 3, 4);
  CHECK(text_of_copy(x, y) == "copy: axis N has extent 4 in the destination, but 2 in the source");
  CHECK(y(0, 0) == 0);
}

TEST_CASE("for_each walks in index order, whatever the memory", "[tensor][algorithm]") {
  Tensor<int, H, W> x(3, 4);
  generate(x, [](auto i, auto j) { return 10 * i + j; });
  std::vector<int> seen, wanted;
  for_each(transpose<W, H>(x), [&](int e) { seen.push_back(e); });
  for (int j = 0; j < 4; ++j)
    for (int i = 0; i < 3; ++i)
      wanted.push_back(10 * i + j);
  CHECK(seen == wanted);

  for_each(slice<H>(x, 2, -1, -2), [](int& e, auto i, auto j) { e = static_cast<int>(1000 + 100 * i + j); });
  CHECK(x(2, 3) == 1003);
  CHECK(x(0, 3) == 1103);
  CHECK(x(1, 3) == 13);
  int calls = 0;
  for_each(Tensor<float, N, C, H>(3, 0, 2), [&](float) { ++calls; });
  CHECK(calls == 0);
  Tensor<float> scalar;
  generate(scalar, [] { return 5; });
  for_each(scalar, [&](float e) { calls += static_cast<int>(e); });
  CHECK(calls == 5);
  auto counter = for_each(std::as_const(x), [n = 0](const int&) mutable { return ++n; });
  CHECK(counter(0) == 13);
}

TEST_CASE("generate and fill convert", "[tensor][algorithm]") {
  Tensor<bfloat16, N, C> x(2, 3);
  generate(x, [](auto n, auto c) { return 0.5 * static_cast<double>(n) + static_cast<double>(c); });
  CHECK(static_cast<float>(x(1, 2)) == 2.5f);
  fill(slice<N>(x, 0), 7);
  CHECK(static_cast<float>(x(0, 2)) == 7.f);
  CHECK(static_cast<float>(x(1, 2)) == 2.5f);
  Tensor<std::uint8_t, L> bytes(3);
  fill(bytes, 1000.);
  CHECK(bytes(2) == 255);
}
