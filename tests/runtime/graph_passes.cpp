// The passes on random graphs, run in the reference evaluator before and after: the values stay, and simplify has
// nothing left to do on what it made.
#include "support/catch.hpp"
#include "support/graph_norms.hpp"
#include "support/random_graph_data.hpp"
#include <axnorm/graph/print.hpp>
#include <axnorm/graph/share.hpp>
#include <axnorm/graph/simplify.hpp>

#include <string>

namespace axnorm::graph {
namespace {

constexpr double rounding = 1e-9;

void check_passes(std::uint64_t seed, const random_graph_options& options) {
  INFO("seed " << seed << ", " << options.operations << " operations");
  const graph lowered = random_graph(seed, options);
  const auto operands = random_operands(lowered, seed);
  const auto expected = reference::evaluate(lowered, random_graph_extents, operands);

  const graph simplified = simplify(lowered);
  CHECK(distance(simplified, operands, expected) < rounding);
  CHECK(distance(share(simplified), operands, expected) < rounding);
  CHECK(distance(share(lowered), operands, expected) < rounding);
  CHECK(to_string(simplify(simplified)) == to_string(simplified));

  graph in_parts = lowered;
  for (int part = 0; part < 3; ++part)
    in_parts = simplify_part(in_parts, part, 3);
  CHECK(distance(in_parts, operands, expected) < rounding);
}

TEST_CASE("passes keep the values of short random graphs") {
  for (std::uint64_t seed = 1; seed <= 500; ++seed)
    check_passes(seed, {.operations = 4 + static_cast<int>(seed % 6), .fixed_extents = seed % 2 == 0});
}

TEST_CASE("passes keep the values of long random graphs") {
  for (std::uint64_t seed = 1; seed <= 120; ++seed)
    check_passes(seed, {.operations = 60, .fixed_extents = seed % 2 == 0, .together = seed % 3 != 0});
}

TEST_CASE("passes keep the values of graphs of arithmetic and statistics alone") {
  for (std::uint64_t seed = 1; seed <= 300; ++seed)
    check_passes(seed, {.operations = 12, .fixed_extents = seed % 2 == 0, .masks = seed % 4 == 0, .functions = false});
}

TEST_CASE("a pass leaves a graph of no operations alone") {
  graph_builder b;
  b.output(b.input("x", b.part("N")));
  CHECK(to_string(share(simplify(b.g))) == to_string(b.g));
}

TEST_CASE("names follow their nodes, and go with them") {
  graph_builder b;
  const axis_mask n = b.part("N");
  const int x = b.input("x", n), mean = b.mean(n, x), other = b.variance(n, x);
  b.g.names = {{"mean", mean}, {"unused", other}};
  b.output(b.subtract(x, mean));
  const graph g = simplify(b.g);
  REQUIRE(g.names.size() == 1);
  CHECK(g.names[0].name == "mean");
  CHECK(printer(g).expression(g[g.names[0].node]) == "%1 * |N|^-1");
}

/// The largest relative error of the outputs of `g` against those of `exact`, both in the reference.
double error(const graph& g, const graph& exact, const std::vector<std::int64_t>& extents,
             const std::vector<std::vector<double>>& operands) {
  const auto results = reference::evaluate(g, extents, operands),
             expected = reference::evaluate(exact, extents, operands);
  double worst = 0;
  for (std::size_t k = 0; k < expected.size(); ++k)
    for (std::size_t i = 0; i < expected[k].size(); ++i)
      worst = std::max(worst, std::fabs(results[k][i] - expected[k][i]) / std::fabs(expected[k][i]));
  return worst;
}

std::vector<double> shifted_normal(std::size_t count, double centre) {
  std::mt19937_64 bits(1);
  std::normal_distribution<double> normal;
  std::vector<double> values(count);
  for (double& v : values)
    v = centre + normal(bits);
  return values;
}

TEST_CASE("merged moments lose nothing at a large mean") {
  graph_builder b;
  const axis_mask n = b.part("N"), c = b.part("C"), h = b.part("H");
  const int x = b.input("x", n | c | h), row = b.parameter("row", n | h);
  for (const axis_mask over : {h, c | h, n | h, n | c | h}) {
    b.output(b.variance(over, x));
    b.output(b.weighted_variance(over, x, row));
  }
  std::vector<double> weights = shifted_normal(3 * 11, 0);
  for (double& w : weights)
    w = std::fabs(w);
  // The mean is 1e8: of E[x^2] - E[x]^2 not one digit would be left.
  const std::vector<std::vector<double>> operands{shifted_normal(3 * 5 * 11, 1e8), weights};
  const graph g = share(simplify(b.g));
  CHECK(error(g, b.g, {3, 5, 11}, operands) < 1e-6);
}

TEST_CASE("a variance spelled as a difference of means is computed as a variance") {
  graph_builder b;
  const axis_mask n = b.part("N"), h = b.part("H");
  const int x = b.input("x", n | h);
  b.output(b.subtract(b.mean(h, b.square(x)), b.square(b.mean(h, x))));
  graph_builder exact;
  exact.part("N");
  exact.part("H");
  exact.output(exact.variance(h, exact.input("x", n | h)));
  const std::vector<std::vector<double>> operands{shifted_normal(3 * 101, 1e8)};
  CHECK(error(b.g, exact.g, {3, 101}, operands) > 1e-3);
  CHECK(error(simplify(b.g), exact.g, {3, 101}, operands) < 1e-12);
}

TEST_CASE("switchable norm keeps its values") {
  const graph lowered = norms::switchable_norm();
  const std::vector<std::int64_t> extents{3, 5, 7, 2};
  std::vector<std::vector<double>> operands;
  for (const operand& o : lowered.operands)
    operands.push_back(
        shifted_normal(static_cast<std::size_t>(reference::count_of(reference::parts_of(o.axes), extents)),
                       o.kind == role::input ? 1e4 : 0.5));
  CHECK(error(share(simplify(lowered)), lowered, extents, operands) < 1e-7);
}

TEST_CASE("a graph prints its axes, its nodes and its results") {
  const std::string text = to_string(simplify(norms::batch_norm({32, 64, -1, 7})));
  INFO(text);
  CHECK(text.find("parts N=32 C=64 H W=7\n") != std::string::npos);
  CHECK(text.find("operand x {N, C, H, W}\n") != std::string::npos);
  CHECK(text.find(" = moment2 over {N, H, W}(x)") != std::string::npos);
  CHECK(text.find(" = [x - %") != std::string::npos);
  CHECK(text.find(" over {N, C, H, W}\n") != std::string::npos);
}

} // namespace
} // namespace axnorm::graph
