// Pairs of element type, memory order and kind of extents, each with twelve formulas: here float16, every order, and
// extents that the types know, do not know, or know in part. Numbers, spacing, in place and threads come with each.
#include "support/check_everywhere.hpp"
#include "support/formulas_norms.hpp"

using namespace axnorm;
using namespace axnorm::axes;

namespace {

/// Six formulas, four and two.
template<class... Specs>
void check_twelve() {
  check::check_in_every_build<formulas::arithmetic, float16, Specs...>();
  check::check_in_every_build<formulas::rows, float16, Specs...>();
  check::check_in_every_build<formulas::all_but, float16, Specs...>();
}

} // namespace

TEST_CASE("float16, NCHW, mixed extents", "[pairs]") { check_twelve<N, Fixed<C, 7>, H, Fixed<W, 11>>(); }
TEST_CASE("float16, NHWC, dynamic extents", "[pairs]") { check_twelve<N, H, W, C>(); }
TEST_CASE("float16, CHWN, static extents", "[pairs]") {
  check_twelve<Fixed<C, 7>, Fixed<H, 5>, Fixed<W, 11>, Fixed<N, 3>>();
}
TEST_CASE("float16, WNHC, mixed extents", "[pairs]") { check_twelve<Fixed<W, 11>, N, H, Fixed<C, 7>>(); }
TEST_CASE("float16 and float together", "[pairs]") {
  check::check_in_every_build<formulas::mixed_types, float16, N, H, W, C>();
}
