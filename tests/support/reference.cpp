#include "support/reference.hpp"

#include "support/reference_operations.hpp"
#include "support/reference_values.hpp"

#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <stdexcept>

namespace axnorm::reference {

using graph::node;
using graph::op;

namespace {

/// Runs a graph: see `evaluate`.
class evaluator {
public:
  evaluator(const graph::graph& g, const std::vector<std::int64_t>& extents,
            const std::vector<std::vector<double>>& operands)
      : graph_(g), extents_(extents), operands_(operands), nodes_(static_cast<std::size_t>(g.size())) {}

  std::vector<std::vector<double>> run() {
    std::vector<int> uses(nodes_.size(), 0);
    for (const auto& out : graph_.outputs)
      ++uses[static_cast<std::size_t>(out.node)];
    for (int i = graph_.size() - 1; i >= 0; --i)
      if (uses[static_cast<std::size_t>(i)] > 0)
        each_operand(graph_, graph_[i], [&](int j) { ++uses[static_cast<std::size_t>(j)]; });
    for (int i = 0; i < graph_.size(); ++i) {
      if (uses[static_cast<std::size_t>(i)] == 0) continue;
      nodes_[static_cast<std::size_t>(i)] = value_of(graph_[i]);
      each_operand(graph_, graph_[i], [&](int j) { // what nobody will ask for again is let go
        if (--uses[static_cast<std::size_t>(j)] == 0) nodes_[static_cast<std::size_t>(j)] = {};
      });
    }
    std::vector<std::vector<double>> results;
    for (const auto& out : graph_.outputs) {
      const values& v = at(out.node);
      const std::vector<int> order = memory_order(out.axes, out.first_chain, out.chains);
      std::vector<double> r;
      r.reserve(static_cast<std::size_t>(count_of(order, extents_)));
      walk<1>(order, extents_, {v.axes}, [&](auto offset) { r.push_back(v.data[index(offset[0])]); });
      results.push_back(std::move(r));
    }
    return results;
  }

private:
  static std::size_t index(std::ptrdiff_t i) { return static_cast<std::size_t>(i); }
  const values& at(int i) const { return nodes_[static_cast<std::size_t>(i)]; }

  /// The parts of an operand or result, outermost in memory first.
  std::vector<int> memory_order(axis_mask axes, int first_chain, int chains) const {
    if (chains == 0) return parts_of(axes);
    std::vector<int> order;
    for (int c = first_chain; c < first_chain + chains; ++c) {
      const auto& chain = graph_.chains[static_cast<std::size_t>(c)];
      for (int k = 0; k < chain.count; ++k)
        order.push_back(graph_.chain_parts[static_cast<std::size_t>(chain.first + k)]);
    }
    return order;
  }

  values value_of(const node& n) const {
    switch (n.kind) {
    case op::constant:
      return {0, {n.value}};
    case op::extent:
      return {0, {static_cast<double>(extents_[static_cast<std::size_t>(n.a)])}};
    case op::variable:
      return loaded(n);
    case op::product:
      return combined(n);
    case op::sum:
      return combined(n);
    case op::reduce_sum:
      return summed(n);
    case op::moment2:
      return squared_deviations(n);
    case op::reduce_max:
    case op::reduce_min:
      return extreme(n);
    case op::window_sum:
      return windowed(n);
    case op::passing: // no value
      return blank(0, 0);
    case op::arriving: // nothing has
      return blank(n.axes, std::nan(""));
    case op::select:
      return selected(n);
    default:
      return mapped(n);
    }
  }

  /// All of `axes`, to be filled.
  values blank(axis_mask axes, double fill = 0) const {
    return {axes, std::vector<double>(static_cast<std::size_t>(count_of(parts_of(axes), extents_)), fill)};
  }

  values loaded(const node& n) const {
    const auto& operand = graph_.operands[static_cast<std::size_t>(n.a)];
    const std::vector<double>& memory = operands_[static_cast<std::size_t>(n.a)];
    const std::vector<int> order = memory_order(operand.axes, operand.first_chain, operand.chains);
    values r = blank(operand.axes);
    if (memory.size() != r.data.size())
      throw std::invalid_argument("reference: operand has another size than its axes");
    std::size_t position = 0;
    walk<1>(order, extents_, {r.axes}, [&](auto offset) { r.data[index(offset[0])] = memory[position++]; });
    return r;
  }

  /// Products and sums, one operand after the other.
  values combined(const node& n) const {
    values r = blank(n.axes, n.value);
    const std::vector<int> parts = parts_of(n.axes);
    for (int k = 0; k < n.count; ++k) {
      const auto t = graph_.term_of(n, k);
      const values& v = at(t.node);
      walk<2>(parts, extents_, {n.axes, v.axes}, [&](auto offset) {
        double& x = r.data[index(offset[0])];
        const double y = v.data[index(offset[1])];
        x = n.kind == op::product ? x * raised(y, t.half_power) : x + t.coefficient * y;
      });
    }
    return r;
  }

  values mapped(const node& n) const {
    values r = blank(n.axes);
    const values& a = at(n.a);
    const values& b = n.b >= 0 ? at(n.b) : a;
    walk<3>(parts_of(n.axes), extents_, {n.axes, a.axes, b.axes}, [&](auto offset) {
      r.data[index(offset[0])] = applied(n.kind, a.data[index(offset[1])], b.data[index(offset[2])]);
    });
    return r;
  }

