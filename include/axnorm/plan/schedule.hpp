// schedule: program -> plan. Chooses the tile, decides where each value lives, and cuts the program into sweeps, one
// for each set of reductions that can be done in the same loops. Knows no strides and no sizes.
#pragma once

#include <axnorm/axis/sequence.hpp>
#include <axnorm/plan/draft.hpp>
#include <axnorm/plan/keep.hpp>
#include <axnorm/plan/placement.hpp>

#include <utility>

namespace axnorm::plan {

class scheduler : placement {
public:
  constexpr scheduler(const graph::program& p, const part_order& order, axis_mask tile) : placement(p, order, tile) {
    asked_.resize(p.code.size(), 0);
    kept_.resize(p.code.size(), 0);
  }

  /// Whether something that is done after the tiles asks for a value that only lived during one: such a program runs
  /// without tiles.
  constexpr bool conflict() const { return conflict_; }

  constexpr plan run() {
    const int outputs_at = last_step();
    for (int i = 0; i < n_; ++i)
      if (reduces(x(i).kind) && !adds_in_place(i)) root_of_reduction(i);
    for (int o = 0; o < static_cast<int>(p_.outputs.size()); ++o) {
      const auto& out = p_.outputs[static_cast<std::size_t>(o)];
      const int ready = at(out.instruction).ready;
      if (!scalar_output(o)) root(ready > outputs_at ? ready : outputs_at, purpose::write, out.axes, form::row, o);
    }
    for (int i = 0; i < n_; ++i)
      if (reduces(x(i).kind) && adds_in_place(i) && !join_write(i)) root_of_reduction(i);
    for (int i = 0; i < n_; ++i)
      if (x(i).kind == code::window) ask(x(i).a);
    close_all();
    if (r_.tile != 0)
      for (int kept = 0; kept < most_kept && keep_one(); ++kept)
        close_all();
    sort(work_);
    emit_sweeps();
    emit_stages(outputs_at);
    return r_;
  }

private:
  sequence<char> asked_; // must be stored in its buffer
  sequence<char> kept_;  // is in a buffer of the tile once its first sweep is done
  sequence<draft> work_;
  bool conflict_ = false;

  /// So many buffers a tile has at most for values that take long: they share its caches with the data.
  static constexpr int most_kept = 2;

  /// A value that a sweep reads from a buffer must be stored by another; that one may read buffers in turn.
  constexpr void close_all() {
    for (std::size_t s = 0; s < work_.size();) {
      if (!work_[s].open) {
        ++s;
        continue;
      }
      close(s);
      s = 0;
    }
  }
  /// Has the first sweep of a tile keep a value that others compute again; false if there is none.
  constexpr bool keep_one() {
    const search_for_kept search(p_, work_);
    const int i = search.next();
    if (i < 0) return false;
    const auto k = static_cast<std::size_t>(i);
    work_[static_cast<std::size_t>(search.first_sweep(i))].kept.push_back(i);
    kept_[k] = 1;
    at(i).where = home::buffer;
    add_buffer(i, 1, false);
    for (draft& d : work_)
      if (!d.of.empty() && d.of[k] == use::body) d.open = true;
    return true;
  }

  constexpr bool scalar_output(int o) const {
    const auto& out = p_.outputs[static_cast<std::size_t>(o)];
    const place& pl = r_.places[static_cast<std::size_t>(out.instruction)];
    return !data(out.axes) && (out.axes & ~r_.tile) == 0 && !(pl.when == phase::after && out.axes != 0);
  }
  /// Outputs over data come with the last sweep over data: all that reads the inputs is then behind them.
  constexpr int last_step() {
    int s = 0;
    for (int i = 0; i < n_; ++i)
      if (blocks(x(i).kind) && (at(i).when != phase::after || runs_across(i)) && at(i).ready - 1 > s)
        s = at(i).ready - 1;
    for (const auto& o : p_.outputs)
      if (data(o.axes) && at(o.instruction).ready > s) s = at(o.instruction).ready;
    return s;
  }
  constexpr void ask(int i) {
    if (asked_[static_cast<std::size_t>(i)]) return;
    asked_[static_cast<std::size_t>(i)] = 1;
    at(i).where = home::buffer;
    if (at(i).buffer < 0) add_buffer(i, 1, false);
    for (draft& d : work_)
      if (!d.of.empty() && d.of[static_cast<std::size_t>(i)] == use::body)
        d.open = true; // it reads now what it computed
    root(at(i).ready, purpose::store, x(i).axes, form::row, i);
  }
  constexpr void root(int step, purpose what, axis_mask domain, form shape, int what_for) {
    phase when = phase_over(domain, phase::before);
    if (what == purpose::reduce) {
      if (step_phase(what_for) == phase::after) when = phase::after;
    } else {
      const int i = what == purpose::write ? p_.outputs[static_cast<std::size_t>(what_for)].instruction : what_for;
      if (at(i).when == phase::after) when = phase::after;
    }
    for (draft& d : work_)
      if (d.step == step && d.what == what && d.domain == domain && d.shape == shape && d.when == when) {
        d.roots.push_back(what_for);
        d.open = true;
        return;
      }
    draft d;
    d.step = step;
    d.what = what;
    d.domain = domain;
    d.shape = shape;
    d.when = when;
    d.roots.push_back(what_for);
    work_.push_back(d);
  }
  /// A reduction that accumulates across tiles runs with them, unless what it reads is ready only afterwards.
  constexpr phase step_phase(int reduction) {
    phase when = phase::before;
    each_operand(x(reduction), [&](int j) {
      if (at(j).when == phase::after) when = phase::after;
    });
    return when;
  }

