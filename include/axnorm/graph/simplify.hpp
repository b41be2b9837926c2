// simplify: the algebra that pays, applied until nothing changes. A pass from graph to graph; its rules are in
// algebra.hpp. Knows no norm.
#pragma once

#include <axnorm/graph/algebra.hpp>

namespace axnorm::graph {

/// `g` rebuilt through the rules until nothing changes, at most `rounds` times, without nodes that no output needs.
/// Values are the same for finite data up to rounding; what 0 times infinity or x - x would make NaN may become finite.
constexpr graph simplify(const graph& g, int rounds = 6) {
  algebra a(g);
  while (rounds-- > 0 && a.rebuild()) {
  }
  return a.compact();
}

} // namespace axnorm::graph
