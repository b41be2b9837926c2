// Owning tensors and views: making, copying, moving, indexing; where their memory is; what is said of mistakes.
#include "support/catch.hpp"
#include <axnorm/tensor/tensor.hpp>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <set>
#include <string>
#include <utility>
#include <vector>

using namespace axnorm;
using namespace axnorm::axes;

namespace {

struct Head : axis<"Head"> {};

std::uintptr_t address(const void* p) { return reinterpret_cast<std::uintptr_t>(p); }

template<class F>
std::string text_of_error(F f) {
  try {
    f();
  } catch (const shape_error& e) {
    return e.what();
  }
  return "nothing was thrown";
}

} // namespace

TEST_CASE("a tensor has its axes, extents and row-major strides", "[tensor]") {
  Tensor<float, N, C, H, W> x(2, 3, 5, 7);
  CHECK(x.size() == 210);
  CHECK(!x.empty());
  CHECK(x.is_row_major());
  CHECK(x.extent<C>() == 3);
  CHECK(x.extent(2) == 5);
  CHECK(x.stride<N>() == 105);
  CHECK(x.stride(1) == 35);
  CHECK(x.extents() == extents_array<4>{2, 3, 5, 7});
  CHECK(x.strides() == strides_array<4>{105, 35, 7, 1});
  static_assert(x.rank == 4 && x.dims[1] == axis_extent_of<C>() && x.has_axis<W> && !x.has_axis<T>);
}

TEST_CASE("fixed extents need not be given, but may", "[tensor]") {
  using tensor = Tensor<float, N, Fixed<C, 64>, H>;
  for (const tensor& x : {tensor(2, 3), tensor(2, 64, 3), tensor(2, 64_c, 3), tensor(dim<H>(3), dim<N>(2)),
                          tensor(dim<C>(64), dim<H>(3_c), dim<N>(2))}) {
    CHECK(x.extents() == extents_array<3>{2, 64, 3});
    CHECK(x.extent<C>() == 64);
  }
  Tensor<double, Fixed<C, 3>, Fixed<K, 2>> w;
  CHECK(w.size() == 6);
  CHECK(w.data() != nullptr);
  CHECK(Tensor<double, Fixed<C, 3>, Fixed<K, 2>>(3, 2).size() == 6);
  static_assert(tensor::dims[1] == axis_extent_of<Fixed<C, 64>>());
}

TEST_CASE("a tensor without axes is one element", "[tensor]") {
  Tensor<float> x;
  x() = 3;
  CHECK(x.size() == 1);
  CHECK(std::as_const(x)() == 3);
  CHECK(x.view()() == 3);
  CHECK(x[{}] == 3);
}

TEST_CASE("an extent may be 0", "[tensor]") {
  const Tensor<float, N, C, H> x(4, 0, 3);
  CHECK(x.empty());
  CHECK(x.size() == 0);
  CHECK(x.strides() == strides_array<3>{3, 3, 1});
  const auto y = x; // NOLINT: the copy is what is tested
  CHECK(y.extents() == x.extents());
  CHECK(Tensor<float, N, C>().empty());
  CHECK(Tensor<float, N, C>().extents() == extents_array<2>{0, 0});
}

TEST_CASE("filled tensors hold one value everywhere", "[tensor]") {
  const auto x = Tensor<float, N, C>::filled(2.5f, 3, 4);
  for (int n = 0; n < 3; ++n)
    for (int c = 0; c < 4; ++c)
      CHECK(x(n, c) == 2.5f);
  auto y = Tensor<bfloat16, L>::filled(bfloat16(1.f), dim<L>(9));
  CHECK(y(8) == bfloat16(1.f));
  y.fill(bfloat16(2.f));
  CHECK(y(0) == bfloat16(2.f));
  CHECK(Tensor<bool>::filled(true)());
  CHECK(Tensor<std::int64_t, L>::filled(-1, 0).empty());
}

TEST_CASE("indices are in the order of the axes, and `at` checks them", "[tensor]") {
  Tensor<int, N, C, H> x(2, 3, 4);
  for (int i = 0; i < 24; ++i)
    x.data()[i] = i;
  CHECK(x(1, 2, 3) == 23);
  CHECK(x(1_c, 0, std::uint8_t{2}) == 14);
  CHECK(x[{0, 2, 1}] == 9);
  x.at(0, 0, 1) = 100;
  CHECK(std::as_const(x).at(0, 0, 1) == 100);
  CHECK(text_of_error([&] { (void)x.at(0, 3, 0); }) == "index 3 is out of range: axis C has extent 3");
  CHECK(text_of_error([&] { (void)std::as_const(x).at(-1, 0, 0); }) == "index -1 is out of range: axis N has extent 2");
  CHECK(text_of_error([&] { (void)x.at(0, 0, std::numeric_limits<std::uint64_t>::max()); }) ==
        "index 18446744073709551615 is out of range: axis H has extent 4");
}

