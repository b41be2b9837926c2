// differentiate on random graphs and on each operation, against central differences of the reference evaluator; twice,
// and before and after the other passes.
#include "support/catch.hpp"
#include "support/differences.hpp"
#include "support/random_graph_data.hpp"
#include <axnorm/graph/differentiate.hpp>
#include <axnorm/graph/share.hpp>
#include <axnorm/graph/simplify.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

namespace axnorm::graph {
namespace {

using operand_data = std::vector<std::vector<double>>;

constexpr std::array<std::string_view, 8> upstream_names{"d0", "d1", "d2", "d3", "d4", "d5", "d6", "d7"};

sequence<upstream> all_outputs(const graph& g, std::size_t first_name = 0) {
  sequence<upstream> r;
  for (std::size_t k = 0; k < g.outputs.size(); ++k)
    r.push_back({static_cast<int>(k), upstream_names[first_name + k]});
  return r;
}
sequence<int> floating_operands(const graph& g) {
  sequence<int> r;
  for (std::size_t k = 0; k < g.operands.size(); ++k)
    if (g.operands[k].type == numbers::floating) r.push_back(static_cast<int>(k));
  return r;
}
std::size_t count(axis_mask axes) {
  return static_cast<std::size_t>(reference::count_of(reference::parts_of(axes), random_graph_extents));
}

/// The sum of all outputs, each times its upstream gradient.
double loss(const graph& g, const operand_data& operands, const operand_data& gradients) {
  const auto results = reference::evaluate(g, random_graph_extents, operands);
  double r = 0;
  for (std::size_t k = 0; k < results.size(); ++k)
    for (std::size_t i = 0; i < results[k].size(); ++i)
      r += results[k][i] * gradients[k][i];
  return r;
}

/// The gradients of a graph by all its floating operands, as central differences of its loss have them.
class central_differences {
public:
  central_differences(const graph& g, const operand_data& operands, std::uint64_t seed) : operands_(operands) {
    std::mt19937_64 bits(seed + 1000);
    std::normal_distribution<double> normal;
    for (const output& o : g.outputs) {
      upstream_.emplace_back(count(o.axes));
      for (double& v : upstream_.back())
        v = normal(bits);
    }
    for (const int k : floating_operands(g)) {
      const auto which = static_cast<std::size_t>(k);
      expected_.emplace_back();
      for (std::size_t i = 0; i < operands[which].size(); ++i) {
        operand_data moved = operands;
        const auto central = [&](double by) { // Richardson's extrapolation of two
          return check::central_difference(moved[which][i], [&] { return loss(g, moved, upstream_); }, by);
        };
        const double h = 1e-5;
        expected_.back().push_back((4 * central(h) - central(2 * h)) / 3);
      }
    }
  }

