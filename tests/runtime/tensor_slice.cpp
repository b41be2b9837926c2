// Slicing, renaming and transposing: which elements a view shows, in which type; what is said of mistakes.
#include "support/catch.hpp"
#include <axnorm/tensor/rename.hpp>
#include <axnorm/tensor/slice.hpp>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

using namespace axnorm;
using namespace axnorm::axes;

namespace {

/// Element (n, c, h) is 100 n + 10 c + h.
Tensor<int, N, C, Fixed<H, 4>> numbered() {
  Tensor<int, N, C, Fixed<H, 4>> x(2, 3);
  for (int n = 0; n < 2; ++n)
    for (int c = 0; c < 3; ++c)
      for (int h = 0; h < 4; ++h)
        x(n, c, h) = 100 * n + 10 * c + h;
  return x;
}

template<class A, class X, class... I>
std::string text_of_slice(const X& x, I... i) {
  try {
    (void)slice<A>(x, i...);
  } catch (const shape_error& e) {
    return e.what();
  }
  return "nothing was thrown";
}

template<class View>
std::vector<int> row(const View& v) {
  std::vector<int> r;
  for (std::int64_t i = 0; i < v.extent(0); ++i)
    r.push_back(v(i));
  return r;
}

} // namespace

TEST_CASE("a slice at an index loses the axis", "[tensor][slice]") {
  auto x = numbered();
  const auto c = slice<C>(x, 2);
  static_assert(std::is_same_v<std::remove_const_t<decltype(c)>, View<int, N, Fixed<H, 4>>>);
  CHECK(c(1, 3) == 123);
  c(1, 3) = -1;
  CHECK(x(1, 2, 3) == -1);
  static_assert(std::is_same_v<decltype(slice<N>(std::as_const(x), 0)), View<const int, C, Fixed<H, 4>>>);
  static_assert(std::is_same_v<decltype(slice<H>(x.view(), 0_c)), View<int, N, C>>);
  CHECK(slice<N>(slice<C>(slice<H>(x, 1), 2), 1)() == 121);
}

TEST_CASE("a slice over a range keeps the axis", "[tensor][slice]") {
  const auto x = numbered();
  const auto line = slice<N>(slice<C>(x, 1), 1);
  CHECK(row(slice<H>(line, 1, 3)) == std::vector<int>{111, 112});
  CHECK(row(slice<H>(line, 0, 4)) == std::vector<int>{110, 111, 112, 113});
  CHECK(row(slice<H>(line, 0, 4, 2)) == std::vector<int>{110, 112});
  CHECK(row(slice<H>(line, 0, 3, 2)) == std::vector<int>{110, 112});
  CHECK(row(slice<H>(line, 1, 4, 2)) == std::vector<int>{111, 113});
  CHECK(row(slice<H>(line, 0, 4, 5)) == std::vector<int>{110});
  CHECK(row(slice<H>(line, 3, -1, -1)) == std::vector<int>{113, 112, 111, 110});
  CHECK(row(slice<H>(line, 3, 0, -2)) == std::vector<int>{113, 111});
  CHECK(row(slice<H>(line, 3, 1, -2)) == std::vector<int>{113});
  CHECK(slice<H>(line, 2, 2).empty());
  CHECK(slice<H>(line, 4, 4).empty());
  CHECK(slice<H>(line, -1, -1, -1).empty());
  CHECK(row(slice<H>(slice<H>(line, 3, -1, -1), 3, -1, -1)) == std::vector<int>{110, 111, 112, 113});
  static_assert(std::is_same_v<std::remove_const_t<decltype(slice<H>(x, 0, 2))>, View<const int, N, C, H>>);
}

TEST_CASE("a slice between constants has a fixed extent", "[tensor][slice]") {
  auto x = numbered();
  static_assert(std::is_same_v<decltype(slice<H>(x, 1_c, 4_c, 2_c)), View<int, N, C, Fixed<H, 2>>>);
  static_assert(std::is_same_v<decltype(slice<N>(x, 0_c, 2_c)), View<int, Fixed<N, 2>, C, Fixed<H, 4>>>);
  static_assert(std::is_same_v<decltype(slice<N>(x, 0_c, 2)), View<int, N, C, Fixed<H, 4>>>);
  static_assert(
      std::is_same_v<decltype(slice<H>(x, 3_c, std::integral_constant<int, -1>{}, std::integral_constant<int, -3>{})),
                     View<int, N, C, Fixed<H, 2>>>);
  CHECK(slice<H>(x, 1_c, 4_c, 2_c)(1, 1, 1) == 113);
  CHECK(text_of_slice<N>(x, 0_c, 3_c) == "the slice from 0 to 3 is not within axis N, whose extent is 2");
}

