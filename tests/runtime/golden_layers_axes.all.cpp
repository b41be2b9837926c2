// PyTorch's layers over axes of the user's own, step by step beside PyTorch's.
#include "support/check_layer_families.hpp"
#include "support/check_layer_refused.hpp"

using namespace axnorm;
using namespace axnorm::golden;

namespace {

// Named as in the golden file, which is read by labels; to axnorm they are other axes than axes::N and so on.
struct Sample : axis<"N"> {};
struct Band : axis<"C"> {};
struct Row : axis<"H"> {};
struct Column : axis<"W"> {};
struct Moment : axis<"L"> {};
struct Team : axis<"Team"> {};

} // namespace

TEST_CASE("batch norm over axes of one's own", "[golden]") {
  using layer = torch::BatchNorm2dOf<float, Sample, Band, Row, Column>;
  check_batch_norm<layer, Sample, Band, Row, Column>("batch_norm_2d");
  layer five(5);
  check_refuses_single<Sample, Band, Row, Column>(five, {1, 5, 1, 1}, "channel");
}
TEST_CASE("instance norm over axes of one's own", "[golden]") {
  using layer = torch::InstanceNorm1dOf<float, Sample, Band, Moment>;
  check_instance_norm<layer, Sample, Band, Moment>("instance_norm_1d");
  check_instance_norm<layer, Band, Moment>("instance_norm_1d_unbatched");
}
TEST_CASE("group norm over axes of one's own", "[golden]") {
  using layer = torch::GroupNormOf<float, Sample, Band, Team>;
  family_of<layer, torch::group_norm_options, Sample, Band, Moment>::check_all(
      "group_norm_3", [](const auto& o) { return layer(3, 9, o); }, both<Band>);
}
TEST_CASE("local response norm over axes of one's own", "[golden]") {
  check_local_response_of<torch::LocalResponseNorm<4, Sample, Band>, Sample, Band, Moment>(
      {"local_response_norm", "size=4,alpha=0.5"}, 4);
}
TEST_CASE("layer and RMS norm with parameters of type double", "[golden]") {
  using torch::LayerNormOf, torch::RMSNormOf;
  LayerNormOf<double, Moment> layer({7});
  RMSNormOf<double, Moment> rms({7});
  const layer_case c{"rms_norm_l", "default,double"};
  std::copy_n(c.parameter<float, Moment>("weight").data(), 7, rms.parameter<"weight">().data());
  const auto given = c.input<float, Sample, Band, Moment>("x", 0);
  Tensor<double, Sample, Band, Moment> x(given.extents());
  std::copy_n(given.data(), given.size(), x.data());
  const auto y = rms.forward(x).first;
  const auto exact = c.exact<Sample, Band, Moment>("y", 0);
  const auto centred = layer.forward(x).first;
  double sum = 0;
  for (std::int64_t i = 0; i < y.size(); ++i)
    CHECK(y.data()[i] == Approx(exact.data()[i]).epsilon(1e-12));
  for (std::int64_t i = 0; i < 7; ++i)
    sum += centred.data()[i];
  CHECK(std::abs(sum) < 1e-12);
}