  /// Whether reduction i sums across tiles while they run: nothing in a tile waits for it.
  constexpr bool runs_across(int i) {
    return reduces(x(i).kind) && at(i).when == phase::after && step_phase(i) != phase::after;
  }
  /// Reductions that nothing waits for are done together, with the last of them, so that they read what they share
  /// once.
  constexpr int step_of(int i) {
    if (!runs_across(i)) return at(i).ready - 1;
    int step = step_before(i);
    for (int j = 0; j < n_; ++j)
      if (j != i && runs_across(j) && (x(j).axes | x(j).over) == (x(i).axes | x(i).over) && form_of(j) == form_of(i))
        step = step_before(j) > step ? step_before(j) : step;
    return step;
  }

  constexpr void root_of_reduction(int i) { root(step_of(i), purpose::reduce, x(i).axes | x(i).over, form_of(i), i); }
  /// Whether i is a sum over just what tiles fix: each position of a tile has a sum of its own, to which it adds.
  constexpr bool adds_in_place(int i) {
    return x(i).kind == code::total && x(i).over == r_.tile && runs_across(i) && data(x(i).axes | x(i).over);
  }
  /// Sum i is added to by the last sweep that writes results at all positions, or by one made for such sums; false if
  /// that might get more slots than kernels have.
  constexpr bool join_write(int i) {
    int slots = static_cast<int>(p_.outputs.size());
    for (int j = 0; j < n_; ++j)
      slots += x(j).kind == code::load || is_part(x(j).kind) || (reduces(x(j).kind) && adds_in_place(j)) ? 1 : 0;
    if (slots > most_slots_with_sums) return false;
    draft* last = nullptr;
    for (draft& d : work_)
      if (d.what == purpose::write && d.when == phase::tile && d.domain == (x(i).axes | x(i).over) &&
          (last == nullptr || d.step > last->step))
        last = &d;
    if (last == nullptr) {
      draft d;
      d.step = step_of(i);
      d.what = purpose::write;
      d.domain = x(i).axes | x(i).over;
      d.when = phase::tile;
      work_.push_back(d);
      last = &work_.back();
    }
    last->added.push_back(i);
    return true;
  }

  /// Finds what sweep s computes and reads; asks for what others must store.
  constexpr void close(std::size_t s) {
    work_[s].open = false;
    sequence<char> need(static_cast<std::size_t>(n_), 0);
    sequence<use> of(static_cast<std::size_t>(n_), use::none);
    const draft d = work_[s]; // asking for what others must store may move it
    for (const int root : d.roots) {
      if (d.what == purpose::reduce)
        each_operand(x(root), [&](int j) { need[static_cast<std::size_t>(j)] = 1; });
      else
        need[static_cast<std::size_t>(d.what == purpose::write ? p_.outputs[static_cast<std::size_t>(root)].instruction
                                                               : root)] = 1;
    }
    for (const int sum : d.added)
      each_operand(x(sum), [&](int j) { need[static_cast<std::size_t>(j)] = 1; });
    for (const int i : d.kept)
      need[static_cast<std::size_t>(i)] = 1;
    for (int i = n_ - 1; i >= 0; --i) {
      const std::size_t k = static_cast<std::size_t>(i);
      if (!need[k]) continue;
      const instruction& ins = x(i);
      const bool own = d.what == purpose::store && contains(d.roots, i);
      if (ins.kind == code::constant)
        of[k] = use::body;
      else if (ins.kind == code::count || at(i).where == home::scalar) {
        of[k] = use::scalar;
        conflict_ = conflict_ || (d.when == phase::after && at(i).when == phase::tile);
      } else if (ins.kind == code::load || is_part(ins.kind) || blocks(ins.kind)) {
        of[k] = use::leaf;
        conflict_ = conflict_ || (ins.kind != code::load && d.when == phase::after && at(i).when == phase::tile);
      } else if (kept_[k] && !contains(d.kept, i)) {
        of[k] = use::leaf;
      } else if (data(ins.axes) || own || (ins.axes == d.domain && at(i).ready == d.step && !asked_[k])) {
        of[k] = use::body;
        each_operand(ins, [&](int j) { need[static_cast<std::size_t>(j)] = 1; });
      } else {
        of[k] = use::leaf;
        conflict_ = conflict_ || (d.when == phase::after && at(i).when == phase::tile);
        if (!asked_[k]) {
          ask(i);
        }
      }
    }
    work_[s].of = std::move(of);
  }

