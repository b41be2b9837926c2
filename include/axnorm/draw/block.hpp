// A tensor as a block of cells: which axes lie along which side, and which cells belong to a set. Plain values; knows
// nothing of how cells are drawn.
#pragma once

#include <axnorm/draw/subject.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace axnorm::drawing {

/// The sides of a block: along the front from left to right, down the front, and away from who looks at it.
enum class side : std::uint8_t { across, down, away };

/// The longest side that is drawn, in cells.
inline constexpr std::int64_t longest_side = 32;

/// One part of an axis, or an axis that only a parameter has.
struct stretch {
  int part = -1; ///< of the graph; -1 if no operand has the axis
  std::int64_t extent = 1;
  bool is_groups = false; ///< the groups of an axis, whose positions follow
};

/// What is drawn as a block: for each side the stretches along it, outermost first, which count through as one.
struct block {
  std::array<std::vector<stretch>, 3> sides;
  std::array<std::vector<std::string>, 3> labels; ///< the axes of each side

  const std::vector<stretch>& along(side s) const { return sides[static_cast<std::size_t>(s)]; }
  std::int64_t cells(side s) const {
    std::int64_t n = 1;
    for (const stretch& x : along(s))
      n *= x.extent;
    return n;
  }
  std::string label(side s) const { return joined(labels[static_cast<std::size_t>(s)]); }

  /// How many cells of a side stand together before the outermost of several axes moves on; 0 if it is only one axis.
  std::int64_t fold(side s) const {
    std::int64_t inner = 1;
    for (const stretch& x : along(s))
      if (&x != &along(s).front()) inner *= x.extent;
    return labels[static_cast<std::size_t>(s)].size() < 2 || inner == 1 ? 0 : inner;
  }
};

/// Where a cell is along the three sides.
using cell = std::array<std::int64_t, 3>;

/// Calls f(stretch, position) for each stretch of a cell.
template<class F>
void each_position(const block& b, const cell& at, F f) {
  for (std::size_t s = 0; s < 3; ++s) {
    std::int64_t rest = at[s];
    for (std::size_t k = b.sides[s].size(); k-- > 0;) {
      const stretch& x = b.sides[s][k];
      f(x, rest % x.extent);
      rest /= x.extent;
    }
  }
}

/// Lays out blocks so that the same axis lies along the same side in all of them: channels across, samples away, all
/// others down one after the other, as papers draw them. Where there is no axis C, the last one lies across that is no
/// height or width; where there is no N, the first of three or more goes away.
class arrangement {
public:
  explicit arrangement(const subject& x) : x_(x) {
    const axis_value channels = axis_value_of<axes::C>(), samples = axis_value_of<axes::N>(),
                     height = axis_value_of<axes::H>(), width = axis_value_of<axes::W>();
    const auto& order = x.order;
    if (order.empty()) return;
    across_ = order[order.size() - 1].axis;
    for (const axis_extent& d : order)
      if (!(d.axis == height || d.axis == width)) across_ = d.axis;
    for (const axis_extent& d : order)
      if (d.axis == channels) across_ = channels;
    if (order.size() < 3) return;
    for (std::size_t k = order.size(); k-- > 0;)
      if (!(order[k].axis == across_)) away_ = order[k].axis;
    for (const axis_extent& d : order)
      if (d.axis == samples && !(across_ == samples)) away_ = samples;
  }

  /// The block of values that vary over these parts.
  block of(graph::axis_mask parts) const {
    block b;
    // In the order of the largest input, then as they come.
    for (const axis_extent& d : x_.order)
      add_axis(b, d.axis, parts);
    for (const graph::axis_chain& chain : x_.graph.g.chains)
      add_axis(b, chain.axis, parts);
    return b;
  }
  /// The block of a parameter: its axes as the largest input has them, others as they are declared.
  block of(const declared& d) const {
    block b;
    graph::axis_mask parts = 0;
    std::vector<axis_extent> own;
    for (const axis_extent& a : d.axes) {
      graph::axis_mask there = 0;
      for (const graph::axis_chain& chain : x_.graph.g.chains)
        if (chain.axis == a.axis && there == 0) there = mask_of(chain);
      parts |= there;
      if (there == 0) own.push_back(a);
    }
    b = of(parts);
    for (const axis_extent& a : own)
      place(b, free_side(b), a.axis, {{.part = -1, .extent = a.extent < 0 ? unknown_extent : a.extent}});
    return b;
  }

