// The checks that a norm of the catalogue gets for its header alone, of norms of each kind: they hold where other tests
// show that the norm is right.
#include "support/catch.hpp"
#include "support/check_catalogue.hpp"
#include <axnorm/norm/catalogue/conditional_norm.hpp>
#include <axnorm/norm/catalogue/filter_response_norm.hpp>
#include <axnorm/norm/catalogue/ghost_batch_norm.hpp>
#include <axnorm/norm/catalogue/masked_norm.hpp>
#include <axnorm/norm/catalogue/positional_norm.hpp>
#include <axnorm/norm/catalogue/usual_norms.hpp>

using namespace axnorm::check;
using namespace axnorm;

namespace {
template<class Rows, fixed_string Name>
void check_row() {
  check_entry_alone<catalogue::entry_named<Name, typename Rows::entries>>();
}
} // namespace

TEST_CASE("a norm with parameters, alone", "[catalogue]") {
  check_row<catalogue::filter_response_norm_rows, "FilterResponseNorm">();
}
TEST_CASE("a norm with groups and state, alone", "[catalogue]") {
  check_row<catalogue::ghost_batch_norm_rows, "GhostBatchNorm<2>">();
}
TEST_CASE("a norm with several results, alone", "[catalogue]") {
  check_row<catalogue::positional_norm_rows, "PositionalNorm">();
}
TEST_CASE("a norm with a mask, alone", "[catalogue]") { check_row<catalogue::masked_norm_rows, "MaskedBatchNorm">(); }
TEST_CASE("a norm with labels, alone", "[catalogue]") {
  check_row<catalogue::conditional_norm_rows, "ClassConditionalBatchNorm">();
}
TEST_CASE("a norm that picks elements of its parameters, alone", "[catalogue]") {
  check_row<catalogue::usual_norms_rows, "SwitchableNorm2d">();
}
TEST_CASE("sweeps that an entry says are checked", "[catalogue]") {
  using found = catalogue::entry<"", BatchNorm, catalogue::image, catalogue::sweeps<2, 2>>;
  using wanted = boost::mp11::mp_list<catalogue::image>;
  static_assert(std::is_same_v<found::operands, wanted>);
  static_assert(found::expected::forward == 2 && found::expected::backward == 2);
  static_assert(catalogue::entry<"", BatchNorm, catalogue::image>::expected::forward < 0);
}
