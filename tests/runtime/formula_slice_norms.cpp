// Norms of each sample against the reference evaluator, in float and two memory orders.
#include "support/check_everywhere.hpp"
#include "support/formulas_norms.hpp"

using namespace axnorm;
using namespace axnorm::axes;
using check::check_everywhere;

TEST_CASE("layer norm of images", "[formulas]") {
  check_everywhere<formulas::layer_norm, float, N, C, H, W>();
  check_everywhere<formulas::layer_norm, float, N, H, W, C>();
}

TEST_CASE("instance norm", "[formulas]") {
  check_everywhere<formulas::instance_norm, float, N, C, H, W>();
  check_everywhere<formulas::instance_norm, float, W, N, H, C>();
}

TEST_CASE("filter response norm", "[formulas]") {
  check_everywhere<formulas::filter_response_norm, float, N, C, H, W>();
  check_everywhere<formulas::filter_response_norm, float, C, H, W, N>();
}

TEST_CASE("positional norm; three results", "[formulas]") {
  check_everywhere<formulas::positional_norm, float, N, C, H, W>();
  check_everywhere<formulas::positional_norm, float, N, H, W, C>();
}

TEST_CASE("global response norm", "[formulas]") {
  check_everywhere<formulas::global_response_norm, float, N, C, H, W>();
  check_everywhere<formulas::global_response_norm, float, N, H, W, C>();
}

TEST_CASE("statistics of an image of another size", "[formulas]") {
  check_everywhere<formulas::adaptive_instance_norm, float, N, C, H, W>();
  check_everywhere<formulas::adaptive_instance_norm, float, N, H, W, C>();
}

TEST_CASE("halves and floats together", "[formulas]") {
  check_everywhere<formulas::mixed_types, float, N, C, H, W>();
  check_everywhere<formulas::mixed_types, float, N, H, W, C>();
}

TEST_CASE("mean and deviation of different sets, result in another order", "[formulas]") {
  check_everywhere<formulas::mixed_sets, float, N, C, H, W>();
  check_everywhere<formulas::mixed_sets, float, W, N, H, C>();
}
