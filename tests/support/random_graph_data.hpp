// Operands for random graphs at run time, and the reference's results for them. Used by the tests of the passes.
#pragma once

#include "support/random_graph.hpp"
#include "support/reference.hpp"
#include "support/reference_values.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

namespace axnorm::graph {

/// Standard normal numbers around `centre`, positive ones for the weight k, masks that hide a third.
inline std::vector<std::vector<double>> random_operands(const graph& g, std::uint64_t seed, double centre = 0) {
  std::mt19937_64 bits(seed);
  std::normal_distribution<double> normal;
  std::vector<std::vector<double>> operands;
  for (const operand& o : g.operands) {
    std::vector<double> values(
        static_cast<std::size_t>(reference::count_of(reference::parts_of(o.axes), random_graph_extents)));
    for (double& v : values) {
      v = normal(bits);
      if (o.type == numbers::boolean)
        v = bits() % 3 != 0;
      else if (o.name == "k")
        v = std::fabs(v) + 0.1;
      else if (o.kind == role::input)
        v += centre;
    }
    operands.push_back(values);
  }
  return operands;
}

/// How far the results of `g` are from `expected`, relative to the largest result; NaN if any differs in being NaN.
inline double distance(const graph& g, const std::vector<std::vector<double>>& operands,
                       const std::vector<std::vector<double>>& expected) {
  const auto results = reference::evaluate(g, random_graph_extents, operands);
  double apart = 0, scale = 1e-3;
  for (std::size_t k = 0; k < expected.size(); ++k)
    for (std::size_t i = 0; i < expected[k].size(); ++i) {
      const double difference = std::fabs(results[k][i] - expected[k][i]);
      scale = std::max(scale, std::fabs(expected[k][i]));
      if (!(difference <= apart)) apart = difference;
      if (std::isnan(apart)) return apart;
    }
  return apart / scale;
}

} // namespace axnorm::graph
