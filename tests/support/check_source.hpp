// Runs the back end on a graph written by hand and compares every result with the reference evaluator: any number of
// threads gives the same bits, nothing beside the results is written, results may overwrite the input. Knows no
// formula.
#pragma once

#include "support/check_data.hpp"
#include "support/check_memory.hpp"
#include "support/check_values.hpp"
#include "support/reference.hpp"
#include <axnorm/exec/run.hpp>
#include <axnorm/graph/fixed_graph.hpp>
#include <axnorm/graph/graph.hpp>

#include <boost/mp11/algorithm.hpp>
#include <boost/mp11/list.hpp>

#include <array>
#include <cstddef>
#include <string>
#include <tuple>
#include <vector>

namespace axnorm::check {

/// Gives every operand and output its axes in memory: the parts it has, in this order, each an axis of its own.
template<std::size_t Rank>
constexpr graph::graph laid_out(graph::graph g, const std::array<int, Rank>& order) {
  auto chain = [&](graph::axis_mask axes, int& first, int& count) {
    first = static_cast<int>(g.chains.size());
    for (const int p : order)
      if (axes >> p & 1) {
        g.chains.push_back({g.parts[static_cast<std::size_t>(p)].axis, static_cast<int>(g.chain_parts.size()), 1});
        g.chain_parts.push_back(p);
        ++count;
      }
  };
  for (graph::operand& o : g.operands)
    chain(o.axes, o.first_chain, o.chains);
  for (graph::output& o : g.outputs)
    chain(o.axes, o.first_chain, o.chains);
  return g;
}

/// What the back end needs to know of a graph with axes in memory. `Elements`: one for each operand, then each output.
template<auto Make, class... Elements>
struct source {
  static constexpr auto lowered = freeze<Make>();
  static constexpr std::size_t operands = lowered.operands.size(), outputs = lowered.outputs.size();
  static_assert(sizeof...(Elements) == operands + outputs);
  using operand_elements = boost::mp11::mp_take_c<boost::mp11::mp_list<Elements...>, operands>;
  using output_elements = boost::mp11::mp_drop_c<boost::mp11::mp_list<Elements...>, operands>;
};

/// How a graph is run.
struct graph_settings {
  std::vector<std::int64_t> extents; ///< by part
  data numbers = data::normal;
  spacing how = spacing::dense;
  bool in_place = false;   ///< the first output lies where the first operand was
  std::int64_t masked = 0; ///< so many elements of masks are off from the start
  bound within{};
  unsigned seed = 1;
};

namespace detail {

template<class Graph, class Axes>
std::vector<std::int64_t> extents_in_memory(const Graph& g, const Axes& x, const std::vector<std::int64_t>& extents) {
  std::vector<std::int64_t> r;
  for (int c = x.first_chain; c < x.first_chain + x.chains; ++c) {
    const auto& chain = g.chains[static_cast<std::size_t>(c)];
    std::int64_t n = 1;
    for (int k = 0; k < chain.count; ++k)
      n *= extents[static_cast<std::size_t>(g.chain_parts[static_cast<std::size_t>(chain.first + k)])];
    r.push_back(n);
  }
  return r;
}

template<class E>
exec::memory memory_of(tensor_memory<E>& m) {
  exec::memory r;
  r.data = m.data();
  for (std::size_t i = 0; i < m.extents().size(); ++i) {
    r.extent[i] = m.extents()[i];
    r.stride[i] = m.strides()[i];
  }
  return r;
}

} // namespace detail

/// Numbers for operand `o` of element type E: masks are 0 or 1, what norms divide by or scale with stays near 1.
template<class E>
std::vector<double> operand_numbers(const graph::operand& o, std::int64_t count, const graph_settings& s, unsigned k) {
  if (o.type == graph::numbers::boolean) return mask_of(count, s.seed + k, s.masked);
  if (o.kind == graph::role::input) return numbers_of<E>(s.numbers, count, s.seed + k);
  std::vector<double> r = numbers_of<E>(data::normal, count, s.seed + k);
  for (double& v : r)
    v = to_number(to_element<E>(1 + v / 4));
  return r;
}

/// Runs `Source` with 1, 2 and 5 threads and compares.
template<class Source>
report check_source(const graph_settings& s) {
  namespace mp = boost::mp11;
  constexpr const auto& g = Source::lowered;
  using operand_tuple = mp::mp_rename<mp::mp_transform<tensor_memory, typename Source::operand_elements>, std::tuple>;
  using output_tuple = mp::mp_rename<mp::mp_transform<tensor_memory, typename Source::output_elements>, std::tuple>;

  operand_tuple operands = [&]<std::size_t... I>(std::index_sequence<I...>) {
    return operand_tuple(
        std::tuple_element_t<I, operand_tuple>(detail::extents_in_memory(g, g.operands[I], s.extents), s.how)...);
  }(std::make_index_sequence<Source::operands>{});
  output_tuple outputs = [&]<std::size_t... I>(std::index_sequence<I...>) {
    return output_tuple(
        std::tuple_element_t<I, output_tuple>(detail::extents_in_memory(g, g.outputs[I], s.extents), s.how)...);
  }(std::make_index_sequence<Source::outputs>{});

  std::vector<std::vector<double>> numbers;
  std::array<exec::memory, Source::operands> operand_memory;
  mp::mp_for_each<mp::mp_iota_c<Source::operands>>([&](auto k) {
    auto& m = std::get<k>(operands);
    using E = mp::mp_at_c<typename Source::operand_elements, k>;
    numbers.push_back(operand_numbers<E>(g.operands[k], m.count(), s, static_cast<unsigned>(k)));
    operand_memory[k] = detail::memory_of(m);
  });
  const auto expected = reference::evaluate(g.thaw(), s.extents, numbers); // one evaluator for all graphs

  report r;
  auto fail = [&](std::string why) {
    if (r.good) r.message = std::move(why);
    r.good = false;
  };
  std::vector<std::vector<unsigned char>> first_bits;
  for (const int threads : {1, 2, 5}) {
    std::array<exec::memory, Source::outputs> output_memory;
    mp::mp_for_each<mp::mp_iota_c<Source::operands>>([&](auto k) {
      std::get<k>(operands).clear();
      std::get<k>(operands).fill(numbers[k]);
    });
    mp::mp_for_each<mp::mp_iota_c<Source::outputs>>([&](auto k) {
      std::get<k>(outputs).clear();
      output_memory[k] = detail::memory_of(std::get<k>(outputs));
    });
    if (s.in_place) output_memory[0] = operand_memory[0];
    exec::run<Source>(operand_memory.data(), output_memory.data(), s.extents.data(), threads);
    std::vector<std::vector<unsigned char>> bits;
    auto look = [&](auto& m, std::size_t k, auto e) {
      using E = decltype(e);
      const comparison c = compare<E>(m.numbers(), expected[k], s.within);
      r.worst = std::max(r.worst, c.worst);
      if (!c.good) fail("result " + std::to_string(k + 1) + ", " + std::to_string(threads) + " threads: " + c.message);
      if (!m.surroundings_intact()) fail("result " + std::to_string(k + 1) + ": something beside it was overwritten");
      bits.push_back(m.bits());
    };
    mp::mp_for_each<mp::mp_iota_c<Source::outputs>>([&](auto k) {
      using E = mp::mp_at_c<typename Source::output_elements, k>;
      if constexpr (k == 0 && std::is_same_v<E, mp::mp_front<typename Source::operand_elements>>) {
        if (s.in_place) return look(std::get<0>(operands), k, E{});
      }
      look(std::get<k>(outputs), k, E{});
    });
    if (threads == 1)
      first_bits = bits;
    else if (bits != first_bits)
      fail(std::to_string(threads) + " threads give other bits than 1");
  }
  return r;
}

} // namespace axnorm::check
