// Random graphs through every pass and the executor, against the reference evaluator on the graphs as they were: for
// combinations of operations that nobody would think of.
#include "support/catch.hpp"
#include "support/check_source.hpp"
#include "support/orders.hpp"
#include "support/random_graph.hpp"

#include <array>
#include <string>

using namespace axnorm;
using namespace axnorm::check;

namespace {

/// Random graph `Seed` with its four parts in this order of memory.
template<std::uint64_t Seed, int Operations, int... Order>
struct random_source
    : source<[] { return laid_out(graph::random_graph(Seed, {.operations = Operations}), std::array{Order...}); },
             float, float, float, float, bool, float, float, float> {};

/// A build that tries half of the memory orders tries half of the graphs.
template<std::uint64_t Seed>
inline constexpr bool is_tried = orders_tried == orders::all || (orders_tried == orders::first) == (Seed <= 3);

template<std::uint64_t Seed, int Operations, int... Order>
requires(!is_tried<Seed>)
void check_random() {}

template<std::uint64_t Seed, int Operations, int... Order>
requires is_tried<Seed>
void check_random() {
  for (const std::vector<std::int64_t>& extents :
       {std::vector<std::int64_t>{2, 3, 2, 5}, {3, 5, 7, 34}, {5, 8, 16, 61}, {1, 3, 1, 1}})
    for (const spacing how : {spacing::dense, spacing::padded, spacing::sparse}) {
      // Random formulas can lose digits to cancellation that no order of operations avoids.
      const report r = check_source<random_source<Seed, Operations, Order...>>(
          {.extents = extents, .how = how, .within = {2e-5, 0}});
      INFO("graph " << Seed << ", extents " << extents[0] << " " << extents[1] << " " << extents[2] << " " << extents[3]
                    << ": " << r.message);
      CHECK(r.good);
    }
}

} // namespace

TEST_CASE("random graphs", "[graphs]") {
  check_random<1, 6, 0, 1, 2, 3>();
  check_random<2, 6, 3, 1, 2, 0>();
  check_random<3, 8, 0, 3, 1, 2>();
  check_random<4, 8, 0, 1, 2, 3>();
  check_random<5, 10, 1, 2, 3, 0>();
  check_random<6, 10, 0, 1, 2, 3>();
}
