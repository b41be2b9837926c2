// Pairs of element type, memory order and kind of extents, each with twelve formulas: here float, every order, and
// extents that the types know, do not know, or know in part. Numbers, spacing, in place and threads come with each.
#include "support/check_everywhere.hpp"
#include "support/formulas_norms.hpp"

using namespace axnorm;
using namespace axnorm::axes;

namespace {

/// Six formulas, four and two.
template<class... Specs>
void check_twelve() {
  check::check_in_every_build<formulas::arithmetic, float, Specs...>();
  check::check_in_every_build<formulas::rows, float, Specs...>();
  check::check_in_every_build<formulas::all_but, float, Specs...>();
}

} // namespace

TEST_CASE("float, NCHW, dynamic extents", "[pairs]") { check_twelve<N, C, H, W>(); }
TEST_CASE("float, NHWC, static extents", "[pairs]") {
  check_twelve<Fixed<N, 3>, Fixed<H, 5>, Fixed<W, 11>, Fixed<C, 7>>();
}
TEST_CASE("float, CHWN, mixed extents", "[pairs]") { check_twelve<Fixed<C, 7>, H, Fixed<W, 11>, N>(); }
TEST_CASE("float, WNHC, dynamic extents", "[pairs]") { check_twelve<W, N, H, C>(); }
