// The reference evaluator on cases that can be worked out by hand: what all other tests rely on.
#include "support/catch.hpp"
#include "support/graph_builder.hpp"
#include "support/reference.hpp"

#include <cmath>
#include <limits>
#include <utility>

namespace axnorm::graph {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

/// x{N, H} and a mask m{N, H}; every value of interest is an output.
struct setting : graph_builder {
  axis_mask n = part("N"), h = part("H");
  int x = input("x", n | h), m = mask("m", n | h);

  std::vector<double> value(int node, std::vector<std::int64_t> extents, std::vector<double> xs,
                            std::vector<double> ms = {}) {
    g.outputs.clear();
    output(node);
    if (ms.empty()) ms.assign(xs.size(), 1);
    return reference::evaluate(g, extents, {std::move(xs), std::move(ms)})[0];
  }
};

TEST_CASE("reference: statistics") {
  setting b;
  const std::vector<double> x{1, 2, 3, 6, 0, 3};
  CHECK(b.value(b.mean(b.h, b.x), {2, 3}, x) == std::vector<double>{2, 3});
  CHECK(b.value(b.mean(b.n, b.x), {2, 3}, x) == std::vector<double>{3.5, 1, 3});
  CHECK(b.value(b.g.reduce(op::moment2, b.h, b.x), {2, 3}, x)[0] == 2);
  CHECK(b.value(b.largest(b.n | b.h, b.x), {2, 3}, x) == std::vector<double>{6});
  CHECK(b.value(b.g.reduce(op::reduce_min, b.h, b.x), {2, 3}, x) == std::vector<double>{1, 0});
  CHECK(b.value(b.subtract(b.x, b.mean(b.h, b.x)), {2, 3}, x)[2] == 1);
}

TEST_CASE("reference: masks hide what they hide, even NaN; no weight at all gives 0") {
  setting b;
  const std::vector<double> x{1, nan, 3, nan, nan, nan}, m{1, 0, 1, 0, 0, 0};
  CHECK(b.value(b.weighted_mean(b.h, b.x, b.m), {2, 3}, x, m) == std::vector<double>{2, 0});
  CHECK(b.value(b.weighted_variance(b.h, b.x, b.m), {2, 3}, x, m) == std::vector<double>{1, 0});
  const int numbers = b.plus(b.m, 0); // a weight that is no mask does not hide
  CHECK(std::isnan(b.value(b.weighted_variance(b.h, b.x, numbers), {2, 3}, x, m)[0]));
}

TEST_CASE("reference: reductions of nothing") {
  setting b;
  CHECK(b.value(b.sum(b.h, b.x), {2, 0}, {}) == std::vector<double>{0, 0});
  CHECK(b.value(b.largest(b.h, b.x), {2, 0}, {}) == std::vector<double>{-infinity, -infinity});
  CHECK(b.value(b.g.reduce(op::reduce_min, b.h, b.x), {1, 0}, {}) == std::vector<double>{infinity});
  CHECK(std::isnan(b.value(b.mean(b.h, b.x), {1, 0}, {})[0]));
  CHECK(std::isnan(b.value(b.variance(b.h, b.x), {1, 0}, {})[0]));
}

TEST_CASE("reference: NaN in comparisons, extremes and truths") {
  setting b;
  const std::vector<double> x{nan, 1};
  CHECK(std::isnan(b.value(b.largest(b.h, b.x), {1, 2}, x)[0]));
  CHECK(std::isnan(b.value(b.g.binary(op::minimum, b.x, b.constant(0)), {1, 2}, x)[0]));
  CHECK(b.value(b.g.binary(op::equal, b.x, b.x), {1, 2}, x) == std::vector<double>{0, 1});
  CHECK(b.value(b.g.unary(op::is_nonzero, b.x), {1, 2}, x) == std::vector<double>{1, 1});
  CHECK(b.value(b.g.select(b.g.binary(op::less, b.x, b.constant(2)), b.x, b.constant(5)), {1, 2}, x) ==
        std::vector<double>{5, 1});
}

TEST_CASE("reference: windows reach from -n/2 to (n-1)/2 and see nothing outside") {
  setting b;
  const std::vector<double> x{1, 10, 100, 1000};
  CHECK(b.value(b.g.window_sum(1, 3, b.x), {1, 4}, x) == std::vector<double>{11, 111, 1110, 1100});
  CHECK(b.value(b.g.window_sum(1, 2, b.x), {1, 4}, x) == std::vector<double>{1, 11, 110, 1100});
  CHECK(b.value(b.g.window_sum(1, 9, b.x), {1, 4}, x) == std::vector<double>{1111, 1111, 1111, 1111});
  CHECK(b.value(b.g.window_sum(0, 2, b.x), {4, 1}, x) == std::vector<double>{1, 11, 110, 1100});
}

TEST_CASE("reference: roundings to storage types") {
  setting b;
  const std::vector<double> x{1 + 1.0 / 2048, 1 + 3.0 / 2048, 65520, 1e-8, 65519, -3.1e-8};
  CHECK(b.value(b.g.unary(op::round_half, b.x), {1, 6}, x) ==
        std::vector<double>{1, 1 + 2.0 / 1024, infinity, 0, 65504, -std::ldexp(1.0, -24)});
  CHECK(b.value(b.g.unary(op::round_bfloat, b.x), {1, 1}, {1 + 3.0 / 256}) == std::vector<double>{1 + 2.0 / 128});
  CHECK(b.value(b.g.unary(op::round_float, b.x), {1, 1}, {1e-46}) == std::vector<double>{0});
  CHECK(b.value(b.g.unary(op::round_float, b.x), {1, 1}, {0.1}) == std::vector<double>{static_cast<double>(0.1f)});
}

TEST_CASE("reference: powers") {
  setting b;
  CHECK(b.value(b.power(b.x, 3), {1, 2}, {4, 9}) == std::vector<double>{8, 27});
  CHECK(b.value(b.power(b.x, -4), {1, 2}, {2, -2}) == std::vector<double>{0.25, 0.25});
  CHECK(b.value(b.g.product(3, {}), {1, 2}, {4, 9}) == std::vector<double>{3});
}

TEST_CASE("reference: operands and results in the order of their memory") {
  graph_builder b;
  const axis_mask n = b.part("N"), h = b.part("H");
  b.g.chains = {{.axis = {"H", nullptr}, .first = 0, .count = 1}, {.axis = {"N", nullptr}, .first = 1, .count = 1}};
  b.g.chain_parts = {1, 0};
  const int x = b.input("x", n | h);
  b.g.operands[0].chains = 2; // H outermost
  b.output(b.times_constant(2, x));
  b.g.outputs.push_back(b.g.outputs[0]);
  b.g.outputs[1].chains = 2;
  const auto r = reference::evaluate(b.g, {2, 3}, {{1, 2, 3, 4, 5, 6}});
  CHECK(r[0] == std::vector<double>{2, 6, 10, 4, 8, 12});
  CHECK(r[1] == std::vector<double>{2, 4, 6, 8, 10, 12});
}

} // namespace
} // namespace axnorm::graph
