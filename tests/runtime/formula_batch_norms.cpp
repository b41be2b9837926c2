// Norms over the batch against the reference evaluator, in float and two memory orders.
#include "support/check_everywhere.hpp"
#include "support/formulas_norms.hpp"

using namespace axnorm;
using namespace axnorm::axes;
using check::check_everywhere;

TEST_CASE("batch norm", "[formulas]") {
  check_everywhere<formulas::batch_norm, float, N, C, H, W>();
  check_everywhere<formulas::batch_norm, float, N, H, W, C>();
}

TEST_CASE("batch norm with given statistics", "[formulas]") {
  check_everywhere<formulas::batch_norm_given, float, N, C, H, W>();
  check_everywhere<formulas::batch_norm_given, float, C, H, W, N>();
}

TEST_CASE("norms over all but some axes", "[formulas]") {
  check_everywhere<formulas::all_but, float, N, C, H, W>();
  check_everywhere<formulas::all_but, float, W, N, H, C>();
}

TEST_CASE("batch norm by mean absolute deviation", "[formulas]") {
  check_everywhere<formulas::l1_batch_norm, float, N, C, H, W>();
  check_everywhere<formulas::l1_batch_norm, float, N, H, W, C>();
}

TEST_CASE("residual, batch norm, relu; two results", "[formulas]") {
  check_everywhere<formulas::residual_norm, float, N, C, H, W>();
  check_everywhere<formulas::residual_norm, float, C, H, W, N>();
}

TEST_CASE("results that become ready at different times", "[formulas]") {
  check_everywhere<formulas::two_speeds, float, N, C, H, W>();
  check_everywhere<formulas::two_speeds, float, N, H, W, C>();
}

TEST_CASE("switchable norm", "[formulas]") {
  check_everywhere<formulas::switchable_norm, float, N, C, H, W>();
  check_everywhere<formulas::switchable_norm, float, N, H, W, C>();
}

TEST_CASE("batch instance norm", "[formulas]") {
  check_everywhere<formulas::batch_instance_norm, float, N, C, H, W>();
  check_everywhere<formulas::batch_instance_norm, float, W, N, H, C>();
}

TEST_CASE("a norm of a norm", "[formulas]") {
  check_everywhere<formulas::norm_of_norm, float, N, C, H, W>();
  check_everywhere<formulas::norm_of_norm, float, N, H, W, C>();
}

// Tiles too large for a core's caches, of rows that are short: results are collected side by side, in memory order.
TEST_CASE("statistics of many short rows", "[formulas]") {
  using check::data, check::spacing;
  for (const data numbers : {data::normal, data::far, data::outlying, data::constant, data::huge, data::specials}) {
    check::check_ways<formulas::batch_norm, float, N, C, H, W>({{.extents = {1500, 13, 7, 7}, .numbers = numbers}});
    check::check_ways<formulas::switchable_norm, float, N, C, H, W>({{.extents = {61, 5, 2, 3}, .numbers = numbers}});
  }
  for (const spacing how : {spacing::padded, spacing::sparse, spacing::reversed})
    check::check_ways<formulas::batch_norm, float, N, C, H, W>({{.extents = {700, 3, 2, 53}, .how = how}});
  check::check_ways<formulas::batch_norm, float, N, C, H, W>(
      {{.extents = {60, 521, 6, 7}}, {.extents = {9000, 1, 3, 3}}, {.extents = {400, 5, 9, 15}}});
  check::check_ways<formulas::l1_batch_norm, float, N, C, H, W>({{.extents = {1500, 5, 7, 7}}});
}

// Long rows of columns that come from memory: a row of all columns after the other.
TEST_CASE("statistics of many columns", "[formulas]") {
  check::check_ways<formulas::batch_norm, float, N, H, W, C>(
      {{.extents = {700, 131, 7, 7}, .threads = {1, 3}},
       {.extents = {700, 131, 7, 7}, .numbers = check::data::outlying, .threads = {1}}});
}