  /// The largest difference of what `gradient` computes from them, relative to the largest of them.
  double error(const graph& gradient) const {
    operand_data given = operands_;
    given.insert(given.end(), upstream_.begin(), upstream_.end());
    const auto found = reference::evaluate(gradient, random_graph_extents, given);
    double worst = 0, scale = 1e-3;
    REQUIRE(found.size() == expected_.size());
    for (std::size_t k = 0; k < expected_.size(); ++k)
      for (std::size_t i = 0; i < expected_[k].size(); ++i) {
        const double difference = std::fabs(found[k][i] - expected_[k][i]);
        scale = std::max(scale, std::fabs(expected_[k][i]));
        worst = std::isnan(difference) ? HUGE_VAL : std::max(worst, difference);
      }
    return worst / scale;
  }

private:
  operand_data operands_, upstream_;
  std::vector<std::vector<double>> expected_; ///< by floating operand
};

void check_gradients(std::uint64_t seed, const random_graph_options& options) {
  INFO("seed " << seed << ", " << options.operations << " operations");
  const graph lowered = random_graph(seed, options);
  const auto operands = random_operands(lowered, seed);
  const graph gradient = differentiate(lowered, all_outputs(lowered), floating_operands(lowered));
  const central_differences expected(lowered, operands, seed);
  CHECK(expected.error(gradient) < 2e-7);
  CHECK(expected.error(share(simplify(gradient))) < 2e-7);
  const graph simplified = simplify(lowered);
  CHECK(expected.error(differentiate(simplified, all_outputs(lowered), floating_operands(lowered))) < 2e-7);
}

TEST_CASE("gradients of random graphs are those of central differences") {
  for (std::uint64_t seed = 1; seed <= 30; ++seed)
    check_gradients(seed, {.operations = 4 + static_cast<int>(seed % 6), .fixed_extents = seed % 2 == 0});
}

TEST_CASE("the adjoint of a window is its mirror image") {
  for (const int size : {1, 2, 3, 4, 5, 6, 10, 11}) {
    INFO("window of " << size);
    graph_builder b;
    const axis_mask n = b.part("N"), h = b.part("G") | b.part("C") | b.part("H");
    const int x = b.input("x", n | h);
    b.output(b.g.window_sum(3, size, b.square(x)));
    const graph gradient = differentiate(b.g, all_outputs(b.g), floating_operands(b.g));
    CHECK(central_differences(b.g, random_operands(b.g, 1), 1).error(gradient) < 1e-8);
    const graph twice = differentiate(gradient, all_outputs(gradient, 1), floating_operands(gradient));
    auto operands = random_operands(gradient, 2);
    CHECK(central_differences(gradient, operands, 2).error(twice) < 1e-8);
  }
}

/// One operation on x and, if it takes two, y; `y_axes` may be fewer than x's.
void check_operation(op kind, axis_mask y_axes, bool positive) {
  graph_builder b;
  const axis_mask all = b.part("N") | b.part("G") | b.part("C") | b.part("H");
  const int x = b.input("x", all), y = b.input("y", y_axes);
  const bool two = kind >= op::power;
  const int u = positive ? b.plus(b.square(x), 0.5) : x;
  b.output(b.multiply(two ? b.g.binary(kind, u, y) : b.g.unary(kind, u), b.plus(y, 2)), all);
  const graph gradient = differentiate(b.g, all_outputs(b.g), floating_operands(b.g));
  const auto operands = random_operands(b.g, 7);
  const central_differences expected(b.g, operands, 7);
  CHECK(expected.error(gradient) < 2e-7);
  CHECK(expected.error(simplify(gradient)) < 2e-7);
}

TEST_CASE("every operation has its derivative") {
  for (const axis_mask y_axes : {axis_mask{15}, axis_mask{6}, axis_mask{0}}) {
    for (const op kind : {op::absolute, op::exponential, op::hyperbolic_tangent, op::logistic, op::error_function,
                          op::softplus, op::logical_not, op::is_nonzero, op::maximum, op::minimum, op::less,
                          op::less_equal, op::equal, op::not_equal, op::logical_and, op::logical_or}) {
      INFO("operation " << static_cast<int>(kind) << ", y has axes " << y_axes);
      check_operation(kind, y_axes, false);
    }
    for (const op kind : {op::logarithm, op::reciprocal_or_zero, op::power}) {
      INFO("operation " << static_cast<int>(kind) << ", y has axes " << y_axes);
      check_operation(kind, y_axes, true);
    }
  }
}

/// The gradient of x where the upstream gradient is 1.
std::vector<double> gradient_at(const graph_builder& b, const std::vector<double>& x, std::int64_t extent) {
  const graph gradient = simplify(differentiate(b.g, all_outputs(b.g), {0}));
  operand_data given{x};
  for (const output& o : b.g.outputs)
    given.push_back(std::vector<double>(o.axes == 0 ? 1 : x.size(), 1.0));
  return reference::evaluate(gradient, {extent}, given)[0];
}

TEST_CASE("at kinks the gradient is PyTorch's") {
  auto of = [](auto make) {
    graph_builder b;
    b.output(make(b, b.input("x", b.part("N"))));
    return b;
  };
  const std::vector<double> x{-1, 0, 2, 2};
  CHECK(gradient_at(of([](auto& b, int v) { return b.g.unary(op::absolute, v); }), x, 4) ==
        std::vector<double>{-1, 0, 1, 1});
  CHECK(gradient_at(of([](auto& b, int v) { return b.g.binary(op::maximum, v, b.constant(0)); }), x, 4) ==
        std::vector<double>{0, 0.5, 1, 1});
  CHECK(gradient_at(of([](auto& b, int v) { return b.g.binary(op::minimum, v, b.constant(2)); }), x, 4) ==
        std::vector<double>{1, 1, 0.5, 0.5});
  CHECK(gradient_at(of([](auto& b, int v) { return b.largest(1, v); }), x, 4) == std::vector<double>{0, 0, 0.5, 0.5});
  CHECK(gradient_at(of([](auto& b, int v) { return b.g.unary(op::stop_gradient, v); }), x, 4) ==
        std::vector<double>{0, 0, 0, 0});
  CHECK(gradient_at(of([](auto& b, int v) { return b.g.unary(op::round_half, b.square(v)); }), x, 4) ==
        std::vector<double>{-2, 0, 4, 4});
  CHECK(gradient_at(of([](auto& b, int v) { return b.g.unary(op::reciprocal_or_zero, v); }), x, 4) ==
        std::vector<double>{-1, 0, -0.25, -0.25});
  CHECK(gradient_at(of([](auto& b, int v) { return b.multiply(v, v, v); }), x, 4) == std::vector<double>{3, 0, 12, 12});
}

TEST_CASE("what no output depends on has the gradient 0, and outputs that are not named count as constants") {
  graph_builder b;
  const axis_mask n = b.part("N");
  const int x = b.input("x", n), y = b.input("y", n);
  b.input("z", n);
  b.output(b.square(x));
  b.output(b.multiply(x, y));
  const graph gradient = differentiate(b.g, {{0, "d"}}, {0, 1, 2});
  const auto r = reference::evaluate(gradient, {2}, {{3, 4}, {5, 6}, {7, 8}, {1, 10}});
  CHECK(r == std::vector<std::vector<double>>{{6, 80}, {0, 0}, {0, 0}});
}

TEST_CASE("gradients of gradients are those of central differences") {
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    INFO("seed " << seed);
    const graph lowered = random_graph(seed, {.operations = 5, .masks = seed % 2 == 0});
    auto operands = random_operands(lowered, seed);
    const graph once = simplify(differentiate(lowered, all_outputs(lowered), floating_operands(lowered)));
    std::mt19937_64 bits(seed);
    std::normal_distribution<double> normal;
    for (const output& o : lowered.outputs) {
      operands.emplace_back(count(o.axes));
      for (double& v : operands.back())
        v = normal(bits);
    }
    const graph twice = differentiate(once, all_outputs(once, 2), floating_operands(once));
    CHECK(central_differences(once, operands, seed).error(twice) < 1e-5);
  }
}

} // namespace
} // namespace axnorm::graph
