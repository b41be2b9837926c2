// What is tracked on the way back: values that read the gradient of another, which with_gradient names. Used by
// lowering and by layers. Knows no graph.
#pragma once

#include <axnorm/axis/sequence.hpp>
#include <axnorm/expr/frozen.hpp>
#include <axnorm/expr/listing.hpp>

#include <cstddef>

namespace axnorm::graph {

/// By entry: whether the value of entry `of` is computed from it.
constexpr sequence<char> what_it_reads(const expr::listing_view& l, int of) {
  sequence<char> reads(l.entries.size(), 0);
  reads[static_cast<std::size_t>(of)] = 1;
  for (int i = of; i >= 0; --i) {
    const expr::entry& e = l[i];
    if (reads[static_cast<std::size_t>(i)] == 0 || e.kind == expr::term::arriving) continue;
    for (const int operand : expr::value_operands(e))
      if (operand >= 0) reads[static_cast<std::size_t>(operand)] = 1;
  }
  return reads;
}

/// Whether tracked value t is known only when gradients have arrived.
constexpr bool is_late(const expr::listing_view& l, const expr::tracking& t) {
  const sequence<char> reads = what_it_reads(l, t.observed);
  for (std::size_t i = 0; i < reads.size(); ++i)
    if (reads[i] != 0 && l.entries[i].kind == expr::term::arriving) return true;
  return false;
}

} // namespace axnorm::graph
