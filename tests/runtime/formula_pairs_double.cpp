// Pairs of element type, memory order and kind of extents, each with twelve formulas: here double, every order, and
// extents that the types know, do not know, or know in part. Numbers, spacing, in place and threads come with each.
#include "support/check_everywhere.hpp"
#include "support/formulas_norms.hpp"

using namespace axnorm;
using namespace axnorm::axes;

namespace {

/// Six formulas, four and two.
template<class... Specs>
void check_twelve() {
  check::check_in_every_build<formulas::arithmetic, double, Specs...>();
  check::check_in_every_build<formulas::rows, double, Specs...>();
  check::check_in_every_build<formulas::all_but, double, Specs...>();
}

} // namespace

TEST_CASE("double, NCHW, static extents", "[pairs]") {
  check_twelve<Fixed<N, 3>, Fixed<C, 7>, Fixed<H, 5>, Fixed<W, 11>>();
}
TEST_CASE("double, NHWC, mixed extents", "[pairs]") { check_twelve<N, H, Fixed<W, 11>, Fixed<C, 7>>(); }
TEST_CASE("double, CHWN, dynamic extents", "[pairs]") { check_twelve<C, H, W, N>(); }
TEST_CASE("double, WNHC, static extents", "[pairs]") {
  check_twelve<Fixed<W, 11>, Fixed<N, 3>, Fixed<H, 5>, Fixed<C, 7>>();
}
