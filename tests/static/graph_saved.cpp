// What passes from the way forward to the way back, for named norms: how many statistics, and what each way costs then,
// against what one derives by hand.
#include "support/graph_constant.hpp"
#include "support/graph_gradients.hpp"
#include "support/graph_norms.hpp"
#include <axnorm/graph/save.hpp>
#include <axnorm/graph/share.hpp>
#include <axnorm/graph/simplify.hpp>

#include <utility>

namespace axnorm::graph {
namespace {

template<auto Make>
inline constexpr auto simplified = constant_graph<[] { return simplify(Make()); }>;
template<auto Make>
inline constexpr auto joint = constant_graph<[] { return all_gradients(simplified<Make>.thaw(), true); }>;
template<auto Make>
inline constexpr auto simple_joint = constant_graph<[] { return simplify(joint<Make>.thaw()); }>;
template<auto Make>
inline constexpr auto shared_joint = constant_graph<[] { return share(simple_joint<Make>.thaw()); }>;
template<auto Make>
constexpr halves cut() {
  return save(shared_joint<Make>.thaw(), simplified<Make>.outputs.size(), simplified<Make>.operands.size());
}

/// Sums and sweeps of both ways, and how many statistics are saved.
struct costs {
  cost forward, backward;
  int saved = 0;
  friend constexpr bool operator==(const costs&, const costs&) = default;
};
template<auto Make>
inline constexpr costs of = [] {
  const halves h = cut<Make>();
  return costs{cost_of(h.forward), cost_of(h.backward), h.saved};
}();

static_assert(of<[] { return norms::batch_norm(); }> == costs{{2, 2}, {2, 2}, 2});
static_assert(of<[] { return norms::layer_norm(); }> == costs{{2, 2}, {2 + 2, 2}, 2});
static_assert(of<[] { return norms::layer_norm_of_image(); }> == costs{{2, 2}, {2, 2}, 2});
static_assert(of<[] { return norms::instance_norm(); }> == costs{{2, 2}, {2, 2}, 2});
static_assert(of<[] { return norms::group_norm(); }> == costs{{2, 2}, {2, 2}, 2});
static_assert(of<[] { return norms::rms_norm(); }> == costs{{1, 2}, {1 + 1, 2}, 1});
static_assert(of<[] { return norms::filter_response_norm(); }> == costs{{1, 2}, {1 + 2, 2}, 1});
static_assert(of<[] { return norms::softmax(); }> == costs{{2, 3}, {1, 2}, 2});
static_assert(of<[] { return norms::global_response_norm(); }> == costs{{1, 2}, {1 + 1, 2}, 1});
static_assert(of<[] { return norms::adaptive_instance_norm(); }> == costs{{4, 2}, {2, 2}, 4});
// The sum of signs, which only the way back needs, is of the input alone: the way forward has a sweep for it.
static_assert(of<[] { return norms::l1_batch_norm(); }> == costs{{2 + 1, 3}, {2, 2}, 2 + 1});
static_assert(of<[] { return norms::masked_layer_norm(false); }> == costs{{3, 2}, {2 + 2, 2}, 3});
static_assert(of<[] { return norms::residual_layer_norm_gelu(); }> == costs{{2, 2}, {2 + 2, 2}, 2});
static_assert(of<[] { return norms::instance_norm_of_batch_norm(); }> == costs{{2, 2}, {2, 2}, 2});
static_assert(of<[] { return norms::switchable_norm(); }> == costs{{2, 2}, {2, 2}, 2});

} // namespace
} // namespace axnorm::graph
