// What describe(...) says of tensors, formulas and layers.
#include "support/catch.hpp"
#include <axnorm/describe.hpp>
#include <axnorm/norm/named.hpp>
#include <axnorm/tensor/algorithm.hpp>
#include <axnorm/tensor/rename.hpp>
#include <axnorm/tensor/select_axes.hpp>

#include <limits>
#include <string>

using namespace axnorm;
using namespace axnorm::axes;

namespace {
constexpr auto x = input<"x">;
constexpr auto valid = input<"valid", N, L>;
constexpr float infinity = std::numeric_limits<float>::infinity(),
                not_a_number = std::numeric_limits<float>::quiet_NaN();
} // namespace

TEST_CASE("of a tensor describe says where its elements are and what they are like", "[describe]") {
  Tensor<float, N, C> t(2, 3);
  generate(t, [](auto n, auto c) { return float(3 * n + c); });
  CHECK(describe(t) == "float {N=2, C=3}, strides {3, 1}, row-major, 6 elements\n"
                       "first 0 1 2 3 4 5\n"
                       "mean 2.5, deviation 1.70783, from 0 to 5");
  const auto across = view_with_strides<const float, C, N>(t.data(), {3, 2}, {1, 3});
  CHECK(describe(across) == "float {C=3, N=2}, strides {1, 3}, 6 elements\n"
                            "first 0 3 1 4 2 5\n"
                            "mean 2.5, deviation 1.70783, from 0 to 5");
  t(0, 1) = infinity;
  t(1, 2) = not_a_number;
  CHECK(describe(t) == "float {N=2, C=3}, strides {3, 1}, row-major, 6 elements\n"
                       "first 0 inf 2 3 4 nan\n"
                       "mean 2.25, deviation 1.47902, from 0 to inf, 1 infinite, 1 NaN");
  t.fill(not_a_number);
  CHECK(describe(t) == "float {N=2, C=3}, strides {3, 1}, row-major, 6 elements\n"
                       "first nan nan nan nan nan nan\n"
                       "6 NaN");
  t.fill(-infinity);
  CHECK(describe(t).substr(62) == "-inf -inf -inf -inf -inf -inf\nfrom -inf to -inf, 6 infinite");
}

TEST_CASE("describe takes tensors of all element types, of any size and rank", "[describe]") {
  Tensor<bfloat16, Fixed<C, 2>, L> half(9);
  half.fill(bfloat16(0.5F));
  CHECK(describe(half) == "bfloat16 {C=2 fixed, L=9}, strides {9, 1}, row-major, 18 elements\n"
                          "first 0.5 0.5 0.5 0.5 0.5 0.5 0.5 0.5\n"
                          "mean 0.5, deviation 0, from 0.5 to 0.5");
  Tensor<bool, N> mask(4);
  generate(mask, [](auto n) { return n != 2; });
  CHECK(describe(mask) == "bool {N=4}, strides {1}, row-major, 4 elements\n"
                          "first 1 1 0 1\n"
                          "mean 0.75, deviation 0.433013, from 0 to 1");
  Tensor<std::int64_t> number;
  number.fill(-3);
  CHECK(describe(number) ==
        "int64 {}, strides {}, row-major, 1 element\nfirst -3\nmean -3, deviation 0, from -3 to -3");
  CHECK(describe(Tensor<double, N>(0)) == "double {N=0}, strides {1}, row-major, 0 elements");
  CHECK(describe(View<float, N>(nullptr, {3}, {1})) == "float {N=3}, strides {1}, row-major, 3 elements\nno memory");
}

TEST_CASE("of a formula describe lists what it takes, declares and does", "[describe]") {
  const auto formula =
      where(valid, (x - mean<Over<L>>(x, valid)) / scalar<"s">, 0) * parameter<"weight", C, Fixed<S, 3>>(0.5);
  CHECK(describe(formula) == "input valid {N, L}\n"
                             "input x\n"
                             "scalar s\n"
                             "parameter weight {C, S=3}, initially 0.5\n"
                             "%2 = mean<Over<L>>(x, valid)\n"
                             "%3 = x - %2\n"
                             "%5 = %3 / s\n"
                             "%7 = where(valid, %5, 0)\n"
                             "%9 = %7 * weight\n"
                             "result %9\n");
  CHECK(describe(outputs(let<"m">(var<Over<Group<C, G>>, unbiased>(x)), !x, -x, window_sum<C>(x, 5),
                         cast<bfloat16>(x))) == "input x\n"
                                                "%1 = var<Over<Group<C, G>>, unbiased>(x)\n"
                                                "%2 = %1 as m\n"
                                                "%3 = !x\n"
                                                "%4 = -x\n"
                                                "%5 = window_sum<C>(x, 5)\n"
                                                "%6 = cast<bfloat16>(x)\n"
                                                "result %2\nresult %3\nresult %4\nresult %5\nresult %6\n");
  CHECK(describe(x + element<S, 1>(parameter<"p", S>([](std::int64_t i) { return 2.0 + double(i); }))) ==
        "input x\n"
        "parameter p {S}, initially by element, first 2\n"
        "%3 = x + p[S=1]\n"
        "result %3\n");
  CHECK(describe(x * parameter<"rho", C>(0.5, within(0, 1))) == "input x\n"
                                                                "parameter rho {C}, initially 0.5, within 0 and 1\n"
                                                                "%2 = x * rho\n"
                                                                "result %2\n");
  CHECK(describe(sum(x)) == "%0 = mistake: sum needs the axes it runs over: sum<Over<...>>(x)\nresult %0\n");
}

TEST_CASE("of a formula with state describe says what is tracked, and what evaluation does", "[describe]") {
  const std::string text = describe<BatchNorm>();
  CHECK(text == describe(BatchNorm{}));
  CHECK(text.find("tracked running_mean {C}, initially 0, mixed with %1 by weight 0.1\n") != std::string::npos);
  CHECK(text.find("in evaluation:\ninput x\n") != std::string::npos);
  CHECK(text.find("buffer running_var {C}, initially 1\n") != std::string::npos);
  CHECK(describe(tracked<"m", C>(mean<Over<N>>(x), Cumulative{})).find("by weight 1, then 0.5, ...\n") !=
        std::string::npos);
}

TEST_CASE("of a layer describe says its mode and its tensors", "[describe]") {
  Layer<LayerNorm<C>> layer;
  CHECK(describe(layer) == describe<LayerNorm<C>>() + "in training mode, without tensors yet\n");
  layer = Layer<LayerNorm<C>>{dim<C>(3)};
  layer.eval();
  const std::string zeros =
      "float {C=3}, strides {1}, row-major, 3 elements\nfirst 0 0 0\nmean 0, deviation 0, from 0 to 0\n";
  CHECK(describe(layer) == describe<LayerNorm<C>>() +
                               "in evaluation mode\n"
                               "parameter weight: float {C=3}, strides {1}, row-major, 3 elements\n"
                               "first 1 1 1\n"
                               "mean 1, deviation 0, from 1 to 1\n"
                               "parameter bias: " +
                               zeros + "gradient of weight: " + zeros + "gradient of bias: " + zeros);
}
