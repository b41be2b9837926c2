// Gradients of all norms that have a name beside central differences in double.
#include "support/check_differences.hpp"
#include "support/tracking_norms.hpp"
#include <axnorm/norm/named.hpp>

#include <boost/mp11/algorithm.hpp>
#include <boost/mp11/list.hpp>

#include <type_traits>

using namespace axnorm;
using namespace axnorm::axes;
using check::check_norm_differences;

namespace {

using named_norms = boost::mp11::mp_list<BatchNorm, LayerNorm<W>, LayerNorm<C, H, W>, InstanceNorm, GroupNorm<2>,
                                         RMSNorm<C, W>, SwitchableNorm2d>;

} // namespace

TEST_CASE("central differences of every named norm", "[gradient]") {
  boost::mp11::mp_for_each<boost::mp11::mp_transform<std::type_identity, named_norms>>(
      []<class F>(std::type_identity<F>) { check_norm_differences<F>(); });
  check_norm_differences<GroupNorm<>>(dim<G>(2));
}
TEST_CASE("central differences of batch-instance norm", "[gradient]") {
  check_norm_differences<formulas::BatchInstance, Tensor<double, N, C, L>>();
}
