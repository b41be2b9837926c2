// Both halves of norms and their gradients through the executor: statistics in double pass from one to the other while
// the data are float. Against the reference evaluator on the same graphs.
#include "support/catch.hpp"
#include "support/check_source.hpp"
#include "support/graph_gradients.hpp"
#include "support/graph_norms.hpp"
#include <axnorm/graph/save.hpp>
#include <axnorm/graph/share.hpp>
#include <axnorm/graph/simplify.hpp>

#include <array>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

using namespace axnorm;
using namespace axnorm::check;

namespace {

template<auto Make, int... Order>
struct cut {
  static constexpr const auto& forward_graph =
      freeze<[] { return graph::simplify(laid_out(Make(), std::array{Order...})); }>();
  static constexpr const auto& whole = freeze<[] {
    return graph::share(
        hold<[] { return graph::simplify(graph::all_gradients(forward_graph.thaw(), true)); }>().thaw());
  }>();
  static constexpr graph::halves made() {
    return graph::save(whole.thaw(), forward_graph.outputs.size(), forward_graph.operands.size());
  }
};

template<class List, std::size_t Count, class E>
using and_also = boost::mp11::mp_append<List, boost::mp11::mp_repeat_c<boost::mp11::mp_list<E>, Count>>;

template<auto Make, int... Order>
struct forward {
  static constexpr auto lowered = freeze<[] { return cut<Make, Order...>::made().forward; }>();
  static constexpr bool is_shared = true;
  static constexpr std::size_t operands = lowered.operands.size(), outputs = lowered.outputs.size();
  using operand_elements = boost::mp11::mp_repeat_c<boost::mp11::mp_list<float>, operands>;
  using output_elements = and_also<boost::mp11::mp_list<float>, outputs - 1, double>;
};
template<auto Make, int... Order>
struct backward {
  static constexpr auto lowered = freeze<[] { return cut<Make, Order...>::made().backward; }>();
  static constexpr bool is_shared = true;
  static constexpr std::size_t operands = lowered.operands.size(), outputs = lowered.outputs.size();
  static constexpr std::size_t saved = forward<Make, Order...>::outputs - 1;
  using operand_elements =
      and_also<boost::mp11::mp_repeat_c<boost::mp11::mp_list<float>, operands - saved>, saved, double>;
  using output_elements = boost::mp11::mp_repeat_c<boost::mp11::mp_list<float>, outputs>;
};

template<class Source>
void check_half(const std::vector<std::vector<std::int64_t>>& all_extents) {
  for (const std::vector<std::int64_t>& extents : all_extents)
    for (const spacing how : {spacing::dense, spacing::padded, spacing::sparse}) {
      const report r = check_source<Source>({.extents = extents, .how = how, .within = {1e-5, 1e-6}});
      INFO("extents " << extents[0] << " " << extents[1] << ": " << r.message);
      CHECK(r.good);
    }
}
template<auto Make, int... Order>
void check_halves(const std::vector<std::vector<std::int64_t>>& all_extents) {
  check_half<forward<Make, Order...>>(all_extents);
  check_half<backward<Make, Order...>>(all_extents);
}

const std::vector<std::vector<std::int64_t>> images{{3, 7, 5, 11}, {2, 16, 4, 16}, {5, 14, 23, 31}, {1, 3, 1, 1}};

} // namespace

TEST_CASE("both ways of layer norm", "[saved]") {
  check_halves<[] { return graph::norms::layer_norm(); }, 0, 1>({{3, 7}, {5, 64}, {70, 33}, {1, 1}});
}
TEST_CASE("both ways of batch norm", "[saved]") {
  check_halves<[] { return graph::norms::batch_norm(); }, 0, 1, 2, 3>(images);
  check_halves<[] { return graph::norms::batch_norm(); }, 0, 2, 3, 1>(images);
}
TEST_CASE("both ways of switchable norm", "[saved]") {
  check_halves<[] { return graph::norms::switchable_norm(); }, 0, 1, 2, 3>(images);
}
