// Where each value of a program lives, in which phase it is found and in which step it can be read. Base of the
// scheduler. Knows no strides and no sizes.
#pragma once

#include <axnorm/axis/sequence.hpp>
#include <axnorm/plan/plan.hpp>
#include <axnorm/plan/tile.hpp>

namespace axnorm::plan {

class placement {
public:
  constexpr placement(const graph::program& p, const part_order& order, axis_mask tile)
      : p_(p), order_(order), n_(static_cast<int>(p.code.size())) {
    r_.tile = tile;
    r_.places.resize(p.code.size());
    place_all();
    find_steps();
  }

protected:
  const graph::program& p_;
  const part_order& order_;
  int n_;
  plan r_;

  constexpr const instruction& x(int i) const { return p_.code[static_cast<std::size_t>(i)]; }
  constexpr place& at(int i) { return r_.places[static_cast<std::size_t>(i)]; }
  constexpr bool data(axis_mask axes) const { return is_data(p_.domains, axes); }
  constexpr int step_before(int i) {
    int s = 0;
    each_operand(x(i), [&](int j) { s = at(j).ready > s ? at(j).ready : s; });
    return s;
  }
  constexpr phase phase_over(axis_mask axes, phase at_least) const {
    if (at_least == phase::after) return phase::after;
    return axes & r_.tile ? phase::tile : at_least == phase::tile ? phase::tile : phase::before;
  }

  constexpr void add_buffer(int i, int words, bool across) {
    at(i).buffer = static_cast<int>(r_.buffers.size());
    const bool after = at(i).when == phase::after;
    r_.buffers.push_back({.instruction = i,
                          .axes = after ? x(i).axes : x(i).axes & ~r_.tile,
                          .words = words,
                          .when = at(i).when,
                          .across = across});
  }
  constexpr form form_of(int i) const {
    const axis_mask domain = (x(i).axes | x(i).over) & ~r_.tile;
    for (int k = order_.count - 1; k >= 0; --k) {
      const axis_mask bit = axis_mask{1} << order_.part[static_cast<std::size_t>(k)];
      if (domain & bit) return x(i).over & bit ? form::row : form::column;
    }
    return form::row;
  }

private:
  constexpr void place_all() {
    for (int i = 0; i < n_; ++i) {
      const instruction& ins = x(i);
      place& here = at(i);
      phase from = phase::before;
      each_operand(ins, [&](int j) {
        // a buffer filled in the tile phase is there for later tiles only if it accumulates across them
        if (at(j).when == phase::after) from = phase::after;
      });
      const bool across = reduces(ins.kind) && (ins.over & r_.tile) != 0;
      here.when =
          across ? phase::after : phase_over(ins.axes | (ins.kind == code::count ? axis_mask{0} : ins.over), from);
      if (ins.kind == code::load) {
        here.where = (ins.axes & ~r_.tile) == 0 && !data(ins.axes) ? home::scalar : home::operand;
        continue;
      }
      if (is_part(ins.kind)) {
        here.where = at(ins.a).where;
        here.buffer = at(ins.a).buffer;
        here.when = at(ins.a).when;
        continue;
      }
      const bool fixed = (ins.axes & ~r_.tile) == 0 && !across;
      if (blocks(ins.kind)) {
        here.where = fixed && ins.kind != code::window ? home::scalar : home::buffer;
        if (here.where == home::buffer) add_buffer(i, graph::words_of(ins.kind), across);
      } else if (!data(ins.axes)) {
        here.where = fixed && !(here.when == phase::after && ins.axes != 0) ? home::scalar : home::buffer;
      }
    }
  }
  /// When values are ready. Reductions over the same data that do not wait for each other are done in one sweep, with
  /// the last of them: what comes of the others waits, but data are read once.
  constexpr void find_steps() {
    struct group {
      int depth, step;
      axis_mask domain;
      form shape;
      phase when;
    };
    sequence<group> groups;
    sequence<int> group_of(static_cast<std::size_t>(n_), -1);
    sequence<int> depth(static_cast<std::size_t>(n_), 0); // sweeps over data that come before
    for (int i = 0; i < n_; ++i) {
      const auto k = static_cast<std::size_t>(i);
      each_operand(x(i), [&](int j) {
        const auto from = static_cast<std::size_t>(j);
        const int behind = depth[from] + (group_of[from] >= 0 ? 1 : 0);
        depth[k] = behind > depth[k] ? behind : depth[k];
      });
      const axis_mask domain = x(i).axes | x(i).over;
      if (!reduces(x(i).kind) || !data(domain) || (x(i).over & r_.tile) != 0) continue;
      const group own{depth[k], 0, domain, form_of(i), at(i).when};
      for (std::size_t g = 0; g < groups.size() && group_of[k] < 0; ++g)
        if (groups[g].depth == own.depth && groups[g].domain == own.domain && groups[g].shape == own.shape &&
            groups[g].when == own.when)
          group_of[k] = static_cast<int>(g);
      if (group_of[k] >= 0) continue;
      group_of[k] = static_cast<int>(groups.size());
      groups.push_back(own);
    }
    for (bool moved = true; moved;) { // ends: a group waits for groups of less depth only
      moved = false;
      for (int i = 0; i < n_; ++i) {
        int step = step_before(i);
        if (const int g = group_of[static_cast<std::size_t>(i)]; g >= 0) {
          int& together = groups[static_cast<std::size_t>(g)].step;
          together = step > together ? step : together;
          step = together;
        }
        const int ready = step + (blocks(x(i).kind) ? 1 : 0);
        moved = moved || ready != at(i).ready;
        at(i).ready = ready;
      }
    }
  }
};

} // namespace axnorm::plan