  constexpr range take(const sequence<int>& v) {
    const range r{static_cast<int>(r_.pool.size()), static_cast<int>(v.size())};
    for (const int i : v)
      r_.pool.push_back(i);
    return r;
  }
  constexpr range take(const sequence<use>& of, use what) {
    range r{static_cast<int>(r_.pool.size()), 0};
    for (int i = 0; i < n_; ++i)
      if (of[static_cast<std::size_t>(i)] == what) r_.pool.push_back(i), ++r.count;
    return r;
  }
  constexpr void emit_sweeps() {
    for (const draft& d : work_) {
      sweep s;
      s.step = d.step;
      s.what = d.what;
      s.shape = d.shape;
      s.when = d.when;
      s.data = data(d.domain);
      s.domain = d.domain;
      s.body = take(d.of, use::body);
      s.leaves = take(d.of, use::leaf);
      s.scalars = take(d.of, use::scalar);
      if (d.what == purpose::reduce) {
        s.reductions = take(d.roots);
        s.stores = take(d.kept);
        for (const int i : d.roots)
          s.common &= x(i).over;
      } else {
        (d.what == purpose::store ? s.stores : s.outputs) = take(d.roots);
        s.reductions = take(d.added);
      }
      find_inner(s, d);
      r_.sweeps.push_back(s);
    }
    for (buffer& b : r_.buffers) {
      b.narrow = !blocks(x(b.instruction).kind);
      for (const draft& d : work_)
        if (!data(d.domain) && d.of[static_cast<std::size_t>(b.instruction)] == use::leaf) b.narrow = false;
      for (int i = 0; i < n_; ++i)
        if (x(i).kind == code::window && x(i).a == b.instruction) b.narrow = false;
    }
  }
  /// The innermost part and those outside it that everything in the sweep treats like it.
  constexpr void find_inner(sweep& s, const draft& d) const {
    const axis_mask fixed = s.when == phase::tile ? r_.tile : 0;
    axis_mask last = 0;
    for (int k = order_.count - 1; k >= 0; --k) {
      const axis_mask bit = axis_mask{1} << order_.part[static_cast<std::size_t>(k)];
      if (!(s.domain & ~fixed & bit)) continue;
      if (last != 0) {
        bool alike = true;
        for (int i = 0; i < n_; ++i) {
          const bool reduction = d.what == purpose::reduce && contains(d.roots, i);
          if (const use u = d.of[static_cast<std::size_t>(i)]; u == use::body || u == use::leaf)
            alike = alike && ((x(i).axes & bit) != 0) == ((x(i).axes & last) != 0);
          if (reduction) alike = alike && ((x(i).over & bit) != 0) == ((x(i).over & last) != 0);
        }
        if (!alike) return;
      }
      last = bit;
      s.inner |= bit;
    }
  }
  constexpr void emit_stages(int outputs_at) {
    int steps = outputs_at;
    bool used[3] = {};
    for (int i = 0; i < n_; ++i) {
      steps = at(i).ready > steps ? at(i).ready : steps;
      used[static_cast<int>(at(i).when)] = true;
    }
    for (const draft& d : work_)
      used[static_cast<int>(d.when)] = true;
    for (const phase when : {phase::before, phase::tile, phase::after})
      for (int step = 0; step <= steps && used[static_cast<int>(when)]; ++step) {
        stage g;
        g.when = when;
        g.step = step;
        sequence<int> scalars, outputs, sweeps, windows;
        for (int i = 0; i < n_; ++i)
          if (at(i).where == home::scalar && !blocks(x(i).kind) && at(i).ready == step && at(i).when == when &&
              x(i).kind != code::constant)
            scalars.push_back(i);
        for (int i = 0; i < n_; ++i)
          if (x(i).kind == code::count && when == phase::before && step == 0 && at(i).where != home::scalar)
            scalars.push_back(i);
        for (int o = 0; o < static_cast<int>(p_.outputs.size()); ++o) {
          const place& pl = at(p_.outputs[static_cast<std::size_t>(o)].instruction);
          const phase out_when = pl.when == phase::before && (p_.outputs[static_cast<std::size_t>(o)].axes & r_.tile)
                                     ? phase::tile
                                     : pl.when;
          const int ready = out_when == pl.when ? pl.ready : 0;
          const int out_step = ready > outputs_at ? ready : outputs_at;
          if (scalar_output(o) && out_when == when && out_step == step) outputs.push_back(o);
        }
        for (std::size_t s = 0; s < work_.size(); ++s)
          if (work_[s].when == when && work_[s].step == step) sweeps.push_back(static_cast<int>(s));
        for (int i = 0; i < n_; ++i)
          if (x(i).kind == code::window && at(i).when == when && at(i).ready - 1 == step) windows.push_back(i);
        if (scalars.empty() && outputs.empty() && sweeps.empty() && windows.empty()) continue;
        g.scalars = take(scalars);
        g.scalar_outputs = take(outputs);
        g.sweeps = take(sweeps);
        g.windows = take(windows);
        r_.stages.push_back(g);
      }
  }
};

constexpr plan schedule(const graph::program& p, const part_order& order, axis_mask tile) {
  scheduler s(p, order, tile);
  plan r = s.run();
  if (s.conflict()) r = scheduler(p, order, 0).run();
  return r;
}

} // namespace axnorm::plan
