// What the passes make of named norms: sums over data and sweeps, against what one derives by hand; all spellings of
// batch norm alike; large graphs within the limits of constant evaluation.
#include "support/graph_constant.hpp"
#include "support/graph_norms.hpp"
#include "support/random_graph.hpp"
#include <axnorm/graph/share.hpp>
#include <axnorm/graph/simplify.hpp>

namespace axnorm::graph {
namespace {

constexpr graph passed(graph g) { return share(simplify(std::move(g))); }

static_assert(cost_of(passed(norms::batch_norm())) == cost{.sums = 2, .sweeps = 2});
static_assert(cost_of(passed(norms::batch_norm({32, 64, 7, 7}))) == cost{.sums = 2, .sweeps = 2});
static_assert(cost_of(passed(norms::layer_norm())) == cost{.sums = 2, .sweeps = 2});
static_assert(cost_of(passed(norms::layer_norm_of_image())) == cost{.sums = 2, .sweeps = 2});
static_assert(cost_of(passed(norms::instance_norm())) == cost{.sums = 2, .sweeps = 2});
static_assert(cost_of(passed(norms::group_norm())) == cost{.sums = 2, .sweeps = 2});
static_assert(cost_of(passed(norms::rms_norm())) == cost{.sums = 1, .sweeps = 2});
static_assert(cost_of(passed(norms::filter_response_norm())) == cost{.sums = 1, .sweeps = 2});
static_assert(cost_of(passed(norms::softmax())) == cost{.sums = 2, .sweeps = 3});
static_assert(cost_of(passed(norms::global_response_norm())) == cost{.sums = 1, .sweeps = 2});
static_assert(cost_of(passed(norms::adaptive_instance_norm())) == cost{.sums = 4, .sweeps = 2});
static_assert(cost_of(passed(norms::l1_batch_norm())) == cost{.sums = 2, .sweeps = 3});
static_assert(cost_of(passed(norms::masked_layer_norm(false))) == cost{.sums = 3, .sweeps = 2});
static_assert(cost_of(passed(norms::masked_layer_norm(true))) == cost{.sums = 3, .sweeps = 2});
static_assert(cost_of(passed(norms::residual_layer_norm_gelu())) == cost{.sums = 2, .sweeps = 2});
static_assert(cost_of(passed(norms::evolved_norm())) == cost{.sums = 1, .sweeps = 2});
static_assert(cost_of(passed(norms::instance_norm_of_batch_norm())) == cost{.sums = 2, .sweeps = 2});
static_assert(cost_of(passed(norms::layer_norm_twice(true))) == cost{.sums = 4, .sweeps = 3});
static_assert(cost_of(passed(norms::layer_norm_twice(false))) == cost{.sums = 2, .sweeps = 2});

// Three sets: six sums before sharing, two after; the moments of the larger sets are merged from the smallest.
static_assert(cost_of(simplify(norms::switchable_norm())) == cost{.sums = 6, .sweeps = 2});
static_assert(cost_of(passed(norms::switchable_norm())) == cost{.sums = 2, .sweeps = 2});
static_assert(cost_of(passed(norms::switchable_norm({32, 64, 7, 7}))) == cost{.sums = 2, .sweeps = 2});
static_assert(count_of(passed(norms::switchable_norm()), op::moment2) == 3); // one over data, two over statistics
static_assert(count_of(passed(norms::switchable_norm()), op::centred) == 1);

// Twelve spellings.
constexpr bool as_batch_norm(int spelling) {
  const graph g = passed(norms::batch_norm_spelled(spelling));
  return cost_of(g) == cost{.sums = 2, .sweeps = 2} && count_of(g, op::moment2) == 1 && count_of(g, op::centred) == 1 &&
         g.size() <= simplify(norms::batch_norm()).size();
}
static_assert(as_batch_norm(0) && as_batch_norm(1) && as_batch_norm(2) && as_batch_norm(3));
static_assert(as_batch_norm(4) && as_batch_norm(5) && as_batch_norm(6) && as_batch_norm(7));
static_assert(as_batch_norm(8) && as_batch_norm(9) && as_batch_norm(10) && as_batch_norm(11));

// A formula of 80 operations: an evaluation a pass.
constexpr auto eighty = constant_graph<[] { return random_graph(3, {.operations = 80}); }>;
static_assert(eighty.nodes.size() > 350);
constexpr auto eighty_simplified = constant_graph<[] { return simplify(eighty.thaw()); }>;
static_assert(constant_graph<[] { return share(eighty_simplified.thaw()); }>.nodes.size() < eighty.nodes.size());

// A graph of 700 nodes: a round in two evaluations.
constexpr auto large = constant_graph<[] { return random_graph(1, {.operations = 130}); }>;
static_assert(large.nodes.size() > 700);
constexpr auto first_half = constant_graph<[] { return simplify_part(large.thaw(), 0, 2); }>;
constexpr auto second_half = constant_graph<[] { return simplify_part(first_half.thaw(), 1, 2); }>;
constexpr auto shared = constant_graph<[] { return share(second_half.thaw()); }>;
static_assert(shared.nodes.size() < large.nodes.size());

} // namespace
} // namespace axnorm::graph
