// Plans of a layer's way back: for each named norm the sweeps over data, and how often x and the arriving gradients are
// read; and whether all sweeps of a tile run back to back.
#include <axnorm/exec/training.hpp>
#include <axnorm/norm/named.hpp>
#include <axnorm/norm/switchable.hpp>
#include <axnorm/plan/facts.hpp>

#include <boost/mp11/list.hpp>

using namespace axnorm;
using namespace axnorm::axes;
using boost::mp11::mp_front;
using boost::mp11::mp_list;

namespace {

template<class Given>
struct result_for;
template<fixed_string Name, class E, class... Dims>
struct result_for<given_tensor<Name, E, Dims...>> {
  using type = given_result<E, Dims...>;
};
template<class Given>
struct arriving_for;
template<fixed_string Name, class E, class... Dims>
struct arriving_for<given_tensor<Name, E, Dims...>> {
  using type = given_upstream<E, Dims...>;
};
template<class... Dims>
using x_of = given_tensor<"x", float, Dims...>;

/// Facts of the way back of F, whose variables are all that forward was given.
template<class F, class... Given>
using source_of = exec::backward_source<F, save_statistics, mp_list<Given...>,
                                        typename arriving_for<mp_front<mp_list<Given...>>>::type,
                                        typename result_for<Given>::type...>;
template<class F, class... Given>
using facts_of = plan::facts<plan::compiled<source_of<F, Given...>>, source_of<F, Given...>>;

struct reads {
  int sweeps = 0, x = 0, dy = 0, sums = 0;
  bool by_tiles = true;
  friend constexpr bool operator==(const reads&, const reads&) = default;
};
template<class F, class... Given>
constexpr reads of = {facts_of<F, Given...>::sweeps, facts_of<F, Given...>::template reads<"x">,
                      facts_of<F, Given...>::template reads<"upstream">, facts_of<F, Given...>::reductions,
                      facts_of<F, Given...>::by_tiles};

using weight = given_tensor<"weight", float, C>;
using bias = given_tensor<"bias", float, C>;
using row_weight = given_tensor<"weight", float, W>;
using row_bias = given_tensor<"bias", float, W>;
using image = x_of<N, C, H, W>;

// Two sums of each channel, then one sweep.
static_assert(of<Norm<Over<N, H, W>, Affine<C>>, image, weight, bias> == reads{2, 2, 2, 2});
static_assert(of<Norm<Over<N, H, W>, Affine<C>>, x_of<N, H, W, C>, weight, bias> == reads{2, 2, 2, 2, false});
// Two sums of each row, then one sweep that also adds to the gradients of weight and bias.
static_assert(of<LayerNorm<W>, image, row_weight, row_bias> == reads{2, 2, 2, 4});
static_assert(of<RMSNorm<W>, image, row_weight> == reads{2, 2, 2, 2});
static_assert(of<InstanceNorm, image> == reads{2, 2, 2, 2});
static_assert(of<Norm<Over<H, W>, Affine<C>>, image, weight, bias> == reads{2, 2, 2, 2});
static_assert(of<GroupNorm<8>, image, weight, bias> == reads{2, 2, 2, 2});
// The sums of all three sets are made of those of the smallest, of all samples.
using SN = SwitchableNorm<Over<H, W>, Over<C, H, W>, Over<N, H, W>, Affine<C>>;
static_assert(
    of<SN, image, given_tensor<"mean_weight", float, Set>, given_tensor<"var_weight", float, Set>, weight, bias> ==
    reads{2, 2, 2, 2, false});

} // namespace
