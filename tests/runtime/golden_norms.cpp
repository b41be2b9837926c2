// Norms that have names and their gradients, compared with PyTorch's. The last test case prints how far both are off.
#include "support/check_golden.hpp"
#include <axnorm/expr/expr.hpp>
#include <axnorm/norm/named.hpp>

using namespace axnorm;
using namespace axnorm::axes;
using golden::compare;
using golden::given;

namespace {

using image = given<"x", N, C, H, W>;
using weight = given<"weight", C>;
using bias = given<"bias", C>;

} // namespace

TEST_CASE("layer norm like PyTorch's", "[golden]") {
  compare<LayerNorm<W>, float, image, given<"weight", W>, given<"bias", W>>("layer_norm_last");
  compare<LayerNorm<W>, double, image, given<"weight", W>, given<"bias", W>>("layer_norm_last");
  compare<LayerNorm<C, H, W>, float, image, given<"weight", C, H, W>, given<"bias", C, H, W>>("layer_norm");
}
TEST_CASE("batch norm like PyTorch's", "[golden]") {
  compare<BatchNorm, float, image, weight, bias>("batch_norm");
  compare<BatchNorm, float, given<"x", N, H, W, C>, weight, bias>("batch_norm_channels_last");
}
TEST_CASE("instance norm like PyTorch's", "[golden]") {
  compare<Norm<Over<H, W>, Affine<C>>, float, image, weight, bias>("instance_norm");
}
TEST_CASE("group norm like PyTorch's", "[golden]") { compare<GroupNorm<3>, float, image, weight, bias>("group_norm"); }
TEST_CASE("root mean square norm like PyTorch's", "[golden]") {
  compare<RMSNorm<W>, float, image, given<"weight", W>>("rms_norm");
}

TEST_CASE("errors beside those of PyTorch", "[golden]") { golden::print_errors(); }
