// Plans of gradients: what parameters get is added up while the gradients of the input are written, in the same sweep.
#include <axnorm/exec/gradient.hpp>
#include <axnorm/norm/named.hpp>
#include <axnorm/plan/facts.hpp>
#include <axnorm/tensor/tensor.hpp>

#include <boost/mp11/algorithm.hpp>

#include <utility>

using namespace axnorm;
using namespace axnorm::axes;

template<class F, class Wrt, class... X>
using source_of =
    boost::mp11::mp_apply<exec::gradient_source, boost::mp11::mp_push_front<exec::described<X...>, F, Wrt>>;
template<class S>
inline constexpr plan::facts<plan::compiled<S>, S> facts{};
template<fixed_string Name, class T>
using named = decltype(arg<Name> = std::declval<T&>());
template<class T>
using arriving = decltype(upstream(std::declval<T&>()));
using variables = exec::wrt_names<"x", "weight", "bias">;

// Moments, two sums of each row, and a sweep that writes.
using rows = Tensor<float, N, C>;
using row = Tensor<float, C>;
using of_rows = source_of<LayerNorm<C>, variables, rows&, named<"weight", row>, named<"bias", row>, arriving<rows>>;
static_assert(facts<of_rows>.by_tiles);
static_assert(facts<of_rows>.sweeps == 3 && facts<of_rows>.statistics_sweeps == 2);
static_assert(facts<of_rows>.reads<"x"> == 3);
static_assert(facts<of_rows>.reductions == 5);

// Without gradients of the input nothing is written at each position: the sums have a sweep of their own.
using parameters = exec::wrt_names<"weight", "bias">;
using of_parameters =
    source_of<LayerNorm<C>, parameters, rows&, named<"weight", row>, named<"bias", row>, arriving<rows>>;
static_assert(facts<of_parameters>.sweeps == 2 && facts<of_parameters>.statistics_sweeps == 2);

// The sums of group norm run over positions of a tile too: they are collected with those of the groups.
using image = Tensor<float, N, C, H, W>;
using of_groups = source_of<GroupNorm<8>, variables, image&, named<"weight", row>, named<"bias", row>, arriving<image>>;
static_assert(facts<of_groups>.by_tiles && facts<of_groups>.sweeps == 3 && facts<of_groups>.statistics_sweeps == 2);
