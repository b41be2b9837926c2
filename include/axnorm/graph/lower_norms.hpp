// Lowering, step 3b: what only norms ask of their operands. Their statistics are of floating-point numbers, and the
// axes of their affine parameters are the input's. Other formulas may broadcast over new axes and count in integers.
#pragma once

#include <axnorm/axis/sequence.hpp>
#include <axnorm/graph/lower_axes.hpp>

namespace axnorm::graph {

/// Whether an affine parameter has axes that no input has: the result would silently be repeated along them.
constexpr void check_affine_axes(lowering& s) {
  for (int i = 0; i < s.formula.size(); ++i) {
    const expr::entry& e = s.formula[i];
    if (!s.used[static_cast<std::size_t>(i)] || !e.affine) continue;
    for (const axis_extent& d : s.formula.declared(e)) {
      const axis_name* name = s.find(d.axis);
      bool inputs = false, held = false;
      for (const instance& x : s.instances) {
        if (s.formula[x.entry].kind != expr::term::input) continue;
        inputs = true;
        held = held || (name && (s.has(x.entry, name->family).levels & name->levels) == name->levels);
      }
      if (!inputs || held) continue;
      write_variable(s.why(), s.formula, e);
      s.why() << " has axis " << d.axis.label;
      write_axes_there_are(s, d.axis);
      return;
    }
  }
}

/// The variable of integers that makes an entry one of integers, or -1.
constexpr int integers_in(const lowering& s, const sequence<int>& known, int entry) {
  const expr::entry& e = s.formula[entry];
  if (expr::is_variable(e.kind)) {
    const int which = s.instance_of[static_cast<std::size_t>(entry)];
    if (which < 0) return -1;
    const binding& b =
        s.given.operands[static_cast<std::size_t>(s.instances[static_cast<std::size_t>(which)].source.binding)];
    return b.type == numbers::integer && !b.number ? entry : -1;
  }
  switch (e.kind) {
  case expr::term::let:
  case expr::term::negate:
  case expr::term::square:
  case expr::term::add:
  case expr::term::subtract:
  case expr::term::multiply:
    break;
  default:
    return -1;
  }
  int found = -1;
  for (const int k : {e.a, e.b}) {
    if (k < 0 || s.formula[k].kind == expr::term::constant) continue;
    if (known[static_cast<std::size_t>(k)] < 0) return -1;
    found = known[static_cast<std::size_t>(k)];
  }
  return found;
}

/// Whether a mean or a variance is asked of integers, as a norm of labels or of raw pixels would.
constexpr void check_integers(lowering& s) {
  sequence<int> known(static_cast<std::size_t>(s.formula.size()), -1);
  for (int i = 0; i < s.formula.size(); ++i) {
    if (!s.used[static_cast<std::size_t>(i)]) continue;
    known[static_cast<std::size_t>(i)] = integers_in(s, known, i);
    const expr::entry& e = s.formula[i];
    if (e.kind != expr::term::mean && e.kind != expr::term::variance && e.kind != expr::term::deviation) continue;
    const int of = known[static_cast<std::size_t>(e.a)];
    if (of < 0) continue;
    s.why() << "a mean or variance is of floating-point numbers, but ";
    write_variable(s.why(), s.formula, s.formula[of]);
    s.why() << " holds integers; convert it, or write cast<float>(...)";
    return;
  }
}

constexpr void check_norms(lowering& s) {
  check_affine_axes(s);
  if (!s.fine()) return;
  for (const binding& b : s.given.operands)
    if (b.type == numbers::integer && !b.number) return check_integers(s);
}

} // namespace axnorm::graph