TEST_CASE("a slice that is not within its axis is an error", "[tensor][slice]") {
  const auto x = numbered();
  CHECK(text_of_slice<C>(x, 3) == "index 3 is out of range: axis C has extent 3");
  CHECK(text_of_slice<C>(x, -1) == "index -1 is out of range: axis C has extent 3");
  CHECK(text_of_slice<C>(x, 0, 4) == "the slice from 0 to 4 is not within axis C, whose extent is 3");
  CHECK(text_of_slice<C>(x, -1, 2) == "the slice from -1 to 2 is not within axis C, whose extent is 3");
  CHECK(text_of_slice<C>(x, 2, 1) == "the slice from 2 to 1 is not within axis C, whose extent is 3");
  CHECK(text_of_slice<C>(x, 3, 0, -1) ==
        "the slice from 3 to 0 in steps of -1 is not within axis C, whose extent is 3");
  CHECK(text_of_slice<C>(x, 1, -2, -1) ==
        "the slice from 1 to -2 in steps of -1 is not within axis C, whose extent is 3");
  CHECK(text_of_slice<C>(x, 0, 3, 0) == "a slice cannot have a step of 0 along axis C");
  CHECK(text_of_slice<C>(Tensor<int, C>(), 0) == "index 0 is out of range: axis C has extent 0");
  try {
    (void)slice<C>(x, 0, 4);
    FAIL("it should have thrown");
  } catch (const shape_error& e) {
    CHECK(e.axis == "C");
    CHECK(e.expected == "3");
    CHECK(e.given == "0 to 4");
  }
}

TEST_CASE("slices of nothing are nothing", "[tensor][slice]") {
  const Tensor<float, N, C> x(3, 0);
  CHECK(slice<N>(x, 2).empty());
  CHECK(slice<N>(x, 1, 3).extents() == extents_array<2>{2, 0});
  CHECK(slice<C>(x, 0, 0).empty());
}

TEST_CASE("renaming changes names only", "[tensor][rename]") {
  auto x = numbered();
  const auto v = rename<H, W>(x);
  static_assert(std::is_same_v<std::remove_const_t<decltype(v)>, View<int, N, C, Fixed<W, 4>>>);
  CHECK(v.data() == x.data());
  CHECK(v(1, 2, 3) == 123);
  static_assert(std::is_same_v<decltype(rename<N, T>(std::as_const(x))), View<const int, T, C, Fixed<H, 4>>>);
  static_assert(std::is_same_v<decltype(rename<N, N>(x)), View<int, N, C, Fixed<H, 4>>>);

  const int* const memory = x.data();
  auto moved = rename<N, T>(std::move(x));
  static_assert(std::is_same_v<decltype(moved), Tensor<int, T, C, Fixed<H, 4>>>);
  CHECK(moved.data() == memory);
  CHECK(moved(1, 2, 3) == 123);
  CHECK(x.data() == nullptr); // NOLINT: moved from, and that is what is tested
  CHECK(rename<N, T>(numbered()).extent<T>() == 2);
}

TEST_CASE("transposing permutes axes and strides", "[tensor][transpose]") {
  auto x = numbered();
  const auto v = transpose<H, N, C>(x);
  static_assert(std::is_same_v<std::remove_const_t<decltype(v)>, View<int, Fixed<H, 4>, N, C>>);
  CHECK(v.strides() == strides_array<3>{1, 12, 4});
  for (int n = 0; n < 2; ++n)
    for (int c = 0; c < 3; ++c)
      for (int h = 0; h < 4; ++h)
        CHECK(&v(h, n, c) == &x(n, c, h));
  static_assert(std::is_same_v<decltype(transpose<N, C, H>(transpose<C, H, N>(std::as_const(x)))),
                               View<const int, N, C, Fixed<H, 4>>>);
  CHECK(transpose<N, C, H>(v).is_row_major());
}
