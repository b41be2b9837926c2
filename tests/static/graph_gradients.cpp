// What the passes make of the gradients of named norms, statistics computed again: sums over data and sweeps, against
// what one derives by hand (sums of the forward direction + blocking + accumulating ones). An evaluation a pass.
#include "support/graph_gradients.hpp"

#include "support/graph_constant.hpp"
#include "support/graph_norms.hpp"
#include "support/random_graph.hpp"
#include <axnorm/graph/share.hpp>
#include <axnorm/graph/simplify.hpp>

#include <utility>

namespace axnorm::graph {
namespace {

template<auto Make>
inline constexpr auto simplified = constant_graph<[] { return simplify(Make()); }>;
template<auto Make>
inline constexpr auto differentiated = constant_graph<[] { return all_gradients(simplified<Make>.thaw()); }>;
template<auto Make>
inline constexpr auto simple_gradients = constant_graph<[] { return simplify(differentiated<Make>.thaw()); }>;
template<auto Make>
inline constexpr auto gradients_of = constant_graph<[] { return share(simple_gradients<Make>.thaw()); }>;
template<auto Make>
inline constexpr cost backward = cost_of(gradients_of<Make>.thaw());

static_assert(backward<[] { return norms::batch_norm(); }> == cost{.sums = 2 + 2, .sweeps = 3});
static_assert(backward<[] { return norms::layer_norm(); }> == cost{.sums = 2 + 2 + 2, .sweeps = 3});
static_assert(backward<[] { return norms::layer_norm_of_image(); }> == cost{.sums = 2 + 2, .sweeps = 3});
static_assert(backward<[] { return norms::instance_norm(); }> == cost{.sums = 2 + 2, .sweeps = 3});
static_assert(backward<[] { return norms::group_norm(); }> == cost{.sums = 2 + 2, .sweeps = 3});
static_assert(backward<[] { return norms::rms_norm(); }> == cost{.sums = 1 + 1 + 1, .sweeps = 2});
static_assert(backward<[] { return norms::filter_response_norm(); }> == cost{.sums = 1 + 1 + 2, .sweeps = 3});
static_assert(backward<[] { return norms::softmax(); }> == cost{.sums = 2 + 1, .sweeps = 3});
static_assert(backward<[] { return norms::global_response_norm(); }> == cost{.sums = 1 + 1 + 1, .sweeps = 2});
static_assert(backward<[] { return norms::adaptive_instance_norm(); }> == cost{.sums = 4 + 2, .sweeps = 3});
static_assert(backward<[] { return norms::l1_batch_norm(); }> == cost{.sums = 2 + 3, .sweeps = 3});
static_assert(backward<[] { return norms::masked_layer_norm(false); }> == cost{.sums = 3 + 2 + 2, .sweeps = 3});
static_assert(backward<[] { return norms::residual_layer_norm_gelu(); }> == cost{.sums = 2 + 2 + 2, .sweeps = 3});
static_assert(backward<[] { return norms::instance_norm_of_batch_norm(); }> == cost{.sums = 2 + 2, .sweeps = 3});
static_assert(backward<[] { return norms::switchable_norm(); }> == cost{.sums = 2 + 2, .sweeps = 3});

// Twice: the gradients of the gradients.
template<auto Make>
inline constexpr auto twice = gradients_of<[] { return gradients_of<Make>.thaw(); }>;
static_assert(cost_of(twice<[] { return norms::batch_norm(); }>.thaw()) == cost{.sums = 2 + 5, .sweeps = 3});
static_assert(cost_of(twice<[] { return norms::layer_norm(); }>.thaw()) == cost{.sums = 2 + 7 + 2, .sweeps = 3});

// A formula of 80 operations stays within the compilers' limits.
static_assert(differentiated<[] { return random_graph(3, {.operations = 80}); }>.nodes.size() > 500);

} // namespace
} // namespace axnorm::graph