  values selected(const node& n) const {
    values r = blank(n.axes);
    const values &a = at(n.a), &b = at(n.b), &c = at(n.c);
    walk<4>(parts_of(n.axes), extents_, {n.axes, a.axes, b.axes, c.axes}, [&](auto offset) {
      r.data[index(offset[0])] = a.data[index(offset[1])] != 0 ? b.data[index(offset[2])] : c.data[index(offset[3])];
    });
    return r;
  }

  /// Sums in long double: every term is exact to far below a double's last bit of the result.
  struct accumulator {
    std::vector<long double> data;
    values finish(axis_mask axes) const { return {axes, std::vector<double>(data.begin(), data.end())}; }
  };
  accumulator zeros(axis_mask axes) const {
    return {std::vector<long double>(static_cast<std::size_t>(count_of(parts_of(axes), extents_)), 0)};
  }

  values summed(const node& n) const {
    const values& a = at(n.a);
    accumulator r = zeros(n.axes);
    walk<2>(parts_of(n.axes | n.over), extents_, {n.axes, a.axes},
            [&](auto offset) { r.data[index(offset[0])] += static_cast<long double>(a.data[index(offset[1])]); });
    return r.finish(n.axes);
  }

  /// Whether a weight is 0 or 1 by its kind, so that 0 hides even a NaN.
  bool is_mask(int i) const {
    const node& n = graph_[i];
    if (n.kind == op::variable) return graph_.operands[static_cast<std::size_t>(n.a)].type == graph::numbers::boolean;
    return n.kind == op::logical_not || n.kind == op::is_nonzero || (n.kind >= op::less && n.kind <= op::logical_or);
  }

  /// Two passes: weighted means, then squared deviations. The mean of no weight at all is 0.
  values squared_deviations(const node& n) const {
    const values one{0, {1.0}};
    const values& u = at(n.a);
    const values& w = n.b >= 0 ? at(n.b) : one;
    const bool mask = n.b >= 0 && is_mask(n.b);
    accumulator mean = zeros(n.axes), weight = zeros(n.axes), r = zeros(n.axes);
    const std::vector<int> parts = parts_of(n.axes | n.over);
    const std::array<axis_mask, 3> sets{n.axes, u.axes, w.axes};
    walk<3>(parts, extents_, sets, [&](auto offset) {
      const long double y = static_cast<long double>(w.data[index(offset[2])]);
      if (mask && y == 0) return;
      mean.data[index(offset[0])] += y * static_cast<long double>(u.data[index(offset[1])]);
      weight.data[index(offset[0])] += y;
    });
    for (std::size_t i = 0; i < mean.data.size(); ++i)
      mean.data[i] = weight.data[i] == 0 ? 0 : mean.data[i] / weight.data[i];
    walk<3>(parts, extents_, sets, [&](auto offset) {
      const long double y = static_cast<long double>(w.data[index(offset[2])]);
      if (mask && y == 0) return;
      const long double d = static_cast<long double>(u.data[index(offset[1])]) - mean.data[index(offset[0])];
      r.data[index(offset[0])] += y * d * d;
    });
    return r.finish(n.axes);
  }

  values extreme(const node& n) const {
    const values& a = at(n.a);
    const double nothing = std::numeric_limits<double>::infinity();
    values r = blank(n.axes, n.kind == op::reduce_max ? -nothing : nothing);
    walk<2>(parts_of(n.axes | n.over), extents_, {n.axes, a.axes}, [&](auto offset) {
      double& x = r.data[index(offset[0])];
      const double y = a.data[index(offset[1])];
      x = n.kind == op::reduce_max ? largest(x, y) : smallest(x, y);
    });
    return r;
  }

  /// For each position the sum of those from -floor(c/2) to floor((c-1)/2) next to it that exist.
  values windowed(const node& n) const {
    const values& a = at(n.a);
    values r = blank(n.axes);
    const std::vector<int> along = parts_of(n.over);
    const std::int64_t extent = extents_[static_cast<std::size_t>(along[0])];
    const std::ptrdiff_t step = strides_of(a.axes, along, extents_)[0],
                         result_step = strides_of(n.axes, along, extents_)[0];
    const std::vector<int> lines = parts_of(n.axes & ~n.over);
    const auto to = strides_of(n.axes, lines, extents_), from = strides_of(a.axes, lines, extents_);
    for (const auto tuple : index_tuples(lines, extents_)) {
      std::ptrdiff_t first = 0, source = 0;
      for (std::size_t k = 0; k < lines.size(); ++k) {
        first += static_cast<std::ptrdiff_t>(tuple[k]) * to[k];
        source += static_cast<std::ptrdiff_t>(tuple[k]) * from[k];
      }
      for (std::int64_t i = 0; i < extent; ++i) {
        long double total = 0;
        const std::int64_t begin = i - graph::window_before(n.c, extent);
        for (std::int64_t j = begin; j < begin + graph::window_positions(n.c, extent); ++j)
          if (j >= 0 && j < extent)
            total += static_cast<long double>(a.data[index(source + static_cast<std::ptrdiff_t>(j) * step)]);
        r.data[index(first + static_cast<std::ptrdiff_t>(i) * result_step)] = static_cast<double>(total);
      }
    }
    return r;
  }

  const graph::graph& graph_;
  const std::vector<std::int64_t>& extents_;
  const std::vector<std::vector<double>>& operands_;
  std::vector<values> nodes_;
};

} // namespace

std::vector<std::vector<double>> evaluate(const graph::graph& g, const std::vector<std::int64_t>& extents,
                                          const std::vector<std::vector<double>>& operands) {
  return evaluator(g, extents, operands).run();
}

} // namespace axnorm::reference
