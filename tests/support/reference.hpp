// The reference evaluator: runs a graph node by node in double, each node in full over its axes. What tests compare the
// library against; knows nothing of plans, packs or the executor.
#pragma once

#include <axnorm/graph/graph.hpp>

#include <cstdint>
#include <vector>

namespace axnorm::reference {

/// The results of graph `g`, from any pass. `extents` by part; `operands` and the result hold one vector for each
/// operand and output, dense in the order of its axes in memory (its chains), or of the parts if it states none.
std::vector<std::vector<double>> evaluate(const graph::graph& g, const std::vector<std::int64_t>& extents,
                                          const std::vector<std::vector<double>>& operands);

} // namespace axnorm::reference
