// More norms of the catalogue that mix the statistics of batches and instances.
#include "support/catalogue_loops.hpp"
#include "support/catch.hpp"
#include <axnorm/norm/catalogue.hpp>

using namespace axnorm::check;
using namespace axnorm::check::loops;
using axnorm::catalogue::find;

TEST_CASE("instance norm for some channels, batch norm for the others", "[catalogue]") {
  check_catalogue<find<"InstanceBatchNorm">>({2, 2}, [](const given_numbers& in) {
    const array chosen = in["by_instance"], by_batch = batch_norm(in), by_instance = instance_norm(in);
    return std::vector{affine(in, image([&](int n, int c, int h, int w) {
                                return chosen(c) != 0 ? by_instance(n, c, h, w) : by_batch(n, c, h, w);
                              }))};
  });
}
TEST_CASE("instance enhancement batch norm", "[catalogue]") {
  check_catalogue<find<"InstanceEnhancementNorm">>({2, 2}, [](const given_numbers& in) {
    const array x = in["x"], y = batch_norm(in), gain = in["gate_weight"], offset = in["gate_bias"];
    return std::vector{affine(in, image([&](int n, int c, int h, int w) {
                                return y(n, c, h, w) * sigmoid(gain(c) * of_instance(x, n, c).mean + offset(c));
                              }))};
  });
}
