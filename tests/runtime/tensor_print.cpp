// What axnorm/io.hpp prints.
#include "support/catch.hpp"
#include <axnorm/io.hpp>
#include <axnorm/tensor/algorithm.hpp>
#include <axnorm/tensor/rename.hpp>
#include <axnorm/tensor/shape_of.hpp>
#include <axnorm/tensor/slice.hpp>

#include <sstream>
#include <string>

using namespace axnorm;
using namespace axnorm::axes;

namespace {
template<class X>
std::string printed(const X& x) {
  std::ostringstream out;
  out << x;
  return out.str();
}
} // namespace

TEST_CASE("a tensor prints its element type, axes, extents and values", "[tensor][print]") {
  Tensor<float, N, C, H> x(2, 2, 3);
  generate(x, [](auto n, auto c, auto h) { return 10.5 * double(n) - 100. * double(c) + double(h); });
  CHECK(printed(x) == "float {N=2, C=2, H=3}\n"
                      "[[[    0     1     2]\n"
                      "  [ -100   -99   -98]]\n"
                      "\n"
                      " [[ 10.5  11.5  12.5]\n"
                      "  [-89.5 -88.5 -87.5]]]");
  CHECK(printed(transpose<C, N>(slice<H>(x, 1))) == "float {C=2, N=2}\n[[    1  11.5]\n [  -99 -88.5]]");
  CHECK(printed(Tensor<std::int8_t, L>::filled(65, 3)) == "int8 {L=3}\n[65 65 65]");
  CHECK(printed(Tensor<bool, Fixed<L, 2>>::filled(true)) == "bool {L=2}\n[1 1]");
  CHECK(printed(Tensor<bfloat16>::filled(bfloat16(1.5f))) == "bfloat16 {} 1.5");
  CHECK(printed(Tensor<float16, N, C>(3, 0)) == "float16 {N=3, C=0}");
}

TEST_CASE("long axes are shortened where there are more than 1000 elements", "[tensor][print]") {
  Tensor<std::int32_t, N, L> x(2, 501);
  generate(x, [](auto n, auto l) { return n + l; });
  CHECK(printed(x) == "int32 {N=2, L=501}\n[[  0   1   2 ... 498 499 500]\n [  1   2   3 ... 499 500 501]]");
  Tensor<std::uint16_t, L> y(1000);
  generate(y, [](auto l) { return l; });
  CHECK(printed(y).find("...") == std::string::npos);
  Tensor<std::int64_t, H, W> z(200, 6);
  generate(z, [](auto h, auto w) { return (h + w) % 10; });
  CHECK(printed(z) == "int64 {H=200, W=6}\n[[0 1 2 3 4 5]\n [1 2 3 4 5 6]\n [2 3 4 5 6 7]\n ...\n"
                      " [7 8 9 0 1 2]\n [8 9 0 1 2 3]\n [9 0 1 2 3 4]]");
}

TEST_CASE("axes, sets, shapes and sentences print as they are written", "[axis][print]") {
  CHECK(printed(axis_value_of<C>()) == "C");
  CHECK(printed(axis_extent_of<C>()) == "C");
  CHECK(printed(axis_extent_of<Fixed<C, 64>>()) == "C=64");
  CHECK(printed(axes_list<W, C, H>) == "{C, H, W}");
  CHECK(printed(axes_list<>) == "{}");
  CHECK(printed(dim<C>(3)) == "C=3");
  CHECK(printed(dim<C>(3_c)) == "C=3");
  CHECK(printed(make_shape<N, C>(2, 3_c)) == "{N=2, C=3}");
  CHECK(printed(make_shape<>()) == "{}");
  CHECK(printed(words_of_extent(axis_value_of<C>(), -1)) == "axis C cannot have a negative extent, but -1 was given");
  CHECK(printed(float16(0.5)) == "0.5");
  CHECK(printed(bfloat16(-2)) == "-2");
}
