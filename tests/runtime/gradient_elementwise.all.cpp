// Gradients of elementwise operations, by the image and by parameters, against the reference evaluator.
#include "support/check_gradient.hpp"
#include "support/formulas_norms.hpp"

using namespace axnorm;
using namespace axnorm::axes;
using check::check_in_every_build;
using check::gradients;

TEST_CASE("gradients of arithmetic", "[gradients]") {
  check_in_every_build<gradients<formulas::arithmetic, "x", "weight", "bias">, float, N, C, H, W>();
}
TEST_CASE("gradients of functions", "[gradients]") {
  check_in_every_build<gradients<formulas::functions, "x">, float, N, C, H, W>();
}
TEST_CASE("gradients of activations", "[gradients]") {
  check_in_every_build<gradients<formulas::activations, "x">, float, N, C, H, W>();
}
TEST_CASE("gradients of powers", "[gradients]") {
  check_in_every_build<gradients<formulas::powers, "x", "weight">, float, N, C, H, W>();
}
TEST_CASE("gradients of roundings", "[gradients]") {
  check_in_every_build<gradients<formulas::casts, "x">, float, N, C, H, W>();
}
TEST_CASE("gradients of named intermediates", "[gradients]") {
  check_in_every_build<gradients<formulas::names, "x", "weight", "bias">, float, N, C, H, W>();
}
TEST_CASE("gradients of outer products", "[gradients]") {
  check_in_every_build<gradients<formulas::outer_products, "u", "v">, float, N, C, H, W>();
}
TEST_CASE("gradients of parameters alone", "[gradients]") {
  check_in_every_build<gradients<formulas::parameters_only, "weight", "bias">, float, N, C, H, W>();
}
TEST_CASE("gradients of mixed types", "[gradients]") {
  check_in_every_build<gradients<formulas::mixed_types, "x", "r">, float, N, C, H, W>();
}