TEST_CASE("a copy is deep, a move takes the memory", "[tensor]") {
  auto x = Tensor<float, N, C>::filled(1, 2, 3);
  auto copy = x;
  copy(0, 0) = 5;
  CHECK(x(0, 0) == 1);

  const float* const memory = x.data();
  auto moved = std::move(x);
  CHECK(moved.data() == memory);
  CHECK(moved.extents() == extents_array<2>{2, 3});
  CHECK(x.data() == nullptr); // NOLINT: moved from, and that is what is tested
  CHECK(x.empty());           // NOLINT

  x = moved;
  CHECK(x.data() != memory);
  CHECK(x(1, 2) == 1);
  const float* const kept = x.data();
  x = copy; // of the same extents: into the same memory
  CHECK(x.data() == kept);
  CHECK(x(0, 0) == 5);
  x = Tensor<float, N, C>::filled(7, 4, 4);
  CHECK(x.extent<N>() == 4);
  CHECK(x(3, 3) == 7);
  x = copy;
  CHECK(x.extents() == extents_array<2>{2, 3});
  auto& self = x;
  x = self;
  CHECK(x(0, 0) == 5);
  x = std::move(self);
  CHECK(x(0, 0) == 5);
  std::swap(x, moved);
  CHECK(x.data() == memory);
  CHECK(moved(0, 0) == 5);

  Tensor<float, Fixed<C, 3>> fixed;
  fixed.fill(2);
  auto taken = std::move(fixed);
  CHECK(taken(2) == 2);
  fixed = taken; // NOLINT: assigned to after the move
  CHECK(fixed(2) == 2);
}

TEMPLATE_TEST_CASE("memory begins at a cache line, for every element type and size", "[tensor]", float, double, float16,
                   bfloat16, bool, std::int8_t, std::int32_t, std::uint64_t) {
  for (const int n : {1, 2, 63, 1000, 4097, 70000, 3000000}) {
    auto x = Tensor<TestType, L>::filled(TestType(1), n);
    CHECK(address(x.data()) % 64 == 0);
    CHECK(x(n - 1) == TestType(1));
  }
}

TEST_CASE("tensors in a row do not begin at the same place of a page", "[tensor]") {
  for (const int n : {4096, 100000, 3000000}) {
    std::vector<Tensor<float, L>> all;
    std::set<std::uintptr_t> places;
    std::uintptr_t before = 0;
    for (int i = 0; i < 64; ++i) {
      all.emplace_back(n);
      const auto place = address(all.back().data()) % 4096;
      // Neither the same place nor within 256 bytes of the tensor before.
      if (i > 0) CHECK(std::min((place - before) % 4096, (before - place) % 4096) > 256);
      places.insert(before = place);
    }
    CHECK(places.size() == 64);
  }
}

TEST_CASE("tensors are used like views of them", "[tensor][view]") {
  Tensor<float, N, Fixed<C, 3>> x(2);
  x.fill(1);
  const View<float, N, Fixed<C, 3>> v = x;
  const View<const float, N, C> open = x;
  const View<const float, N, C> from_const = std::as_const(x);
  v(1, 2) = 4;
  CHECK(x(1, 2) == 4);
  CHECK(open(1, 2) == 4);
  CHECK(from_const.data() == x.data());
  CHECK(as_view(x).data() == x.data());
  static_assert(std::is_same_v<decltype(as_view(x)), View<float, N, Fixed<C, 3>>>);
  static_assert(std::is_same_v<decltype(as_view(std::as_const(x))), View<const float, N, Fixed<C, 3>>>);
  static_assert(!std::is_convertible_v<const Tensor<float, N>&, View<float, N>>);     // would write to what is const
  static_assert(!std::is_convertible_v<Tensor<float, N>, View<const float, N>>);      // would dangle
  static_assert(!std::is_convertible_v<Tensor<float, N>&, View<float, C>>);           // other axes
  static_assert(!std::is_convertible_v<Tensor<float, N>&, View<float, Fixed<N, 3>>>); // only explicitly
  static_assert(!std::is_convertible_v<Tensor<float, N, C>&, View<float, C, N>>);     // another order
}

