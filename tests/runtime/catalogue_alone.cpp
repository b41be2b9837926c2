// The checks that a norm of the catalogue gets for its header alone, as a test that is written for the header calls
// them; norms that other files test have them there, too.
#include "support/catch.hpp"
#include "support/check_catalogue.hpp"
#include <axnorm/norm/catalogue/filter_response_norm.hpp>
#include <axnorm/norm/catalogue/usual_norms.hpp>

using namespace axnorm::check;
using namespace axnorm;

namespace {
template<class Rows, fixed_string Name>
void check_row() {
  check_entry_alone<catalogue::entry_named<Name, typename Rows::entries>>(false); // (sweeps: catalogue_images.cpp)
}
struct over_missing_axis {
  static constexpr auto formula = input<"x"> - mean<Over<axes::D>>(input<"x">);
};
} // namespace

TEST_CASE("a norm with parameters, alone", "[catalogue]") {
  check_row<catalogue::filter_response_norm_rows, "FilterResponseNorm">();
}
TEST_CASE("sweeps that an entry says are checked", "[catalogue]") {
  using found = catalogue::entry<"", BatchNorm, catalogue::image, catalogue::sweeps<2, 2>>;
  using wanted = boost::mp11::mp_list<catalogue::image>;
  static_assert(std::is_same_v<found::operands, wanted>);
  static_assert(found::expected::forward == 2 && found::expected::backward == 2);
  static_assert(catalogue::entry<"", BatchNorm, catalogue::image>::expected::forward < 0);
}
TEST_CASE("why a formula does not take an entry's operands is a sentence", "[catalogue]") {
  static_assert(entry_words<catalogue::entry<"", BatchNorm, catalogue::image>>.empty());
  static_assert(entry_words<catalogue::entry<"", over_missing_axis, catalogue::image>>.view() ==
                "Over<D> reduces axis D, but input x has axes {N, C, H, W}");
}
