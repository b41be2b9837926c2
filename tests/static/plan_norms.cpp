// What the plans of norms are: how many sweeps, and how often the input is read. In every memory order where that may
// not matter.
#include <axnorm/exec/evaluate_source.hpp>
#include <axnorm/exec/plan_of.hpp>
#include <axnorm/norm/named.hpp>
#include <axnorm/plan/facts.hpp>

using namespace axnorm;
using namespace axnorm::axes;

namespace {

/// Formula F with everything bound that `Given` says.
template<class F, class... Given>
struct planned {
  using source = exec::source<F, Given...>;
  using compiled = plan::compiled<source>;
  using facts = plan::facts<compiled, source>;
};
template<class... Axes>
using x_of = given_tensor<"x", float, Axes...>;
using weight = given_tensor<"weight", float, C>;
using bias = given_tensor<"bias", float, C>;

using BN = Norm<Over<N, H, W>, Affine<C>>;
using LN = LayerNorm<C, H, W>;
using Rows = Norm<Over<W>>;
using GN = GroupNorm<>;
using SN = SwitchableNorm<Over<H, W>, Over<C, H, W>, Over<N, H, W>>;

// -- batch norm: two sweeps, two reads of x, whatever the memory order, with and without parameters
template<class... Axes>
constexpr bool batch_norm_is_minimal() {
  using p = typename planned<BN, x_of<Axes...>, weight, bias>::facts;
  using bare = typename planned<Norm<Over<N, H, W>>, x_of<Axes...>>::facts;
  return p::sweeps == 2 && p::statistics_sweeps == 1 && p::reductions == 1 && p::template reads<"x"> == 2 &&
         bare::sweeps == 2 && bare::template reads<"x"> == 2;
}
static_assert(batch_norm_is_minimal<N, C, H, W>());
static_assert(batch_norm_is_minimal<N, H, W, C>());
static_assert(batch_norm_is_minimal<C, H, W, N>());
static_assert(batch_norm_is_minimal<W, N, H, C>());
static_assert(batch_norm_is_minimal<N, Fixed<C, 64>, H, W>());

// -- layer, instance and group norm: a statistics sweep and a writing one for each tile, so that memory is read once
template<class F, class... Given>
constexpr bool one_pass_by_tiles() {
  using p = typename planned<F, Given...>::facts;
  return p::by_tiles && p::sweeps == 2 && p::statistics_sweeps == 1 && p::template reads<"x"> == 2;
}
static_assert(one_pass_by_tiles<Norm<Over<C, H, W>>, x_of<N, C, H, W>>());
static_assert(one_pass_by_tiles<LN, x_of<N, C, H, W>, given_tensor<"weight", float, C, H, W>,
                                given_tensor<"bias", float, C, H, W>>());
static_assert(one_pass_by_tiles<Rows, x_of<N, C, H, W>>());
static_assert(one_pass_by_tiles<InstanceNorm, x_of<N, C, H, W>>());
static_assert(one_pass_by_tiles<InstanceNorm, x_of<N, H, W, C>>());
static_assert(one_pass_by_tiles<GN, x_of<N, C, H, W>, weight, bias, given_extent<G>>());
static_assert(one_pass_by_tiles<GN, x_of<N, H, W, C>, weight, bias, given_extent<G, 32>>());
static_assert(one_pass_by_tiles<GroupNorm<32>, x_of<N, Fixed<C, 64>, H, W>, weight, bias>());
static_assert(one_pass_by_tiles<RMSNorm<W>, x_of<N, C, H, W>, given_tensor<"weight", float, W>>());

// -- batch norm in memory order has no tile to keep in cache, unless the batch is innermost
static_assert(!planned<BN, x_of<N, H, W, C>, weight, bias>::facts::by_tiles);

// -- three sets of statistics from one sweep
using switchable = planned<SN, x_of<N, C, H, W>, given_tensor<"mean_weight", float, Fixed<Set, 3>>,
                           given_tensor<"var_weight", float, Fixed<Set, 3>>>::facts;
static_assert(switchable::statistics_sweeps == 1);
static_assert(switchable::sweeps == 2);
static_assert(switchable::reads<"x"> == 2);

// -- the same by the short way
static_assert(plan_of<BN, float, N, C, H, W>.sweeps == 2);
static_assert(plan_of<BN, float, N, C, H, W>.reads<"x"> == 2);
static_assert(plan_of<LN, bfloat16, N, C, H, W>.by_tiles);
static_assert(plan_of<SN, double, N, H, W, C>.statistics_sweeps == 1);
static_assert(statistics_axes<BN, N, C, H, W> == axes_list<C>);
static_assert(statistics_axes<LN, N, C, H, W> == axes_list<N>);
static_assert(statistics_axes<InstanceNorm, N, H, W, C> == axes_list<C, N>);

} // namespace