TEST_CASE("views: extents, strides, constants", "[tensor][view]") {
  std::vector<float> memory(24);
  for (std::size_t i = 0; i < memory.size(); ++i)
    memory[i] = static_cast<float>(i);
  const auto v = view<float, N, C, H>(memory.data(), 2, 3_c, 4);
  static_assert(std::is_same_v<std::remove_const_t<decltype(v)>, View<float, N, Fixed<C, 3>, H>>);
  static_assert(std::is_trivially_copyable_v<View<float, N, C>> && std::is_trivially_copyable_v<View<const bool>>);
  CHECK(v(1, 2, 3) == 23);
  CHECK(v.is_row_major());
  CHECK(view<const float, N>(memory.data(), 3)(2) == 2);
  static_assert(
      std::is_same_v<decltype(view<float, N, C>(memory.data(), dim<C>(3_c), dim<N>(2))), View<float, N, Fixed<C, 3>>>);
  static_assert(std::is_same_v<decltype(view<float, N, Fixed<C, 3>, H>(memory.data(), 2, 4_c)),
                               View<float, N, Fixed<C, 3>, Fixed<H, 4>>>);
  static_assert(std::is_same_v<decltype(view<const float>(memory.data())), View<const float>>);

  const auto columns = view<float, C, N>(memory.data(), extents(3_c, 2), strides(1, 12));
  static_assert(std::is_same_v<std::remove_const_t<decltype(columns)>, View<float, Fixed<C, 3>, N>>);
  CHECK(columns(2, 1) == 14);
  CHECK(columns.stride<N>() == 12);
  CHECK(!columns.is_row_major());
  const auto backwards = view<const float, L>(memory.data() + 23, extents(24), strides(-1));
  CHECK(backwards(0) == 23);
  CHECK(backwards(23) == 0);
  const auto repeated = view<const float, N, L>(memory.data(), extents(1000, 4), strides(0, 1));
  CHECK(repeated(999, 3) == 3);
  CHECK(view_with_strides<float, N, C>(memory.data(), {2, 2}, {1, 2})(1, 1) == 3);

  const View<float, N, Fixed<C, 3>, Fixed<H, 4>> narrowed(v);
  CHECK(narrowed.extent<H>() == 4);
  CHECK(text_of_error([&] { (void)View<float, N, Fixed<C, 3>, Fixed<H, 5>>(v); }) ==
        "axis H has the fixed extent 5, but 4 was given");
  static_assert(std::is_constructible_v<View<float, Fixed<N, 5>>, View<float, N>> &&
                !std::is_constructible_v<View<float, Fixed<N, 5>>, View<float, Fixed<N, 4>>>);
  static_assert(!std::is_constructible_v<View<float, N>, View<const float, N>> &&
                !std::is_constructible_v<View<double, N>, View<float, N>>);
}

TEST_CASE("row-major is a matter of positions, not of strides that nobody walks", "[tensor][view]") {
  float memory[12]{};
  CHECK(view<float, N, C>(memory, extents(1, 12), strides(999, 1)).is_row_major());
  CHECK(view<float, N, C>(memory, extents(12, 1), strides(1, -5)).is_row_major());
  CHECK(view<float, N, C>(memory, extents(0, 3), strides(7, 7)).is_row_major());
  CHECK(!view<float, N, C>(memory, extents(3, 4), strides(1, 3)).is_row_major());
  CHECK(!view<float, N, C>(memory, extents(3, 2), strides(4, 1)).is_row_major());
}

TEST_CASE("what is wrong with extents is said, and nothing is allocated", "[tensor]") {
  CHECK(text_of_error([] { Tensor<float, N, C> x(3, -2); }) ==
        "axis C cannot have a negative extent, but -2 was given");
  CHECK(text_of_error([] { Tensor<float, Head> x(std::numeric_limits<std::uint64_t>::max()); }) ==
        "axis Head cannot have an extent of 18446744073709551615; that is more than memory can hold");
  CHECK(text_of_error([] { Tensor<float, N, Fixed<C, 64>> x(3, 32); }) ==
        "axis C has the fixed extent 64, but 32 was given");
  CHECK(text_of_error([] { Tensor<float, N, Fixed<C, 64>> x(dim<C>(32), dim<N>(1)); }) ==
        "axis C has the fixed extent 64, but 32 was given");
  CHECK(text_of_error([] { (void)dim<C>(-1); }) == "axis C cannot have a negative extent, but -1 was given");
  CHECK(text_of_error([] { Tensor<float, N, C> x(extents_array<2>{1, -1}); }) ==
        "axis C cannot have a negative extent, but -1 was given");
  const std::int64_t big = std::int64_t{1} << 31;
  CHECK(text_of_error([&] { Tensor<float, N, C> x(big, big); }) ==
        "a tensor with axes {N, C} and extents 2147483648 x 2147483648 is larger than memory can be");
  CHECK(text_of_error([&] { Tensor<float, N, C, H> x(big, 0, big); }) ==
        "a tensor with axes {N, C, H} and extents 2147483648 x 0 x 2147483648 is larger than memory can be");
  float f = 0;
  CHECK(text_of_error([&] { (void)view<float, N, C>(&f, big, big); }) ==
        "a tensor with axes {N, C} and extents 2147483648 x 2147483648 is larger than memory can be");

  try {
    Tensor<float, N, Fixed<C, 64>> x(3, 32);
    FAIL("it should have thrown");
  } catch (const shape_error& e) {
    CHECK(e.axis == "C");
    CHECK(e.expected == "64");
    CHECK(e.given == "32");
  }
  // A failed assignment leaves the tensor as it was.
  auto x = Tensor<float, N>::filled(1, 3);
  CHECK_THROWS_AS((x = Tensor<float, N>(-1)), std::invalid_argument);
  CHECK(x(2) == 1);
}

TEST_CASE("constants are checked in constant evaluation too", "[tensor][view]") {
  static constexpr float memory[6]{0, 1, 2, 3, 4, 5};
  constexpr auto v = view<const float, N, C>(memory, 2, 3_c);
  static_assert(v(1, 2) == 5 && v.extent<C>() == 3 && v.at(0, 1) == 1 && v.size() == 6);
  SUCCEED();
}
