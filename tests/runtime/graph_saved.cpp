// save on random graphs: the two halves, one after the other, give what the whole gives; what passes between them
// depends on nothing that arrives.
#include "support/catch.hpp"
#include "support/graph_gradients.hpp"
#include "support/random_graph_data.hpp"
#include <axnorm/graph/save.hpp>
#include <axnorm/graph/share.hpp>
#include <axnorm/graph/simplify.hpp>

#include <cstddef>
#include <vector>

namespace axnorm::graph {
namespace {

TEST_CASE("two halves of random graphs are the whole", "[graphs]") {
  int saved = 0;
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    INFO("seed " << seed);
    const graph lowered =
        random_graph(seed, {.operations = 4 + static_cast<int>(seed % 9), .fixed_extents = seed % 2 == 0});
    const std::size_t results = lowered.outputs.size(), given = lowered.operands.size();
    const graph whole = share(simplify(all_gradients(simplify(lowered), true)));
    const halves h = save(whole, results, given);
    saved += h.saved;
    REQUIRE(h.forward.operands.size() == given);
    REQUIRE(h.forward.outputs.size() == results + static_cast<std::size_t>(h.saved));
    REQUIRE(h.backward.operands.size() == whole.operands.size() + static_cast<std::size_t>(h.saved));
    for (std::size_t k = 0; k < static_cast<std::size_t>(h.saved); ++k) {
      const operand& to = h.backward.operands[whole.operands.size() + k];
      CHECK(to.kind == role::saved);
      CHECK(to.axes == h.forward.outputs[results + k].axes);
    }

    std::vector<std::vector<double>> operands = random_operands(whole, seed);
    const auto expected = reference::evaluate(whole, random_graph_extents, operands);
    auto before = operands;
    before.resize(given);
    auto found = reference::evaluate(h.forward, random_graph_extents, before);
    for (std::size_t k = results; k < found.size(); ++k)
      operands.push_back(found[k]);
    found.resize(results);
    CHECK(distance(h.forward, before, {expected.begin(), expected.begin() + static_cast<std::ptrdiff_t>(results)}) ==
          0);
    CHECK(distance(h.backward, operands, {expected.begin() + static_cast<std::ptrdiff_t>(results), expected.end()}) ==
          0);
  }
  CHECK(saved > 60);
}

} // namespace
} // namespace axnorm::graph