  /// Throws if a block is too large to be seen, or empty.
  void check(const block& b) const {
    for (const side s : {side::across, side::down, side::away}) {
      const std::int64_t n = b.cells(s);
      if (n >= 1 && n <= longest_side) continue;
      sentence why;
      why << "draw shows each element as a cell, from 1 to " << longest_side << " along each side, but along {";
      const std::string label = b.label(s);
      why << std::string_view(label) << "} there are " << n;
      why.axis << std::string_view(label);
      why.expected << longest_side;
      why.given << n;
      throw_if(why);
    }
  }

private:
  graph::axis_mask mask_of(const graph::axis_chain& chain) const {
    graph::axis_mask m = 0;
    for (int k = 0; k < chain.count; ++k)
      m |= graph::axis_mask{1} << x_.graph.g.chain_parts[static_cast<std::size_t>(chain.first + k)];
    return m;
  }
  side side_of(const axis_value& axis) const {
    return axis == across_ ? side::across : axis == away_ ? side::away : side::down;
  }
  static side free_side(const block& b) {
    for (const side s : {side::across, side::down, side::away})
      if (b.along(s).empty()) return s;
    return side::down;
  }
  static void place(block& b, side s, const axis_value& axis, const std::vector<stretch>& stretches) {
    auto& list = b.sides[static_cast<std::size_t>(s)];
    list.insert(list.end(), stretches.begin(), stretches.end());
    b.labels[static_cast<std::size_t>(s)].emplace_back(axis.label);
  }
  /// Those parts of a chain that are asked for and not there yet.
  void add_axis(block& b, const axis_value& axis, graph::axis_mask parts) const {
    const graph::graph& g = x_.graph.g;
    for (const graph::axis_chain& chain : g.chains) {
      if (!(chain.axis == axis)) continue;
      std::vector<stretch> list;
      for (int k = 0; k < chain.count; ++k) {
        const int part = g.chain_parts[static_cast<std::size_t>(chain.first + k)];
        if ((parts >> part & 1) != 0 && !is_there(b, part))
          list.push_back({part, g.parts[static_cast<std::size_t>(part)].extent, k + 1 < chain.count});
      }
      if (list.empty()) continue;
      place(b, side_of(axis), axis, list);
    }
  }
  static bool is_there(const block& b, int part) {
    for (const auto& list : b.sides)
      for (const stretch& x : list)
        if (x.part == part) return true;
    return false;
  }

  const subject& x_;
  axis_value across_{}, away_{};
};

/// Which cells of a block a set takes: those of the one statistic whose elements are best seen, at the corner of the
/// block that is nearest to the eye.
class membership {
public:
  membership(const block& whole, const reduced_set& set) : set_(set) {
    const cell corner{whole.cells(side::across) - 1, 0, 0};
    each_position(whole, corner, [&](const stretch& x, std::int64_t at) {
      if (x.part < 0) return;
      const bool slides = set.window > 0 && (set.over >> x.part & 1) != 0;
      chosen_[static_cast<std::size_t>(x.part)] = slides ? x.extent / 2 : at;
    });
  }

  /// Whether a cell of any block is of the set, or, of a block of statistics, the statistic itself.
  bool holds(const block& b, const cell& at) const {
    bool inside = true;
    each_position(b, at, [&](const stretch& x, std::int64_t position) {
      if (x.part < 0) return;
      const std::int64_t chosen = chosen_[static_cast<std::size_t>(x.part)];
      if ((set_.over >> x.part & 1) == 0) {
        inside = inside && position == chosen;
      } else if (set_.window > 0) {
        inside = inside && position >= chosen - graph::window_before(set_.window, x.extent) &&
                 position <= chosen + graph::window_after(set_.window, x.extent);
      }
    });
    return inside;
  }

  /// Every other group of those that the set does not reduce over, to tell neighbours apart.
  bool is_other_group(const block& b, const cell& at) const {
    std::int64_t number = 0;
    each_position(b, at, [&](const stretch& x, std::int64_t position) {
      if (x.is_groups && (set_.over >> x.part & 1) == 0)
        number += x.extent - position; // the one at the corner is not tinted but coloured
    });
    return number % 2 == 0 && number != 0;
  }

private:
  const reduced_set& set_;
  std::array<std::int64_t, 32> chosen_{};
};

} // namespace axnorm::drawing
